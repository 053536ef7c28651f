"""The day named in a message: spans found here, read by arithmetic or by dateparser."""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from threading import Lock
from typing import Protocol, cast

from core.appointments import DAYS
from providers.booking.found import Found

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY = r"(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
_SHORT_DAY = r"(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)"
_DAY = r"(?P<day>[0-3]?\d)"
_TH = r"(?:st|nd|rd|th)"
_YEAR = r"(?:,? (?P<year>20\d\d)\b)?"
_NO_STREET = (
    r"(?! (?:street|st|avenue|ave|floor|road|times?|ones?|of us|birthday|name|thoughts?|"
    r"available|options?|slot|half|place|person|visit|appointment|offer|row|"
    r"1(?! ?[ap]m| oclock|:))\b)"
)
"""An ordinal before these words counts something else than days."""

_SPANS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?P<iso>\d{4}[-/]\d{1,2}[-/]\d{1,2})\b",
        r"(?<![\d/])(?P<slashed>\d{1,2}/\d{1,2}(?:/(?:20)?\d\d)?)(?![\d/])",
        rf"\b{_MONTH} (?:the )?{_DAY}(?:{_TH})?\b(?![:.]\d| ?[ap]m){_YEAR}",
        rf"(?<![:.])\b{_DAY}{_TH}? (?:of )?{_MONTH}\b{_YEAR}",
        rf"\b{_DAY}{_TH} of (?P<whose>this|next|the) month\b",
        rf"\b(?P<count>a|\d{{1,2}}) weeks? (?:from|after) (?:next )?{_WEEKDAY}\b",
        rf"\b{_WEEKDAY} (?P<far>week)\b(?! (?:day|end))",
        rf"\b{_WEEKDAY} (?:of )?(?:the )?(?P<which>next|this|following) week\b",
        rf"\b(?P<which>next|this|following) week (?:on )?{_WEEKDAY}\b",
        r"\b(?P<after>(?:the )?day after tomorrow)\b",
        r"\b(?:in )?(?:a|(?P<weeks>\d{1,2})) weeks? and (?P<days>\d{1,2}|a) days?\b",
        r"\b(?:in|within) (?:about )?(?P<ahead>an?|\d{1,3}) (?P<unit>day|week|month)s?\b",
        r"\b(?P<ahead>an?|\d{1,3}) (?P<unit>day|week|month)s? "
        r"(?:from (?:now|today|(?P<more>tomorrow))|later|hence)\b",
        rf"\b(?:(?P<near>next|this|coming|last) )?{_WEEKDAY}\b"
        rf"(?:,? (?:the )?{_DAY}{_TH}{_NO_STREET})?",
        r"\b(?P<weekend>(?:this|next|the|at the) (?:coming )?weekend)\b",
        r"\b(?P<word>tomorrow|tmrw|tmr|today|yesterday|tonight|"
        r"this (?:morning|afternoon|evening))\b",
        rf"(?<!\btake )(?<!\bchoose )(?<!\bpick )(?<!\bgo with )(?<!\bgo for )"
        rf"\b(?:(?:on |for )?the |on |for |by )(?P<day>[0-3]?\d){_TH}\b{_NO_STREET}",
        rf"(?<![:.])\b(?P<day>[4-9]|[12]\d|3[01])(?<!\d\d\d){_TH}\b{_NO_STREET}",
        rf"\b(?:on|next|this) (?P<short>{_SHORT_DAY})\b",
    )
)
_REFUSED_AHEAD = re.compile(r"\bnot (?:on |for )?(?:this |the )?$")
_REFUSED_BEHIND = re.compile(
    r"^ (?:(?:does|do|is|will|would|can) not|(?:doesn't|isn't|won't|wouldn't|can't)|doesnt|isnt|"
    r"wont|is no good|not)\b"
)
_JUST_PAST = timedelta(days=60)
"""A day without a year that was so lately is the past one, to be asked back, not next year's."""

UNKNOWN = "unknown"
"""The value of a span that names no day there is, such as the 30th of February."""


class _Answer(Protocol):
    date_obj: datetime | None


class _Parser(Protocol):
    def get_date_data(self, date_string: str) -> _Answer: ...


def find_date(text: str, now: datetime) -> Found | None:
    """The last day named and not refused ("not Friday"), as YYYY-MM-DD or `UNKNOWN`.

    `text` is in digits. A day without a year is the next one from `now`. A weekend is its
    Saturday, with the Sunday as the other reading. Takes a few milliseconds, and a third of a
    second for the first time: not for the event loop.
    """
    meant = [match for match in _spans(text) if not _refused(text, match)]
    if not meant:
        return None
    last = max(meant, key=lambda match: match.start())
    return _read(last, text, now)


def refuses_date(text: str) -> bool:
    """Whether days are named and all of them refused: "no, not Friday"."""
    spans = _spans(text)
    return bool(spans) and all(_refused(text, match) for match in spans)


def _spans(text: str) -> list[re.Match[str]]:
    found: list[re.Match[str]] = []
    for pattern in _SPANS:
        for match in pattern.finditer(text):
            if not any(f.start() < match.end() and match.start() < f.end() for f in found):
                found.append(match)
    return found


def _refused(text: str, match: re.Match[str]) -> bool:
    ahead, behind = text[: match.start()], text[match.end() :]
    return bool(_REFUSED_AHEAD.search(ahead) or _REFUSED_BEHIND.match(behind))


def _read(match: re.Match[str], text: str, now: datetime) -> Found:
    parts = {name: value for name, value in match.groupdict().items() if value}
    try:
        day = _relative(parts, now.date()) or _absolute(parts, now)
    except (ValueError, OverflowError):
        day = None
    other = (day + timedelta(days=1)).isoformat() if day and "weekend" in parts else None
    # "mon the 5th of may": the name of the day belongs to the span.
    start = match.start()
    if alias := re.search(rf"\b{_SHORT_DAY}(?:day|nesday|rsday|urday)? (?:the )?$", text[:start]):
        start = alias.start()
    return Found(day.isoformat() if day else UNKNOWN, start, match.end(), other)


def _relative(parts: dict[str, str], today: date) -> date | None:
    """Days counted from today; None for a span that names a day of a month."""
    monday = today - timedelta(days=today.weekday())
    if weekday := parts.get("weekday"):
        at = DAYS.index(weekday)
        coming = today + timedelta(days=(at - today.weekday() - 1) % 7 + 1)
        if "count" in parts or "far" in parts or not parts.keys() - {"weekday"}:
            weeks = _count(parts.get("count", "1")) if parts.keys() - {"weekday"} else 0
            return coming + timedelta(weeks=weeks)
        if which := parts.get("which"):
            return monday + timedelta(days=at + (0 if which == "this" else 7))
        if "day" in parts:
            return None
        if parts["near"] == "last":
            return coming - timedelta(weeks=1)
        same = parts["near"] == "this" and at == today.weekday()
        return today if same else coming
    if short := parts.get("short"):
        at = next(at for at, name in enumerate(DAYS) if name.startswith(short[:3]))
        return today + timedelta(days=(at - today.weekday() - 1) % 7 + 1)
    if "weekend" in parts:
        saturday = monday + timedelta(days=5 + 7 * ("next" in parts["weekend"]))
        return max(saturday, today)
    if "after" in parts:
        return today + timedelta(days=2)
    if word := parts.get("word"):
        return today + timedelta(days=_WORDS.get(word, 0))
    if days := parts.get("days"):
        return today + timedelta(weeks=int(parts.get("weeks", "1")), days=_count(days))
    if ahead := parts.get("ahead"):
        return _ahead(today, _count(ahead), parts["unit"]) + timedelta(days="more" in parts)
    return None


_WORDS = {"tomorrow": 1, "tmrw": 1, "tmr": 1, "yesterday": -1}
"""Days from today; the other words (tonight, this evening) are today."""


def _count(word: str) -> int:
    return int(word) if word.isdecimal() else 1


def _ahead(today: date, count: int, unit: str) -> date:
    if unit != "month":
        return today + timedelta(**{f"{unit}s": count})
    months = today.year * 12 + today.month - 1 + count
    return date(months // 12, months % 12 + 1, min(today.day, 28))


def _absolute(parts: dict[str, str], now: datetime) -> date | None:
    """A day of a month, read by dateparser."""
    if written := parts.get("iso") or parts.get("slashed"):
        return _parsed(written, now)
    if month := parts.get("month"):
        day = _parsed(f"{month} {parts['day']} {parts.get('year') or now.year}", now)
        if not day or "year" in parts or now.date() - day < _JUST_PAST:
            return day
        return _parsed(f"{month} {parts['day']} {now.year + 1}", now)
    return _of_month(int(parts["day"]), now.date(), skip=parts.get("whose") == "next")


def _of_month(day: int, today: date, *, skip: bool) -> date | None:
    """The next month's day that has this number; "of next month" skips the present one."""
    month = today.year * 12 + today.month - 1 + (skip or (not skip and day < today.day))
    for at in range(month, month + 3):
        try:
            return date(at // 12, at % 12 + 1, day)
        except ValueError:
            if skip:
                return None
    return None


def _parsed(span: str, now: datetime) -> date | None:
    with _ONE_AT_A_TIME:
        answer = _parser(now.date()).get_date_data(span)
    return answer.date_obj.date() if answer.date_obj else None


_ONE_AT_A_TIME = Lock()


@lru_cache(maxsize=1)
def _parser(today: date) -> _Parser:
    """One parser a day: dateparser keeps every settings object it has ever seen."""
    from dateparser.date import DateDataParser

    base = datetime.combine(today, time())
    settings = {"PREFER_DATES_FROM": "future", "RELATIVE_BASE": base}
    return cast("_Parser", DateDataParser(languages=["en"], settings=settings))
