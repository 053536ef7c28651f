"""Ranges of closed days: each of their days by itself, and such days told as ranges again."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

MOST = 366
"""Days of one range."""
LEAP = 2024
"""A year that has every day there is."""

_YEARLY = re.compile(r"\d{2}-\d{2}")
_EVERY_DAY = [f"{date(LEAP, 1, 1) + timedelta(n):%m-%d}" for n in range(366)]


def days_between(first: str, last: str | None = None) -> list[str]:
    """From one day to another, both with it, as "12-25" or "2026-12-25"; one day alone.

    Days of every year may run past its end. Raises ValueError for a day that there is not, a
    range of two kinds, one that ends before it starts, and one of more than `MOST` days.
    """
    last = first if last is None else last
    if _YEARLY.fullmatch(first) and _YEARLY.fullmatch(last):
        start, end = _EVERY_DAY.index(first), _EVERY_DAY.index(last)
        end += 366 if end < start else 0
        return [_EVERY_DAY[number % 366] for number in range(start, end + 1)]
    opens, closes = date.fromisoformat(first), date.fromisoformat(last)
    days = (closes - opens).days + 1
    if not 1 <= days <= MOST:
        raise ValueError(last)
    return [(opens + timedelta(number)).isoformat() for number in range(days)]


def day_runs(days: Sequence[str]) -> list[tuple[str, str]]:
    """Days of the calendar, in the order given, with those that follow one another as one."""
    found: list[tuple[str, str]] = []
    for day in days:
        if found and _next(found[-1][1]) == day:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def _next(day: str) -> str | None:
    if _YEARLY.fullmatch(day):
        return _EVERY_DAY[(_EVERY_DAY.index(day) + 1) % 366]
    try:
        return (date.fromisoformat(day) + timedelta(1)).isoformat()
    except ValueError:
        return None  # a day of the week
