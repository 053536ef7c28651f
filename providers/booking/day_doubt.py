"""Which of two days is meant: the question, and the answer to it."""

import re
from datetime import date, datetime

from core.appointments import DAYS, BusinessRules
from providers.booking.calendar_date import UNKNOWN, find_date
from providers.booking.day_spans import MONTH
from providers.booking.found import Found
from providers.booking.numbers import plain
from providers.booking.opening import is_closed
from providers.booking.times import day_words

WEEKEND = "Do you mean the Saturday or the Sunday?"
_ASKS, _OR = "Do you mean ", " or "
_FIRST = re.compile(r"\b(?:1st|first|former|earlier|earliest|sooner)\b")
_LAST = re.compile(r"\b(?:2nd|second|latter|later|latest|last)\b")
_MONTH = re.compile(rf"\b{MONTH}\b")
_ORDINAL = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b")


def settled(day: Found, spoken: str, now: datetime, rules: BusinessRules) -> tuple[str, str | None]:
    """The day (YYYY-MM-DD or `UNKNOWN`), and what to ask back where two are meant.

    Of a weekend only the day on which the business is open can be meant.
    """
    if not day.other or day.value == UNKNOWN:
        return day.value, None
    two = sorted((day.value, day.other))
    if "weekend" in spoken:
        open_days = [one for one in two if not is_closed(rules, one)]
        return (open_days[0], None) if len(open_days) == 1 else (day.value, WEEKEND)
    today = now.date().isoformat()
    return day.value, f"{_ASKS}{_OR.join(day_words(one, today) for one in two)}?"


def answered(said: str, problem: str | None, now: datetime) -> str | None:
    """The one of the two days of a question that the answer picks; None for any other answer.

    By its number, by its weekday or by its place; a date in full is left to `find_date`.
    """
    if not problem or not problem.startswith(_ASKS) or problem == WEEKEND:
        return None
    halves = problem.removeprefix(_ASKS).rstrip("?").split(_OR)
    found = [find_date(plain(half), now) for half in halves]
    two = sorted(one.value for one in found if one and one.value != UNKNOWN)
    if len(two) != 2 or _MONTH.search(said):
        return None
    numbers = {int(number) for number in _ORDINAL.findall(said)}
    if picked := [one for one in two if date.fromisoformat(one).day in numbers]:
        return picked[0] if len(picked) == 1 else None
    names = set(DAYS) & set(said.split())
    picked = [one for one in two if DAYS[date.fromisoformat(one).weekday()] in names]
    if len(picked) == 1 and not numbers:
        return picked[0]
    if not names and bool(_FIRST.search(said)) != bool(_LAST.search(said)):
        return two[0] if _FIRST.search(said) else two[1]
    return None
