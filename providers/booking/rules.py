"""Booking by rules: a wish, a day, a time, a read-back, a yes."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from core.appointments import BookingDraft, Known, no_booking
from core.state import PastTurn
from providers.booking import wish
from providers.booking.amending import amended
from providers.booking.begin import around, part_named, spans_of, wanted
from providers.booking.consent import without_lead
from providers.booking.continuing import continued
from providers.booking.drafts import Message, closed, copied, filled
from providers.booking.finished import taken_up
from providers.booking.intent import intent_of
from providers.booking.later import carried, current, next_of
from providers.booking.named import named
from providers.booking.numbers import plain
from providers.booking.own import asks_own
from providers.booking.region import region_at
from providers.booking.same_time import same_time_said
from providers.booking.services import matched
from providers.booking.several import all_wished, counts
from providers.booking.two_errands import two_errands
from providers.booking.verbs import means_all

LONGEST = 400
"""Characters of a message that are read; nobody books in more."""

_ASKED_NAME = re.compile(r"\bname\b[^.!?]*\?\s*$")
"""The read-back may ask for a name; who then gives one has no objection."""
_IT = re.compile(
    r"\b(?:for|get|have|book|do|need|want|take) (?:(?:me|us) )?(?:an? )?(?:1|that|it)\b"
)
"""What was spoken of before; "one" is "1" in a plain text."""
_ASKED_WHETHER = re.compile(r"\bshall i book one\?\s*$", re.IGNORECASE)
"""Asked of who has no appointment; a yes to it is a wish for one."""


class RulesBookingDetector:
    """Keeps the draft of an appointment from message to message.

    A question about something else, or about what is booked already, leaves an open draft
    exactly as it was, so that it can be answered and the draft taken up again. A finished
    draft (booked, failed, dropped) gives way to "none", and is kept in it: a new day or time
    later on amends one that failed or was dropped, and a correction changes one that was
    booked. Phone numbers without a country code are of `region`, a two-letter country code; by
    default of the country that the business's time zone is of, or else of the US.
    """

    def __init__(self, region: str | None = None) -> None:
        self._region = region

    async def detect(
        self,
        text: str,
        draft: BookingDraft,
        window: Sequence[PastTurn],
        now: datetime,
        known: Known,
    ) -> BookingDraft:
        before = window[-1] if window else None
        return await asyncio.to_thread(
            draft_after,
            text,
            draft,
            now,
            known,
            self._region or region_at(now, "US"),
            before["transcript"] if before else "",
            before["reply"] if before else "",
        )


def draft_after(
    text: str,
    draft: BookingDraft,
    now: datetime,
    known: Known,
    region: str = "US",
    earlier: str = "",
    reply: str = "",
) -> BookingDraft:
    """The draft after this message; for any text whatever.

    `earlier` is what the caller said in the turn before, `reply` what was answered to it.
    """
    text = same_time_said(text[:LONGEST], draft, now, known)
    asked_name = bool(_ASKED_NAME.search(reply))
    message = Message(text, plain(text), now, known, region, earlier[:LONGEST], asked_name)
    draft = current(draft)
    after = _after(message, draft, bool(_ASKED_WHETHER.search(reply)))
    if draft["status"] == "failed" and after["status"] == "none":
        after = next_of(draft) or after
    if after["status"] == "dropped" and means_all(message.plain):
        return {**after, "later": []}
    return carried(after, draft)


def _after(message: Message, draft: BookingDraft, asked_whether: bool) -> BookingDraft:
    is_open = draft["status"] in ("collecting", "confirming")
    if asks_own(message.text):
        return copied(draft) if is_open else closed(draft)
    if is_open:
        return continued(message, draft)
    if asked_whether and (wished := _agreed(message)):
        return wished
    return taken_up(message, draft) or _begun(message) or closed(draft)


def _agreed(message: Message) -> BookingDraft | None:
    """A draft for who says yes to being asked for one, with or without a day."""
    said, now, known = message.plain, message.now, message.known
    if intent_of(message.text, dated=True) not in (None, "book") or wish.inquires(said):
        return None
    found = named(
        message.text, no_booking(), now, known, bare=True, wished=True, region=message.region
    )
    names = bool({"date", "time", "service"} & found.slots.keys())
    is_said = names and (not found.rest or without_lead(said) != said)
    is_said = is_said and not wish.declines(said)
    return filled({}, found, now, known, "book") if is_said or wish.agrees(said) else None


def _begun(message: Message) -> BookingDraft | None:
    """A draft of what the message wishes for, whatever was before."""
    if two_errands(message):
        return amended(message, "change")
    said, now, known = message.plain, message.now, message.known
    found = named(
        message.text, no_booking(), now, known, bare=False, wished=True, region=message.region
    )
    if "service" not in found.slots and _IT.search(said) and (meant := _spoken_of(message)):
        found = replace(found, slots={**found.slots, "service": meant})
    intent = wanted(message.text, said, found, known)
    if intent in ("change", "cancel"):
        return amended(message, intent)
    is_asked = intent == "availability" or not (intent or wish.inquires(said))
    is_wish = intent == "book" or (is_asked and counts(said))
    if is_wish and (first := all_wished(message, {})):
        return first
    if intent and (part := part_named(said, found, None, spans_of(found, no_booking(), known))):
        found = around(found, part)
        intent = "availability" if found.slots.get("date") else intent
    return filled({}, found, now, known, intent) if intent else None


def _spoken_of(message: Message) -> str | None:
    """The service that the caller named in the turn before: "and do you have time for one?"."""
    services = [one["name"] for one in message.known["rules"].get("services") or []]
    return matched(plain(message.earlier), services)
