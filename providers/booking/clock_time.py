"""The time of day in a message, as people say it when they book."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from providers.booking.duration import find_length
from providers.booking.found import Found

Span = Sequence[str]
"""An open span of a day: ("09:00", "17:00")."""

_HOUR = r"(?P<hour>[01]?\d|2[0-3])"
_FREE = r"(?<![\d:/.$-])"
_HOURS = r"(?:hrs|hours)\b(?! (?:before|after|later|earlier|from|in advance|ahead|notice))"
_HALF = r"(?P<half> ?[ap]m\b)?"
_PART = r"(?P<part>morning|afternoon|evening|night|tonight|dinner|lunch)"
_IN_PART = (
    r"(?: (?:in the|at|this|tomorrow|today in the) (?P<when>morning|afternoon|evening|night))?"
)
_PEOPLE = r" ?(?:people|persons?|of us|guests|adults|kids|seats|days?|weeks?|months?)\b"
_FOLLOWS = (
    r"(?:on|in|at|for|if|is|or|and|but|with|then|to|by|the|this|next|please|thanks?|instead|works?|"
    r"would|will|tomorrow|today|tonight|sharp|ish|when|i|we|my|it|a|an|so|ok|okay|sounds?|not|free|available|"
    r"because|since|as|though|that|there|you|they|he|she|can|could|should|do|does|did|am|are|was|"
    r"have|has|had|just|only|sorry|possible|open|under|names?|phone|number|call|"
    r"\w+day|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|\d{4}-)"
)
"""What goes on after a bare hour; other words belong to a name, as in "at 8 Dragons"."""

_WAIT = (
    r"(?P<wait>half an|a quarter of an|an|a|\d{1,3}(?: and a half)?) (?P<unit>hour|minute|min)s?\b"
    r"(?P<more> and a half)?"
)
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\bin (?:about )?{_WAIT}",
        rf"\b{_WAIT} from now\b",
        rf"(?<!from )\b(?P<relative>half|quarter|[1-5]?\d(?= minutes?)|5|10|20|25) "
        rf"(?:minutes? )?(?P<side>past|after|to|before|til)"
        rf" {_HOUR}\b(?!{_PEOPLE}|:){_HALF}{_IN_PART}",
        rf"\b(?P<relative>half) {_HOUR}\b(?![:.-]|{_PEOPLE}){_HALF}{_IN_PART}",
        rf"{_FREE}\b{_HOUR}[:.](?P<minute>[0-5]\d)(?![\d/:-]|\.\d){_HALF}{_IN_PART}",
        rf"{_FREE}\b{_HOUR} (?P<minute>[0-5]\d)\b(?![:/.-]|{_PEOPLE}){_HALF}{_IN_PART}",
        rf"{_FREE}\b{_HOUR} ?(?P<half>[ap]m)\b",
        rf"{_FREE}\b{_HOUR}(?P<minute>[0-5]\d) ?(?P<half>[ap]m)\b",
        rf"{_FREE}\b{_HOUR} ?ish\b",
        rf"{_FREE}\b{_HOUR} tomorrow (?P<part>morning|afternoon|evening|night)\b",
        rf"{_FREE}\b{_HOUR} oclock{_HALF}{_IN_PART}",
        rf"\bat {_HOUR} ?{_HOURS}",
        rf"{_FREE}\b(?P<hour>[01]\d|2[0-3]) ?{_HOURS}",
        rf"{_FREE}\b{_HOUR} (?:in the|at|this) (?P<part>morning|afternoon|evening|night)\b",
        rf"{_FREE}\b{_HOUR} (?P<part>tonight)\b",
        rf"\b{_PART} (?:at |around |of )?{_HOUR}\b(?![:/.\-\d]|{_PEOPLE}| ?(?:st|nd|rd|th)\b)",
        rf"\b(?:at|around|about|by|after|from|say|make it|before|do|prefer|said|meant) {_HOUR}\b"
        rf"(?= {_FOLLOWS}\b| \d{{1,3}}{_PEOPLE}|$)",
        r"\b(?P<name>noon|midday|midnight|after lunch)\b",
    )
)
_BARE = re.compile(
    rf"^(?:(?!for |table |party |under |over )[a-z]+ ){{0,2}}{_HOUR}"
    r"(?: (?:please|then|works|on|it is|it'll be|(?:is|would be|sounds) "
    r"(?:fine|good|ok|okay|great|perfect)))*$"
)
_COUNT_AHEAD = re.compile(r"\b(?:in|for|of|number|table|party) $")
_AHEAD_OF_ONE = re.compile(
    r"\b(?:at|around|about|by|after|say|said|maybe|perhaps|yes|yeah|no|ok|okay|sure|well|um|uh|just|"
    r"then|like|make it|is|it's|or|not) $"
)
"""Before "one" other words make it a choice: "that one", "the last one"."""
_TABLE = re.compile(r"\b(?:tables?|restaurant)\b")
_DAYBREAK = "06:00"
_NAMES = {"midnight": "00:00", "after lunch": "14:00"}
_LATE = re.compile(r"\b(?:evening|tonight|night|dinner|supper)\b")
"""Without these no hour from eight on is meant: ten is no hour of an afternoon."""
_PARTS = {
    "am": re.compile(r"\b(?:morning|breakfast|a m)\b"),
    "pm": re.compile(r"\b(?:afternoon|lunch|evening|tonight|night|dinner|supper)\b"),
}


def find_time(
    text: str,
    context: str,
    *,
    bare: bool,
    now: datetime | None = None,
    spans: Sequence[Span] = (),
) -> Found | None:
    """The last time named, as HH:MM, in text in digits.

    An hour without a.m. or p.m. is read by the part of the day that the message (`context`)
    names, else by the open `spans` of the day: both readings inside them give `other`. With
    neither, the hours 1 to 7 are the afternoon's, at a table those to 9. `bare` lets a short
    answer such as "maybe 3" count as a time; `now` is what "in half an hour" counts from.
    """
    found: list[tuple[int, int, re.Match[str] | None]] = []
    if length := find_length(text):
        found.append((length.start, length.end, None))
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end, _ in found):
                found.append((match.start(), match.end(), match))
    if not found and bare and (match := _BARE.match(text)):
        ahead = text[: match.start("hour")]
        is_choice = match["hour"] == "1" and ahead and not _AHEAD_OF_ONE.search(ahead)
        if not (is_choice or _COUNT_AHEAD.search(ahead)):
            found.append((match.start("hour"), match.end("hour"), match))
    for start, end, match in sorted(found, key=lambda f: -f[0]):
        if not match or re.search(r"\bnot (?:at |by |for )?$", text[:start]):
            continue
        if values := _values(match, context, now, spans):
            return Found(values[0], start, end, values[1] if len(values) > 1 else None)
    return None


def _values(
    match: re.Match[str], context: str, now: datetime | None, spans: Sequence[Span]
) -> list[str]:
    """The readings of a span: none, the one, or two that are as likely."""
    parts = {name: value.strip() for name, value in match.groupdict().items() if value}
    if name := parts.get("name"):
        return [_NAMES.get(name, "12:00")]
    if wait := parts.get("wait"):
        return [_later(now, f"{wait} {parts.get('more', '')}", parts["unit"])] if now else []
    written, minute = parts["hour"], int(parts.get("minute", 0))
    hours, sure = _on_24(int(written), parts, context)
    if len(written) == 2 and written[0] == "0" and "minute" in parts and "half" not in parts:
        hours, sure = [int(written)], True
    readings = [_clock(hour, minute, parts) for hour in hours]
    if sure:
        return readings[:1]
    inside = [reading for reading in readings if _open(reading, spans)]
    return sorted(inside) or readings[:1]


def _later(now: datetime, wait: str, unit: str) -> str:
    words = wait.split(" and ")[0].strip()
    count = {"half an": 0.5, "a quarter of an": 0.25, "an": 1.0, "a": 1.0}.get(words)
    count = float(words) if count is None else count
    count += 0.5 if "and a half" in wait else 0.0
    minutes = count * (60 if unit == "hour" else 1)
    # To the next five minutes: nobody books 10:03.
    at = now + timedelta(minutes=minutes)
    return f"{at + timedelta(minutes=-at.minute % 5):%H:%M}"


def _on_24(hour: int, parts: dict[str, str], context: str) -> tuple[list[int], bool]:
    """The readings of an hour, the likeliest first, and whether the first is sure."""
    if hour > 12 or hour == 0:
        return [hour], True
    morning, later = hour % 12, hour % 12 + 12
    half = parts.get("half") or _half(parts.get("when") or parts.get("part") or "", hour)
    half = half or _half(context, hour)
    if half:
        return [morning if half == "am" else later], True
    # Nobody means breakfast who wants a table at eight.
    is_later = hour <= (9 if _TABLE.search(context) else 7) or hour == 12
    return ([later, morning] if is_later else [morning, later]), False


def _half(words: str, hour: int) -> str | None:
    """Which half of the day some words speak of, where they speak of one alone."""
    named = [half for half, pattern in _PARTS.items() if pattern.search(words)]
    if len(named) != 1 or (named == ["pm"] and 8 <= hour < 12 and not _LATE.search(words)):
        return None
    if hour == 12 and re.search(r"\b(?:night|tonight)\b", words):
        return "am"
    return named[0]


def _clock(hour: int, minute: int, parts: dict[str, str]) -> str:
    if relative := parts.get("relative"):
        minutes = {"half": 30, "quarter": 15}.get(relative) or int(relative)
        # "Half four" is the British half past four.
        before = parts.get("side", "past") not in ("past", "after")
        # "Quarter to twelve in the morning" is before noon.
        hour = 12 if before and hour == 0 and "half" not in parts else hour
        total = hour * 60 + (-minutes if before else minutes)
        hour, minute = divmod(total % (24 * 60), 60)
    return f"{hour:02}:{minute:02}"


def _open(clock: str, spans: Sequence[Span]) -> bool:
    """Whether somebody would come then: where it is open all night, nobody means the night."""
    is_night = clock < _DAYBREAK
    return any(
        len(span) == 2
        and span[0] <= clock < span[1]
        and not (is_night and span[0] == "00:00" and span[1] > _DAYBREAK)
        for span in spans
    )
