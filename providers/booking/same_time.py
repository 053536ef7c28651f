""" "The same time next week": an hour that is known from the draft, or from the last visit."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from core.appointments import BookingDraft, Known
from providers.booking.calendar_date import find_date
from providers.booking.numbers import plain

_WEEK = timedelta(days=7)
_AFTER = r"(?:next week|(?:the )?(?:week after|following week)|(?:a|1|one) week later)"
_PAST = r"(?:as|like) (?:the )?(?:last (?:time|week|month|\w+day)|before|usual|always|ever)"
_SAME = re.compile(
    r"\b(?:(?:at|for) )?(?:the |my )?(?:same|usual) (?:day and )?(?:time|hour)(?: and day)?"
    rf"(?: again)?(?P<past>,? {_PAST})?(?:,? (?:but )?(?P<next>{_AFTER}))?\b",
    re.IGNORECASE,
)
_WONDERS = re.compile(
    r"^\W*(?:(?:and|so|but) )?(?:is|are|was|were|will|does|do(?! you have)|did|when|why|who|"
    r"(?:what|how)(?! about))\b",
    re.IGNORECASE,
)
_NEXT = re.compile(rf"\b{_AFTER}\b", re.IGNORECASE)
_TAKES = re.compile(r"\b(?:have|get|want|like|take|need)\W*$", re.IGNORECASE)
_AMENDS = re.compile(
    r"\b(?:make it|move|change|reschedule|instead|rather|actually|no|not|push|shift)\b",
    re.IGNORECASE,
)


def same_time_said(text: str, draft: BookingDraft, now: datetime, known: Known) -> str:
    """The text with the hour, and where no day is named the day, in place of those words.

    They are the draft's, open or just done with, or else the caller's last appointment's; "as
    last week" is always that one's. Without a day it is the same day of a week to come. As it
    is where nothing is known.
    """
    match = _SAME.search(text)
    is_open = draft["status"] in ("collecting", "confirming")
    base = _base(draft, known, past=bool(match and match["past"]))
    if not match or not base or _WONDERS.match(text):
        return text
    day, clock = base
    before, after = text[: match.start()], text[match.end() :]
    is_next = bool(match["next"] or _NEXT.search(f"{before} {after}"))
    after, before = _NEXT.sub("", after), _NEXT.sub("", before)
    words = f"at {clock}"
    if not find_date(plain(f"{before} {after}"), now) and (is_next or not _dated(draft, is_open)):
        words += f" on {_in_a_week(day, clock, now, ahead=is_next)}"
    if not is_open and not _AMENDS.search(text):
        words = f"an appointment {words}"
        words = words if _TAKES.search(before) else f"please book {words}"
    return f"{before}{words}{after}"


def _base(draft: BookingDraft, known: Known, *, past: bool) -> tuple[date, str] | None:
    last = known["last"]
    upcoming = known["upcoming"][0] if len(known["upcoming"]) == 1 else None
    candidates: list[Mapping[str, object] | None] = [draft, last, upcoming]
    for one in candidates[1:] if past and last else candidates:
        day, clock = (str(one.get(name) or "") for name in ("date", "time")) if one else ("", "")
        if re.fullmatch(r"\d\d:\d\d", clock):
            try:
                return date.fromisoformat(day), clock
            except ValueError:
                continue
    return None


def _dated(draft: BookingDraft, is_open: bool) -> bool:
    return is_open and bool(draft.get("date")) and "date" not in (draft.get("missing") or [])


def _in_a_week(day: date, clock: str, now: datetime, *, ahead: bool) -> date:
    """The same day of the week: of next week, or a week after, or the first still to come."""
    if ahead:
        following = now.date() + timedelta(days=7 - now.weekday() + day.weekday())
        return max(following, day + _WEEK) if day >= now.date() else following
    while f"{day} {clock}" <= f"{now:%Y-%m-%d %H:%M}":
        day += _WEEK
    return day
