"""The time of day in a message, as people say it when they book."""

import re
from dataclasses import dataclass

_HOUR = r"(?P<hour>[01]?\d|2[0-3])"
_HALF = r"(?P<half> ?[ap]m\b)?"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?P<relative>half|quarter|[1-5]?\d) (?:minutes? )?(?P<side>past|after|to|before) "
        rf"{_HOUR}\b(?! ?(?:people|persons|of us)){_HALF}",
        rf"(?<![\d:/.-]){_HOUR}[:.](?P<minute>[0-5]\d)(?![\d/.:-]){_HALF}",
        rf"(?<![\d:/.-]){_HOUR} (?P<minute>[0-5]\d)\b(?![:/.-]| ?(?:people|persons)){_HALF}",
        rf"(?<![\d:/.-]){_HOUR} ?(?P<half>[ap]m)\b",
        rf"(?<![\d:/.-]){_HOUR} oclock{_HALF}",
        rf"\b(?:at|around|about|by|after|from|say|make it) {_HOUR}\b"
        r"(?![:/.\-\d]| ?(?:st|nd|rd|th)\b)",
        r"\b(?P<name>noon|midday|midnight)\b",
        rf"(?<![\d:/.-]){_HOUR}(?= (?:in the (?:morning|afternoon|evening)|tonight|at night)\b)",
    )
)
_BARE = re.compile(rf"^(?:\w+ ){{0,2}}{_HOUR}(?: (?:please|then|works|is (?:fine|good|ok)))*$")
_COUNT_AHEAD = re.compile(r"\b(?:in|for|of|number|table|party) $")
_MORNING = re.compile(r"\bmorning\b")
_AFTERNOON = re.compile(r"\b(?:afternoon|lunch)\b")
_EVENING = re.compile(r"\b(?:evening|tonight|night|dinner|supper)\b")


@dataclass(frozen=True, slots=True)
class Found:
    """A value and the span of the text that it was read from."""

    value: str
    start: int
    end: int


def find_time(text: str, context: str, *, bare: bool) -> Found | None:
    """The last time named, as HH:MM, in text in digits.

    Without a.m. or p.m. the hours 1 to 7 are taken for the afternoon, unless the whole
    message (`context`) speaks of the morning or the evening. `bare` lets a short answer such
    as "maybe 3" count as a time.
    """
    found: list[Found] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if not any(f.start < match.end() and match.start() < f.end for f in found):
                found.append(Found(_value(match, context), match.start(), match.end()))
    if not found and bare and (match := _BARE.match(text)):
        ahead = text[: match.start("hour")]
        if not _COUNT_AHEAD.search(ahead):
            found.append(Found(_value(match, context), match.start("hour"), match.end("hour")))
    return max(found, key=lambda f: f.start, default=None)


def _value(match: re.Match[str], context: str) -> str:
    parts = match.groupdict()
    if name := parts.get("name"):
        return "00:00" if name == "midnight" else "12:00"
    hour, minute = int(parts["hour"]), int(parts.get("minute") or 0)
    hour = _on_24(hour, (parts.get("half") or "").strip(), context)
    if relative := parts.get("relative"):
        minutes = {"half": 30, "quarter": 15}.get(relative) or int(relative)
        total = hour * 60 + (minutes if parts["side"] in ("past", "after") else -minutes)
        hour, minute = divmod(total % (24 * 60), 60)
    return f"{hour:02}:{minute:02}"


def _on_24(hour: int, half: str, context: str) -> int:
    if hour > 12 or hour == 0:
        return hour
    if half == "am" or (not half and _MORNING.search(context)):
        return hour % 12
    if half == "pm" or _AFTERNOON.search(context):
        return hour % 12 + 12
    if _EVENING.search(context):
        return hour % 12 + 12 if hour != 12 else 0
    return hour + 12 if hour <= 7 else hour
