"""The day named in a message: spans found here, read by dateutil or by dateparser."""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from threading import Lock
from typing import Protocol, cast

from core.appointments import DAYS
from providers.booking.day_spans import COUNT, SHORT_DAY, SPANS
from providers.booking.found import Found
from providers.booking.relative_days import nearest, next_of_month, relative_days, step

_REFUSED_AHEAD = re.compile(
    r"\b(?:not|anything but|any (?:other )?(?:day|time) but|any(?:day|time) but|except(?: for)?|"
    r"excluding|other than|apart from) (?:on |for )?(?:an? |this |the )?$"
)
_REFUSED_TOO = re.compile(r"(?: or| nor| or on| nor on)(?: the)? ")
_REFUSED_BEHIND = re.compile(
    r"^ (?:(?:does|do|is|will|would|can) not|(?:doesn't|isn't|won't|wouldn't|can't)|doesnt|isnt|"
    r"wont|is no good|not)\b"
)
_NAME_AHEAD = re.compile(rf"\b({SHORT_DAY})(?:day|nesday|rsday|urday)? (?:the )?$")
_SHIFTED = re.compile(
    rf"\b(?:(?:the )?(?P<unit1>day)|{COUNT} (?P<unit>day|week|fortnight)s?) "
    r"(?P<side>before|after|from) (?:the )?$"
)
_UNREAD = r"(?:weeks?|fortnights?|next|easter|christmas|month)"
_UNREAD_AHEAD = re.compile(
    rf"\b{_UNREAD}(?: (?:on|of|the|in|from|after|before|following|this|a))* $"
)
_UNREAD_BEHIND = re.compile(
    rf"^ (?:(?:of|in|the|a|on|this|after|before|following|that) )*{_UNREAD}\b|"
    r"^ (?:the one )?after$"
)
"""Words that move a weekday by weeks; none of the spans has read them."""
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
    Saturday, with the Sunday as the other reading; words that fit two days ("in two weeks on
    Monday", "Friday the 13th" on a Saturday) have the likelier and the other. Takes a few
    milliseconds, and a third of a second for the first time: not for the event loop.
    """
    wanted = _wanted(text)
    return _read(wanted[-1], text, now) if wanted else None


def refuses_date(text: str) -> bool:
    """Whether days are named and all of them refused: "no, not Friday"."""
    return bool(_spans(text)) and not _wanted(text)


def refuses_day(text: str, day: str, now: datetime) -> bool:
    """Whether one of the days refused is this one (YYYY-MM-DD), or has its weekday's name."""
    name = "" if day == UNKNOWN else DAYS[date.fromisoformat(day).weekday()]
    spans = _spans(text) if refuses_date(text) else []
    return any(name in match[0].split() or _read(match, text, now).value == day for match in spans)


def _spans(text: str) -> list[re.Match[str]]:
    found: list[re.Match[str]] = []
    for pattern in SPANS:
        for match in pattern.finditer(text):
            if not any(f.start() < match.end() and match.start() < f.end() for f in found):
                found.append(match)
    return sorted(found, key=lambda match: match.start())


def _wanted(text: str) -> list[re.Match[str]]:
    """The spans that are not refused; "not Friday or Saturday" refuses both."""
    wanted: list[re.Match[str]] = []
    refused_to = -1
    for match in _spans(text):
        too = refused_to >= 0 and _REFUSED_TOO.fullmatch(text[refused_to : match.start()])
        if too or _refused(text, match):
            refused_to = match.end()
        else:
            wanted.append(match)
    return wanted


def _refused(text: str, match: re.Match[str]) -> bool:
    ahead, behind = text[: match.start()], text[match.end() :]
    return bool(_REFUSED_AHEAD.search(ahead) or _REFUSED_BEHIND.match(behind))


def _read(match: re.Match[str], text: str, now: datetime) -> Found:
    parts = {name: value for name, value in match.groupdict().items() if value}
    start, end = match.span()
    try:
        day, other = _readings(parts, text[:start], text[end:], now)
        if shifted := _SHIFTED.search(text[:start]):
            start = shifted.start()
            day, other = _moved(shifted, day), None
    except (ValueError, OverflowError):
        day, other = None, None
    # "mon the 5th of may": the name of the day belongs to the span.
    if alias := _NAME_AHEAD.search(text[:start]):
        start = alias.start()
    return Found(
        day.isoformat() if day else UNKNOWN, start, end, other.isoformat() if other else None
    )


def _readings(
    parts: dict[str, str], ahead: str, behind: str, now: datetime
) -> tuple[date | None, date | None]:
    """The likeliest day and, in doubt, the other one."""
    today = now.date()
    if days := relative_days(parts, today):
        day, other = days[0], days[1] if len(days) > 1 else None
        is_bare = parts.keys() <= {"weekday", "near", "short"}
        if is_bare and (_UNREAD_AHEAD.search(ahead) or _UNREAD_BEHIND.match(behind)):
            other = day + timedelta(weeks=1)
        return day, other
    day = _absolute(parts, now)
    alias = _NAME_AHEAD.search(ahead)
    name = parts.get("weekday") or (alias[1] if alias else "")
    if not (day and name):
        return day, None
    at = next(at for at, weekday in enumerate(DAYS) if weekday.startswith(name[:3]))
    # "Friday the 13th" where that is a Saturday: one of the two is a slip.
    return day, None if day.weekday() == at else nearest(at, day, today)


def _moved(shifted: re.Match[str], day: date | None) -> date | None:
    """ "The day after" a day, "two weeks before" it."""
    parts = {name: value for name, value in shifted.groupdict().items() if value}
    by = step({**parts, "unit": parts.get("unit") or "day"})
    if not day:
        return None
    return day - by if parts["side"] == "before" else day + by


def _absolute(parts: dict[str, str], now: datetime) -> date | None:
    """A day of a month, read by dateparser."""
    if written := parts.get("iso") or parts.get("slashed"):
        return _parsed(written, now)
    if month := parts.get("month"):
        day = _parsed(f"{month} {parts['day']} {parts.get('year') or now.year}", now)
        if not day or "year" in parts or now.date() - day < _JUST_PAST:
            return day
        return _parsed(f"{month} {parts['day']} {now.year + 1}", now)
    return next_of_month(int(parts["day"]), now.date(), skip=parts.get("whose") == "next")


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
