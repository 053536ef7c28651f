"""Booking by rules: a wish, a day, a time, a read-back, a yes."""

import asyncio
import re
from collections.abc import Sequence
from datetime import datetime

from core.appointments import BookingDraft, Known, no_booking
from core.state import PastTurn
from providers.booking.amending import amended
from providers.booking.begin import around, part_named, wanted
from providers.booking.continuing import continued
from providers.booking.drafts import Message, closed, filled
from providers.booking.finished import taken_up
from providers.booking.named import named
from providers.booking.numbers import plain

LONGEST = 400
"""Characters of a message that are read; nobody books in more."""

_ASKED_NAME = re.compile(r"\bname\b[^.!?]*\?\s*$")
"""The read-back may ask for a name; who then gives one has no objection."""


class RulesBookingDetector:
    """Keeps the draft of an appointment from message to message.

    A question about something else leaves an open draft exactly as it was, so that it can
    be answered and the draft taken up again. A finished draft (booked, failed, dropped)
    gives way to "none", and is kept in it: a new day or time later on amends one that failed
    or was dropped, and a correction changes one that was booked. Phone numbers without a
    country code are of `region`, a two-letter country code.
    """

    def __init__(self, region: str = "US") -> None:
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
            self._region,
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
    text = text[:LONGEST]
    asked_name = bool(_ASKED_NAME.search(reply))
    message = Message(text, plain(text), now, known, region, earlier[:LONGEST], asked_name)
    if draft["status"] in ("collecting", "confirming"):
        return continued(message, draft)
    return taken_up(message, draft) or _begun(message) or closed(draft)


def _begun(message: Message) -> BookingDraft | None:
    """A draft of what the message wishes for, whatever was before."""
    said, now, known = message.plain, message.now, message.known
    found = named(
        message.text, no_booking(), now, known, bare=False, wished=True, region=message.region
    )
    intent = wanted(message.text, said, found, known)
    if intent in ("change", "cancel"):
        return amended(message, intent)
    if intent == "availability" and (part := part_named(said, found, None)):
        found = around(found, part)
    return filled({}, found, now, known, intent) if intent else None
