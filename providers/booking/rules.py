"""Booking by rules: a wish, a day, a time, a read-back, a yes."""

import asyncio
import re
from collections.abc import Sequence
from datetime import datetime

from core.appointments import BookingDraft, Known, no_booking
from core.state import PastTurn
from providers.booking import wish
from providers.booking.calendar_date import UNKNOWN, find_date
from providers.booking.clock_time import find_time
from providers.booking.numbers import in_digits

LONGEST = 400
"""Characters of a message that are read; nobody books in more."""

_PAST_DAY = "That day has already passed."
_PAST_TIME = "That time has already passed today."
_NO_SUCH_DAY = "I do not know that day."
_PUNCTUATION = re.compile(r"[^\w\s':/.-]|\.(?=\s|$)")


class RulesBookingDetector:
    """Keeps the draft of an appointment from message to message.

    A question about something else leaves an open draft exactly as it was, so that it can
    be answered and the draft taken up again. A finished draft (booked, failed, dropped)
    gives way to none, except that a new day or time after a failed one amends it.
    """

    async def detect(
        self,
        text: str,
        draft: BookingDraft,
        window: Sequence[PastTurn],
        now: datetime,
        known: Known,
    ) -> BookingDraft:
        return await asyncio.to_thread(draft_after, text, draft, now)


def draft_after(text: str, draft: BookingDraft, now: datetime) -> BookingDraft:
    """The draft after this message; for any text whatever."""
    said = " ".join(_PUNCTUATION.sub(" ", in_digits(text[:LONGEST])).split())
    status = draft["status"]
    is_open = status in ("collecting", "confirming")
    day = find_date(said, now)
    rest = f"{said[: day.start]}{said[day.end :]}" if day else said
    clock = find_time(" ".join(rest.split()), said, bare=is_open or status == "failed")
    named = bool(day or clock)
    wished = wish.wishes(said, dated=named)
    if not wished and (wish.inquires(said) or not (is_open or (named and status == "failed"))):
        return _copied(draft) if is_open else no_booking()
    before = draft if is_open or status == "failed" else no_booking()
    after = _filled(
        date=day.value if day else before.get("date"),
        time=clock.value if clock else before.get("time"),
        service=(wish.service(said) if wished else None) or before.get("service"),
        now=now,
    )
    if not is_open or _differs(after, before):
        return after
    if wish.agrees(rest.strip() if day else said) and status == "confirming":
        return {**_copied(draft), "status": "confirmed", "problem": None}
    if wish.declines(said) and not named:
        return {**_copied(draft), "status": "dropped", "missing": [], "problem": None}
    return _copied(draft)


def _filled(date: str | None, time: str | None, service: str | None, now: datetime) -> BookingDraft:
    """A draft with what is known; what cannot be is taken out again and named as a problem."""
    problem = None
    if date == UNKNOWN:
        date, problem = None, _NO_SUCH_DAY
    elif date and date < now.date().isoformat():
        date, problem = None, _PAST_DAY
    elif date == now.date().isoformat() and time and time <= f"{now:%H:%M}":
        time, problem = None, _PAST_TIME
    missing = [name for name, value in (("date", date), ("time", time)) if not value]
    return {
        "status": "collecting" if missing else "confirming",
        "service": service,
        "date": date,
        "time": time,
        "missing": missing,
        "booking_id": None,
        "problem": problem,
    }


def _differs(after: BookingDraft, before: BookingDraft) -> bool:
    keys = ("date", "time", "service")
    return bool(after.get("problem")) or any(after.get(k) != before.get(k) for k in keys)


def _copied(draft: BookingDraft) -> BookingDraft:
    return {**draft, "missing": list(draft.get("missing") or [])}
