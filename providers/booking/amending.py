"""Changing or cancelling an appointment that the caller has."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from core.appointments import Appointment, BookingDraft, BookingIntent, Known
from providers.booking.calendar_date import find_date
from providers.booking.clock_time import find_time
from providers.booking.completing import SLOTS
from providers.booking.offered import chosen_appointment
from providers.booking.times import listed, when_words

WHICH = "booking_id"
"""What is missing while it is not known which appointment is meant."""

NONE_UPCOMING = "I don't see any upcoming appointment of yours."

_FROM = re.compile(r"\bfrom (?P<old>.+?) (?:to|until) (?P<new>.+)$")
_TO = re.compile(r"^(?P<old>.*?) (?:to|for|until|into) (?P<new>.+)$")


def begun(
    said: str, intent: BookingIntent, known: Known, now: datetime
) -> tuple[BookingDraft, str] | None:
    """The draft of a change or a cancellation, and what of the message tells the new time.

    None where the caller has no appointment to change.
    """
    upcoming = known["upcoming"]
    if not upcoming:
        return None
    old, new = _parted(said, now) if intent == "change" else (said, "")
    chosen = upcoming[0] if len(upcoming) == 1 else None
    chosen = chosen or chosen_appointment(old, upcoming, now, placed=True)
    if chosen and old == new and _is(chosen, old, now):
        new = ""
    return (about(chosen, intent), new) if chosen else (undecided(upcoming, intent, now), new)


def _parted(said: str, now: datetime) -> tuple[str, str]:
    """What names the old appointment, and what names the new day or time."""
    if match := _FROM.search(said):
        return match["old"], match["new"]
    if (match := _TO.match(said)) and _has_time(match["new"], now):
        return match["old"], match["new"]
    return said, said


def _has_time(said: str, now: datetime) -> bool:
    return bool(find_date(said, now) or find_time(said, said, bare=True, now=now))


def _is(one: Appointment, said: str, now: datetime) -> bool:
    """Whether a message only names the appointment itself: "change the one on Thursday"."""
    day = find_date(said, now)
    return bool(day and day.value == one["date"])


def about(one: Appointment, intent: BookingIntent) -> BookingDraft:
    """A draft on an appointment as it stands; a change keeps day and time open."""
    is_change = intent == "change"
    values: dict[str, Any] = {name: one.get(name) for name in SLOTS}
    return {  # pyright: ignore[reportReturnType]
        **values,
        "status": "collecting" if is_change else "confirming",
        "intent": intent,
        "date": None if is_change else one["date"],
        "time": None if is_change else one["time"],
        "missing": ["date", "time"] if is_change else [],
        "booking_id": one["booking_id"],
        "reference": f"{one['date']}T{one['time']}",
        "problem": None,
    }


def undecided(
    upcoming: Sequence[Appointment], intent: BookingIntent, now: datetime
) -> BookingDraft:
    which = listed([spoken(one, now) for one in upcoming[:4]], "or")
    return {
        "status": "collecting",
        "intent": intent,
        "service": None,
        "date": None,
        "time": None,
        "missing": [WHICH],
        "booking_id": None,
        "problem": f"Which one do you mean, {which}?",
    }


def spoken(one: Appointment, now: datetime) -> str:
    """Such as "the haircut tomorrow at 2 PM"."""
    when = when_words(one["date"], one["time"], now.date().isoformat())
    return f"the {one['service']} {when}" if one["service"] else f"the one {when}"
