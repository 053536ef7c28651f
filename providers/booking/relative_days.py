"""Days counted from today: "a week on Friday", "the last Friday of the month"."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from dateutil.parser import parserinfo
from dateutil.relativedelta import FR, MO, SA, SU, TH, TU, WE, relativedelta
from dateutil.rrule import MONTHLY, rrule

from core.appointments import DAYS
from providers.booking.feasts import feast_day

_WEEKDAYS = (MO, TU, WE, TH, FR, SA, SU)
_WORDS = {"tomorrow": 1, "tmrw": 1, "tmr": 1, "yesterday": -1}
"""Days from today; the other words (tonight, this evening) are today."""


def relative_days(parts: Mapping[str, str], today: date) -> Sequence[date]:
    """The readings of a span of `day_spans`, the likeliest first; none for a day of a month.

    Raises ValueError or OverflowError for a day that there is not.
    """
    if "nth" in parts:
        return [_nth(parts, today)]
    if feast := parts.get("feast"):
        return [feast_day(feast, today)]
    if weekday := parts.get("weekday"):
        return _weekday(parts, DAYS.index(weekday), today)
    if short := parts.get("short"):
        return [coming(next(at for at, day in enumerate(DAYS) if day.startswith(short[:3])), today)]
    if "weekend" in parts:
        saturday = week_of(today, 5) + relativedelta(weeks=int("next" in parts["weekend"]))
        return [max(saturday, today), max(saturday, today) + relativedelta(days=1)]
    if "after" in parts:
        return [today + relativedelta(days=2)]
    if word := parts.get("word"):
        return [today + relativedelta(days=_WORDS.get(word, 0))]
    if days := parts.get("days"):
        return [today + relativedelta(weeks=number(parts.get("weeks", "a")), days=number(days))]
    if "unit" in parts:
        start = today + relativedelta(days=_WORDS.get(parts.get("base", ""), 0))
        return [start + step(parts)]
    return []


def coming(at: int, today: date) -> date:
    """The next day that is this weekday (0 is Monday), after today."""
    return today + relativedelta(days=1, weekday=_WEEKDAYS[at])


def week_of(day: date, at: int) -> date:
    """This weekday of the week, Monday to Sunday, in which a day lies."""
    return day + relativedelta(weekday=MO(-1)) + relativedelta(days=at)


def nearest(at: int, day: date, today: date) -> date:
    """The day of this weekday that is the nearest one, but not before today."""
    found = day + relativedelta(days=-3, weekday=_WEEKDAYS[at])
    return found if found >= today else coming(at, day)


def step(parts: Mapping[str, str]) -> relativedelta:
    """Such as "a fortnight" or "2 months", of the groups `count` and `unit`."""
    count, unit = number(parts.get("count", "a")), parts["unit"]
    if unit == "fortnight":
        return relativedelta(weeks=2 * count)
    return relativedelta(**{f"{unit}s": count})  # pyright: ignore[reportArgumentType]


def number(word: str) -> int:
    return int(word) if word.isdecimal() else 2 if "couple" in word else 1


def next_of_month(day: int, today: date, *, skip: bool) -> date | None:
    """The next day with this number; with `skip` next month's, None where it has none."""
    if not 1 <= day <= 31:
        return None
    start = today + relativedelta(months=1, day=1) if skip else today
    every = rrule(MONTHLY, bymonthday=day, dtstart=datetime.combine(start, time()), count=1)
    found = every[0].date()
    return None if skip and found.month != start.month else found


def _weekday(parts: Mapping[str, str], at: int, today: date) -> Sequence[date]:
    soon = coming(at, today)
    if "about" in parts:
        # On a Wednesday "in 2 weeks on Monday" is the Monday of that week, or the one after.
        then = today + step(parts)
        return _distinct(week_of(then, at), then + relativedelta(weekday=_WEEKDAYS[at]))
    if "unit" in parts:
        return [soon + step(parts)]
    if skip := parts.get("skip"):
        far = week_of(today, at) + relativedelta(weeks=2)
        return [far] if "week" in skip else _distinct(far, soon + relativedelta(weeks=1))
    if which := parts.get("which"):
        weeks = {"this": 0, "last": -1}.get(which, 1)
        return [week_of(today, at) + relativedelta(weeks=weeks)]
    if "day" in parts:
        return []
    near = parts.get("near")
    if near == "last":
        return [soon - relativedelta(weeks=1)]
    return [today if near == "this" and at == today.weekday() else soon]


def _nth(parts: Mapping[str, str], today: date) -> date:
    at, nth = DAYS.index(parts["weekday"]), parts["nth"]
    place = relativedelta(day=31, weekday=_WEEKDAYS[at](-1))
    if nth != "last":
        place = relativedelta(day=1, weekday=_WEEKDAYS[at](int(nth[0])))
    if month := parts.get("month"):
        number_of = parserinfo().month(month) or 0
        start = date(int(parts.get("year") or today.year), number_of, 1)
        again = relativedelta(years=0 if "year" in parts else 1)
    else:
        whose = parts.get("whose")
        start = today.replace(day=1) + relativedelta(months=int(whose not in (None, "this")))
        again = relativedelta(months=int(whose is None))
    found = start + place
    if found < today:
        start += again
        found = start + place
    if found.month != start.month:
        raise ValueError("a month without a fifth one")
    return found


def _distinct(first: date, second: date) -> Sequence[date]:
    return [first] if first == second else [first, second]
