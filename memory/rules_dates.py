"""Days of the calendar as people list them: "December 24th to 26th", "24/12 and January 1st"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from core.appointments import DAYS
from memory.rules_ranges import LEAP, days_between
from memory.rules_words import DAY, day_set

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_FEASTS = {
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "christmas": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
    "new year's": (1, 1),
    "new year": (1, 1),
}
_ANY_FEAST = "|".join(_FEASTS).replace(" ", r"\s")
SEASON = r"(?:christmas|easter|summer|winter|spring|autumn|annual|company|yearly)"

TOKEN = re.compile(
    rf"""
    (?P<time>\b\d{{1,2}}(?:[:.]\d{{2}})?\s?[ap]m\b|\b\d{{1,2}}:\d{{2}}(?!\d))
    | (?P<iso>\b\d{{4}}-\d{{2}}-\d{{2}}\b)
    | (?P<dotted>\b\d{{1,2}}\.\d{{1,2}}\.(?:\d{{4}}\b)?)
    | (?P<slashed>\b\d{{1,2}}/\d{{1,2}}(?:/\d{{4}})?\b)
    | (?P<season>\b{SEASON}\s(?:holidays?|breaks?|vacations?|period|leave)\b)
    | (?P<moving>\beaster(?:\s(?:sunday|monday))?\b|\bgood\sfriday\b|\bthanksgiving(?:\sday)?\b
        |\b(?:all\s|the\s)?(?:public|bank|national|federal|legal)\sholidays?\b)
    | (?P<feast>\b(?:{_ANY_FEAST})\b)
    | (?P<year>\b20\d\d\b)
    | (?P<month>\b{MONTH}\b)
    | (?P<number>\b\d{{1,2}}(?:st|nd|rd|th)?\b)
    | (?P<weekday>\b{DAY}\b)
    | (?P<from>\b(?:from|between)\b)
    | (?P<to>-|\b(?:to|until|till|through|thru)\b)
    | (?P<sep>,|&|\b(?:and|or)\b)
    | (?P<word>[^\W\d_]+(?:'[^\W\d_]+)?)
    | (?P<mark>\S)
    """,
    re.VERBOSE,
)
"""Every token of a sentence that `plain` has made, as one about dates has them."""


class UnreadableError(Exception):
    """Days that cannot be known for sure."""


@dataclass(slots=True)
class _Entry:
    """A day, of every year where none is said; a day of the week; or one nobody can tell."""

    day: tuple[int, int] | None = None
    year: int | None = None
    weekday: str | None = None
    ends_range: bool = False


def listed_days(tokens: Sequence[tuple[str, str]], day_first: bool | None) -> list[str]:
    """The days of a list as `closed_days` has them, in the order that they are said.

    `day_first` is how the text writes 24/12, None where nothing in it tells. Holidays that
    move are left out. Raises UnreadableError where a number may be something else than a day.
    """
    days: list[str] = []
    entries = _entries(tokens, day_first)
    for place, entry in enumerate(entries):
        if entry.ends_range:
            continue
        following = entries[place + 1] if place + 1 < len(entries) else None
        if following and following.ends_range:
            days += _range(entry, following)
        elif entry.weekday:
            days.append(entry.weekday)
        elif entry.day:
            days.append(_written(entry.day, entry.year))
    return list(dict.fromkeys(days))


def writes_day_first(text: str) -> bool | None:
    """Whether a text writes the 24th of December 24/12 or 12/24; None if it cannot be told."""
    pairs = [(int(a), int(b)) for a, b in re.findall(r"\b(\d{1,2})/(\d{1,2})\b", text)]
    found = {a > b for a, b in pairs if max(a, b) > 12 >= min(a, b)}
    return found.pop() if len(found) == 1 else None


def _entries(tokens: Sequence[tuple[str, str]], day_first: bool | None) -> list[_Entry]:
    entries: list[_Entry] = []
    month: int | None = None  # of "December 24 and 25", for the numbers that follow
    waiting: list[_Entry] = []  # the numbers of "24 and 25 December", for their month
    joined, ranging, between, styles = True, False, False, set[str]()
    for place, (kind, value) in enumerate(tokens):
        entry: _Entry | None = None
        if kind == "from":
            month, between = None, value == "between"
            if waiting or not joined:
                raise UnreadableError
        elif kind == "to" or (kind == "sep" and value == "and" and between):
            if joined:
                raise UnreadableError
            joined, ranging, between = True, True, False
        elif kind == "sep":
            joined = True
        elif kind == "month":
            if waiting:
                _dated(waiting, _month(value))
                waiting, month = [], None
                styles.add("day first")
            elif _kind(tokens, place + 1) == "number" and joined:
                month = _month(value)
                styles.add("month first")
            else:
                raise UnreadableError  # a whole month is told in too many ways
        elif kind == "number":
            if not joined and _kind(tokens, place - 1) != "month":
                raise UnreadableError
            entry = _Entry()
            if month and _kind(tokens, place + 1) != "month":
                _dated([entry], month, value)
            else:
                entry.day, month = (0, int(re.sub(r"\D", "", value))), None
                waiting.append(entry)
        elif kind == "year":
            for each in reversed(entries):
                if each.year or not each.day:
                    break
                each.year = int(value)
            if not entries:
                raise UnreadableError
        elif kind == "weekday":
            if not _names_date(tokens, place):
                entry = _Entry(weekday=_weekday(value))
        elif kind == "moving":
            entry = _Entry()
        elif kind in ("iso", "dotted", "slashed", "feast"):
            entry = _whole(kind, value, day_first)
        if entry:
            if not joined and kind != "number":
                raise UnreadableError
            entry.ends_range, ranging, joined = ranging, False, False
            entries.append(entry)
    if waiting or ranging or len(styles) > 1:
        raise UnreadableError
    return entries


def _kind(tokens: Sequence[tuple[str, str]], place: int) -> str:
    return tokens[place][0] if 0 <= place < len(tokens) else ""


def _names_date(tokens: Sequence[tuple[str, str]], place: int) -> bool:
    """Whether a day of the week only says which day a date is: "Friday, December 25th"."""
    follows = place + 1 + (_kind(tokens, place + 1) == "sep" and tokens[place + 1][1] == ",")
    dates = ("month", "number", "iso", "dotted", "slashed")
    return not tokens[place][1].endswith("s") and _kind(tokens, follows) in dates


def _weekday(value: str) -> str:
    [day] = day_set(value)
    return DAYS[day]


def _month(name: str) -> int:
    return _MONTHS.index(name[:3]) + 1


def _dated(entries: Sequence[_Entry], month: int, number: str = "") -> None:
    for entry in entries:
        day = int(re.sub(r"\D", "", number)) if number else (entry.day or (0, 0))[1]
        entry.day = _checked(month, day)


def _checked(month: int, day: int) -> tuple[int, int]:
    try:
        date(LEAP, month, day)
    except ValueError:
        raise UnreadableError from None
    return month, day


def _whole(kind: str, value: str, day_first: bool | None) -> _Entry:
    """A date that is one token."""
    if kind == "feast":
        return _Entry(_FEASTS[value])
    numbers = [int(number) for number in re.findall(r"\d+", value)]
    if kind == "iso":
        return _Entry(_checked(numbers[1], numbers[2]), numbers[0])
    a, b = numbers[:2]
    year = numbers[2] if len(numbers) == 3 else None
    if kind == "slashed" and a != b:
        if day_first is None and max(a, b) <= 12:
            return _Entry()
        if (max(a, b) > 12 and b > a) or (max(a, b) <= 12 and not day_first):
            a, b = b, a
    return _Entry(_checked(b, a), year)


def _range(first: _Entry, last: _Entry) -> Iterator[str]:
    """Both days and all between them; none where one of the two is unknown."""
    if first.weekday or last.weekday:
        raise UnreadableError
    if not (first.day and last.day):
        return
    year = first.year
    if last.year and not year:
        year = last.year - (first.day > last.day)
    try:
        yield from days_between(_written(first.day, year), _written(last.day, last.year))
    except ValueError:
        raise UnreadableError from None


def _real(year: int, day: tuple[int, int]) -> date:
    try:
        return date(year, *day)
    except ValueError:
        raise UnreadableError from None


def _written(day: tuple[int, int], year: int | None) -> str:
    return _real(year, day).isoformat() if year else f"{day[0]:02}-{day[1]:02}"
