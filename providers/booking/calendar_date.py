"""The day named in a message. The span is found here; dateparser says which day it is."""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from threading import Lock
from typing import Protocol, cast

from providers.booking.clock_time import Found

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_YEAR = r"(?:,? (?P<year>20\d\d))?"
_SPANS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b\d{4}-\d{1,2}-\d{1,2}\b",
        r"(?<![\d/])\d{1,2}/\d{1,2}(?:/(?:20)?\d\d)?(?![\d/])",
        rf"\b(?P<month>{_MONTH}) (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b"
        rf"(?![:.]\d| ?[ap]m){_YEAR}",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month>{_MONTH})\b{_YEAR}",
        rf"\b(?P<weekday>{_WEEKDAY}) (?:of )?next week\b",
        rf"\bnext week (?:on )?(?P<weekday>{_WEEKDAY})\b",
        r"\b(?:the )?day after tomorrow\b",
        r"\b(?:in|a week from) (?:a|\d{1,2}) (?:day|week)s?\b",
        rf"\b(?:next |this |last )?{_WEEKDAY}\b(?: the \d{{1,2}}(?:st|nd|rd|th))?",
        r"\b(?:tomorrow|today|yesterday)\b",
        r"\b(?:tonight|this (?:morning|afternoon|evening))\b",
        r"\b(?:on )?the \d{1,2}(?:st|nd|rd|th)\b",
    )
)
_REFUSED_AHEAD = re.compile(r"\bnot (?:on )?(?:this |the )?$")
_REFUSED_BEHIND = re.compile(
    r"^ (?:(?:does|is|will|would) not|(?:doesn't|isn't|won't|wouldn't)|doesnt|isnt|wont)\b"
)
UNKNOWN = "unknown"
"""The value of a span that names no day there is, such as the 30th of February."""


class _Answer(Protocol):
    date_obj: datetime | None


class _Parser(Protocol):
    def get_date_data(self, date_string: str) -> _Answer: ...


def find_date(text: str, now: datetime) -> Found | None:
    """The last day named and not refused ("not Friday"), as YYYY-MM-DD or `UNKNOWN`.

    `text` is in digits. A day without a year is the next one from `now`. Takes a few
    milliseconds, and a third of a second for the first time: not for the event loop.
    """
    found: list[re.Match[str]] = []
    for pattern in _SPANS:
        for match in pattern.finditer(text):
            if not any(f.start() < match.end() and match.start() < f.end() for f in found):
                found.append(match)
    meant = [match for match in found if not _refused(text, match)]
    if not meant:
        return None
    last = max(meant, key=lambda match: match.start())
    return Found(_value(last, now), last.start(), last.end())


def _refused(text: str, match: re.Match[str]) -> bool:
    ahead, behind = text[: match.start()], text[match.end() :]
    return bool(_REFUSED_AHEAD.search(ahead) or _REFUSED_BEHIND.match(behind))


def _value(match: re.Match[str], now: datetime) -> str:
    parts = match.groupdict()
    today = now.date()
    if weekday := parts.get("weekday"):
        monday = today + timedelta(days=7 - today.weekday())
        return (monday + timedelta(days=_WEEKDAYS.index(weekday))).isoformat()
    span = match[0].removeprefix("on ")
    if re.match(r"tonight|this (?:morning|afternoon|evening)", span):
        return today.isoformat()
    if month := parts.get("month"):
        span = f"{month} {parts['day']} {parts.get('year') or ''}".strip()
    day = _parsed(span.removeprefix("this ").replace("in a ", "in 1 "), now)
    return day.isoformat() if day else UNKNOWN


_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _parsed(span: str, now: datetime) -> date | None:
    try:
        with _ONE_AT_A_TIME:
            answer = _parser(now.date()).get_date_data(span)
    except (ValueError, OverflowError):
        return None
    return answer.date_obj.date() if answer.date_obj else None


_ONE_AT_A_TIME = Lock()


@lru_cache(maxsize=1)
def _parser(today: date) -> _Parser:
    """One parser a day: dateparser keeps every settings object it has ever seen."""
    from dateparser.date import DateDataParser

    base = datetime.combine(today, time())
    settings = {"PREFER_DATES_FROM": "future", "RELATIVE_BASE": base}
    return cast("_Parser", DateDataParser(languages=["en"], settings=settings))
