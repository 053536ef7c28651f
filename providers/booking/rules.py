"""Booking by rules: a wish, a day, a time, a read-back, a yes."""

import asyncio
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from core.appointments import BookingDraft, BookingIntent, Known, no_booking
from core.state import PastTurn
from providers.booking import wish
from providers.booking.amending import NONE_UPCOMING, WHICH, about, begun
from providers.booking.answered_name import name_answered
from providers.booking.begin import around, wanted
from providers.booking.completing import CONTACT, SLOTS, completed
from providers.booking.intent import intent_of
from providers.booking.named import Named, named
from providers.booking.numbers import plain
from providers.booking.offered import chosen_appointment, chosen_offer

LONGEST = 400
"""Characters of a message that are read; nobody books in more."""

_CORRECTS = re.compile(
    r"\b(?:actually|instead|rather|sorry|wait|make it|change|move|no|not|better|could we|can we)\b"
)

_ASKED_NAME = re.compile(r"\bname\b[^.!?]*\?\s*$")
"""The read-back may ask for a name; who then gives one has no objection."""

_OWN = re.compile(r"\b(?:my|existing|other|old) (?:\w+ ){0,2}(?:appointment|booking|reservation)\b")
"""What has been booked before, apart from the draft that is open."""


class RulesBookingDetector:
    """Keeps the draft of an appointment from message to message.

    A question about something else leaves an open draft exactly as it was, so that it can
    be answered and the draft taken up again. A finished draft (booked, failed, dropped)
    gives way to none, except that a new day or time after a failed one amends it, and a
    correction after a booked one changes it. Phone numbers without a country code are of
    `region`, a two-letter country code.
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
    said, status = plain(text), draft["status"]
    if status in ("collecting", "confirming"):
        asked_name = bool(_ASKED_NAME.search(reply))
        return _continued(text, said, draft, now, known, region, earlier[:LONGEST], asked_name)
    if status == "booked" and (changed := _after_booked(text, said, draft, now, known)):
        return changed
    chosen = chosen_offer(said, draft.get("offers") or [], now) if status == "failed" else None
    if chosen and not wish.inquires(said):
        slots = Named({"date": chosen[:10], "time": chosen[11:16]})
        return _filled(_kept(draft), slots, now, known, _intent(draft))
    found = named(
        text, no_booking(), now, known, bare=status == "failed", wished=True, region=region
    )
    dated = "date" in found.slots or "time" in found.slots
    intent = wanted(text, said, found, known)
    if status == "failed" and dated and intent in (None, "book") and not wish.inquires(said):
        return _filled(_kept(draft), found, now, known, draft.get("intent") or "book")
    if intent in ("change", "cancel"):
        return _amended(text, said, intent, now, known)
    found = around(found, said) if intent == "availability" else found
    return _filled({}, found, now, known, intent) if intent else no_booking()


def _continued(
    text: str,
    said: str,
    draft: BookingDraft,
    now: datetime,
    known: Known,
    region: str,
    earlier: str,
    asked_name: bool,
) -> BookingDraft:
    """An open draft after a message."""
    is_settled = draft.get("time") and "time" not in (draft.get("missing") or [])
    offers = [] if is_settled or wish.inquires(said) else draft.get("offers") or []
    if offer := chosen_offer(said, offers, now):
        chosen = Named({"date": offer[:10], "time": offer[11:16]})
        return _filled(_kept(draft), chosen, now, known, _intent(draft))
    if WHICH in (draft.get("missing") or []):
        return _which(said, draft, now, known)
    intent = intent_of(text, dated=True)
    is_other = intent in ("change", "cancel") and bool(_OWN.search(said))
    if intent in ("change", "cancel") and is_other and known["upcoming"]:
        return _amended(text, said, intent, now, known)
    wished = intent == "book"
    found = named(text, draft, now, known, bare=True, wished=wished, region=region, earlier=earlier)
    dated = "date" in found.slots or "time" in found.slots
    if wish.inquires(said) and not wished and not (intent == "availability" and dated):
        return _copied(draft)
    before = _kept(draft)
    # A doubtful value that is said again is settled by that, though it is the same.
    open_ = draft.get("missing") or []
    news = {n: v for n, v in found.slots.items() if v != before.get(n) or (v and n in open_)}
    if wish.declines(said) and not news:
        asked = next(iter(open_), None)
        if asked in CONTACT and not wish.gives_up(said) and " " in said:
            return _copied(draft)
        if offers and not wish.gives_up(said):
            left = {**before, "time": None}
            return completed(left, now, known, _intent(draft))
        return {**_copied(draft), "status": "dropped", "missing": [], "problem": None}
    if not found.problem and news.keys() <= set(CONTACT) and _may_name(draft):
        answered = name_answered(text)
        if answered and (answered.agrees or (answered.plain and asked_name)):
            return _confirmed(draft, {**news, "name": answered.name})
        if answered and asked_name:
            return _filled({**before, "name": answered.name}, found, now, known, _intent(draft))
    said_yes = draft["status"] == "confirming" and wish.consents(said, found.rest)
    if said_yes and not found.problem and news.keys() <= set(CONTACT):
        return _confirmed(draft, news)
    if not news and not found.problem:
        return _copied(draft)
    return _filled(before, found, now, known, _intent(draft))


def _may_name(draft: BookingDraft) -> bool:
    """Whether the read-back asks for a name in the same breath."""
    is_new = _intent(draft) in ("book", "availability")
    return draft["status"] == "confirming" and is_new and not draft.get("name")


def _confirmed(draft: BookingDraft, news: dict[str, Any]) -> BookingDraft:
    """What was free has been asked for: whoever says yes to it wants it booked."""
    intent = _intent(draft)
    confirmed: dict[str, Any] = {**_copied(draft), **news, "status": "confirmed", "problem": None}
    confirmed["intent"] = "book" if intent == "availability" else intent
    return confirmed  # pyright: ignore[reportReturnType]


def _filled(
    before: dict[str, Any], found: Named, now: datetime, known: Known, intent: BookingIntent
) -> BookingDraft:
    """The slots from before with the new ones; a change keeps what it does not name."""
    slots = {**before, **found.slots}
    reference = slots.get("reference")
    if intent == "change" and reference and (slots.get("date") or slots.get("time")):
        slots["date"] = slots.get("date") or reference[:10]
        slots["time"] = slots.get("time") or reference[11:16]
    return completed(slots, now, known, intent, problem=found.problem, doubt=found.doubt)


def _amended(
    text: str, said: str, intent: BookingIntent, now: datetime, known: Known
) -> BookingDraft:
    started = begun(said, intent, known, now)
    if not started:
        return {"status": "dropped", "intent": intent, "problem": NONE_UPCOMING}
    draft, rest = started
    if intent == "cancel" or not rest:
        return draft
    found = named(rest, draft, now, known, bare=True, wished=False)
    if draft.get("missing") == [WHICH]:
        draft["date"], draft["time"] = found.slots.get("date"), found.slots.get("time")
        return draft
    return _filled(_kept(draft), found, now, known, intent) if found.slots else draft


def _which(said: str, draft: BookingDraft, now: datetime, known: Known) -> BookingDraft:
    """Which appointment is to be changed or cancelled, once that was asked."""
    one = chosen_appointment(said, known["upcoming"], now, placed=True)
    if not one:
        if wish.declines(said):
            return {**_copied(draft), "status": "dropped", "missing": [], "problem": None}
        return _copied(draft)
    chosen = about(one, _intent(draft))
    wanted = Named({n: draft.get(n) for n in ("date", "time") if draft.get(n)})
    if _intent(draft) == "change" and wanted.slots:
        return _filled(_kept(chosen), wanted, now, known, "change")
    return chosen


def _after_booked(
    text: str, said: str, draft: BookingDraft, now: datetime, known: Known
) -> BookingDraft | None:
    """A correction right after the booking, as a change of it; None for anything else."""
    date, time = draft.get("date"), draft.get("time")
    is_made = draft.get("booking_id") and date and time and draft.get("intent") != "cancel"
    if not is_made or not _CORRECTS.search(said) or wish.inquires(said) or wish.wishes(said):
        return None
    found = named(text, no_booking(), now, known, bare=True, wished=False)
    if not {"date", "time"} & found.slots.keys():
        return None
    before = {**_kept(draft), "reference": f"{date}T{time}"}
    return _filled(before, found, now, known, "change")


def _intent(draft: BookingDraft) -> BookingIntent:
    return draft.get("intent") or "book"


def _kept(draft: BookingDraft) -> dict[str, Any]:
    names = (*SLOTS, "booking_id", "reference")
    return {name: draft.get(name) for name in names if draft.get(name) is not None}


def _copied(draft: BookingDraft) -> BookingDraft:
    copy: BookingDraft = {**draft, "missing": list(draft.get("missing") or [])}
    if "offers" in draft:
        copy["offers"] = list(draft["offers"])
    return copy
