"""Which of several a caller chooses: of the times offered, of the appointments made."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from core.appointments import DAYS, Appointment
from providers.booking.calendar_date import find_date
from providers.booking.clock_time import find_time
from providers.booking.services import matched

_ORDER = (
    re.compile(r"\b(?:1st|first|former|earliest|earlier|sooner|soonest)\b"),
    re.compile(r"\b(?:2nd|second|middle)\b"),
    re.compile(r"\b(?:3rd|third)\b"),
)
_LAST = re.compile(r"\b(?:last|latest|later|latter)\b")
_PLACE = re.compile(
    r"\b(?:the|that|your) (?:1st|2nd|3rd|last|latest|earliest|first|second|former|later|latter|"
    r"earlier|sooner|soonest|middle)\b(?: (?:one|time|slot|option|offer|appointment))?"
)
_ONE = re.compile(r"\b(the|that|this|which|other|\w+day) 1\b(?! ?(?:[ap]m|oclock|[:/.]))")
"""In a plain text "the one" is "the 1", and no hour."""
_EXCEPT = re.compile(
    r"\b(?:not|except(?: for)?|other than|apart from|anything but|all but) "
    r"(?:(?:the|my|that|your|one|1|on|for|from) )*"
    r"(?P<first>[^\W\d_]+)(?:'s)?(?: (?P<second>[^\W\d_]+))?"
)
"""What is ruled out."""
_ANY = re.compile(r"\b(?:either|any(?: of (?:them|those))?|both|whichever|don't mind|you choose)\b")


def chosen_offer(said: str, offers: Sequence[str], now: datetime) -> str | None:
    """One of `offers` ("YYYY-MM-DDTHH:MM"): by its place, its hour or its day."""
    if not offers:
        return None
    if _ANY.search(said):
        return offers[0]
    if placed := _by_place(said):
        ordered = sorted(offers)
        at = len(ordered) - 1 if placed < 0 else placed - 1
        return ordered[at] if at < len(ordered) else None
    said = _ONE.sub(r"\1", said)
    day = find_date(said, now)
    rest = f"{said[: day.start]} {said[day.end :]}" if day else said
    clock = find_time(" ".join(rest.split()), said, bare=True, now=now)
    left = [o for o in offers if not day or o[:10] in (day.value, day.other)]
    if clock:
        left = [o for o in left if _same_hour(o[11:], clock.value)]
    return left[0] if (day or clock) and len(left) == 1 else None


def left_open(
    said: str, upcoming: Sequence[Appointment], now: datetime
) -> tuple[list[Appointment], str]:
    """The appointments that no "not the haircut" rules out, and the rest of the text."""
    left: list[Appointment] = list(upcoming)
    rest = said
    for match in _EXCEPT.finditer(said):
        first = match["first"]
        for words in (first, f"{first} {match['second'] or ''}".strip()):
            day = find_date(words, now)
            service = matched(words, [one["service"] for one in upcoming if one["service"]])
            out = [
                one
                for one in upcoming
                if (service and one["service"] == service)
                or (day and (one["date"] == day.value or _weekday(one["date"]) == first))
            ]
            if out:
                left = [one for one in left if one not in out]
                named = (
                    match[0] if words != first else match[0][: match.end("first") - match.start()]
                )
                rest = " ".join(rest.replace(named, " ").split())
                break
    return left, rest


def chosen_appointment(
    said: str, upcoming: Sequence[Appointment], now: datetime, *, placed: bool
) -> Appointment | None:
    """The appointment that is meant by its day, time or service; `placed` allows "the first".

    Of two, the one that is left when the other is ruled out.
    """
    several = len(upcoming) > 1
    left, said = left_open(said, upcoming, now)
    is_last = several and len(left) == 1
    upcoming = left
    if placed and (place := _by_place(said)):
        at = len(upcoming) - 1 if place < 0 else place - 1
        return upcoming[at] if at < len(upcoming) else None
    said = _ONE.sub(r"\1", said)
    day = find_date(said, now)
    rest = f"{said[: day.start]} {said[day.end :]}" if day else said
    clock = find_time(" ".join(rest.split()), said, bare=placed, now=now)
    service = matched(said, [one["service"] for one in upcoming if one["service"]])
    left = [
        one
        for one in upcoming
        if (not day or one["date"] == day.value or _weekday(one["date"]) in said.split())
        and (not clock or _same_hour(one["time"], clock.value))
        and (not service or one["service"] == service)
    ]
    if len(left) > 1 and day:
        left = [one for one in left if one["date"] == day.value]
    return left[0] if (day or clock or service or is_last) and len(left) == 1 else None


def _weekday(day: str) -> str:
    """ "On Thursday" is the appointment's Thursday, be it this week's or a later one."""
    try:
        return DAYS[date.fromisoformat(day).weekday()]
    except ValueError:
        return ""


def _by_place(said: str) -> int:
    """1 for the first, -1 for the last, 0 where no place is named."""
    match = _PLACE.search(said)
    if not match:
        return 0
    for at, pattern in enumerate(_ORDER, start=1):
        if pattern.search(match[0]):
            return at
    return -1 if _LAST.search(match[0]) else 0


def _same_hour(clock: str, other: str) -> bool:
    """Whether two times look the same on a clock's face: "at four" means 16:00."""
    return clock[2:] == other[2:] and int(clock[:2]) % 12 == int(other[:2]) % 12
