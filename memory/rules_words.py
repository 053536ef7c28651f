"""The words in which opening hours are written, and what they mean."""

import re
import unicodedata

DAY = r"(?:mon|tues?|wed(?:nes)?|weds|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?"
_HOURS = "one two three four five six seven eight nine ten eleven twelve"
_NUMBERS = {word: number for number, word in enumerate(_HOURS.split(), 1)}
_TIME = r"(?:\d{1,2}(?:[:.h]\d{2})?\s?h?(?:\s?[ap]m)?)"
_TO = r"[ \t]{0,2}(?:-|to|until|till|through|thru)[ \t]{0,2}"
_ALL = r"daily|every\s?day|each\sday|all\sweek|(?:7|seven)\sdays\s(?:a|per)\sweek|24\s?/\s?7"

MASTER = re.compile(
    rf"""
    (?P<days>\b(?:{_ALL}|weekdays?|working\ days|weekends?|{DAY}{_TO}{DAY}|{DAY})\b)
    | (?P<span>\b24\ hours\b|\baround\ the\ clock\b
        |\bbetween\s+{_TIME}\s+and\s+{_TIME}(?![\w:]) |(?<![\w:.]){_TIME}{_TO}{_TIME}(?![\w:]))
    | (?P<until>\b(?:until|till|clos(?:e|es|ing)(?:\ early)?\ at)\s+{_TIME}(?![\w:]))
    | (?P<closed>\b(?:closed|not\ open)\b)
    | (?P<except>\b(?:except|excluding|apart\ from|but\ not)\b)
    | (?P<number>\d+)
    | (?P<word>[^\W\d_]+(?:'[^\W\d_]+)?)
    | (?P<mark>[^\s])
    """,
    re.VERBOSE,
)
"""Every token of a sentence that `plain` has made."""

CUES = frozenset({"open", "opens", "opened", "opening", "hours"})
"""A sentence without one of these says nothing of opening hours."""

_FILLER = """
a also am and are at bank bar bistro business cafe clinic consultation dealership each
every for from garage gym hall holiday holidays hotel in is it its kiosk library museum
national now office offices on or our ours place practice public reception restaurant salon
shop showroom store studio surgery the theatre these they times to us venue we we're
welcome week when workshop you your
"""
FILLER = CUES | frozenset(_FILLER.split())
"""Words that change nothing in a sentence about opening hours."""

_DASHES = re.compile(r"[ \t]{0,2}[\u2010-\u2015\u2212~][ \t]{0,2}")
_MERIDIEM = re.compile(r"\b([AaPp])\.?\s?[Mm]\b\.?")
_ENDING = re.compile(rf"\b([ap])\.\s?m\.(?=\s+(?!(?:{DAY})\b)[A-Z])")
_MONTH_DOT = re.compile(r"\b(jan|feb|mar|apr|aug|sept?|oct|nov|dec)\.(?=\s?\d)")
_DAY_OF = re.compile(r"\b(\d{1,2})\.(?=\s(?:jan|feb|mar|apr|may|ju[nl]|aug|sep|oct|nov|dec))")
_ENDS = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s?h?(?:\s?([ap]m))?")
_OPENS = re.compile(
    rf"\b(opens?)(?: at| from)? ({_TIME})(?:,| and|, and)? (?:we )?(?:closes?|shuts?)"
    rf"(?: at)? ({_TIME})"
)
_DAY_DOT = re.compile(
    rf"\b((?i:mon|tues?|weds?|thu(?:rs?)?|fri|sat|sun))\.(?!\s+(?!(?i:{DAY})\b)[A-Z])"
)


def words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


def plain(text: str) -> str:
    """Lower case, plain dashes, "5 pm" for "5 p.m.", digits for the words of hours."""
    text = unicodedata.normalize("NFKC", text).replace("\u2019", "'")
    text = _ENDING.sub(r"\1m. ", text)
    text = _MERIDIEM.sub(lambda found: found[1].lower() + "m" + _stop(found), text)
    text = _DAY_DOT.sub(r"\1", _DASHES.sub("-", text)).lower()
    text = re.sub(r"\b(?:12 )?noon\b|\bmidday\b", "12 pm", text)
    text = re.sub(r"\b(?:12 )?midnight\b", "24:00", text)
    text = re.sub(r"\s?o'?clock\b", "", text)
    for word, number in _NUMBERS.items():
        text = re.sub(rf"\b{word} (?:thirty|30)\b", f"{number}:30", text)
        text = re.sub(rf"\bhalf past {word}\b", f"{number}:30", text)
        text = re.sub(rf"\b{word}\b(?! days)", str(number), text)
    text = _DAY_OF.sub(r"\1", _MONTH_DOT.sub(r"\1", text))
    return _OPENS.sub(r"\1 \2 to \3", text)


def _stop(found: re.Match[str]) -> str:
    """The full stop that an abbreviation took with it at the end of a line."""
    after = found.string[found.end() :]
    doubled = found[0].endswith(".") and "." not in found[0][:-1]
    return "." if doubled or (found[0].endswith(".") and after[:1] in ("", "\n")) else ""


def day_set(words: str) -> set[int]:
    """The days of the week, Monday 0, that a `days` token names."""
    if re.fullmatch(_ALL, words):
        return set(range(7))
    if words.startswith(("weekday", "working")):
        return set(range(5))
    if words.startswith("weekend"):
        return {5, 6}
    first, *last = (_day(name) for name in re.findall(DAY, words))
    ends = last[0] if last else first
    return {day % 7 for day in range(first, ends + 1 if ends >= first else ends + 8)}


def _day(name: str) -> int:
    return ("mo", "tu", "we", "th", "fr", "sa", "su").index(name[:2])


def span_of(words: str) -> tuple[int, int] | None:
    """The minutes of a `span` token, the second up to 36 hours; None if it can mean two things.

    Without a.m. and p.m., "9 to 5" is a working day and "9-17" the 24 hour clock; "6 to 10",
    which is one thing at a bakery and another at a bar, is None.
    """
    if words.startswith(("24 h", "around")):
        return 0, 1440
    ends = _ENDS.findall(words)
    if len(ends) != 2:
        return None
    (hour, minute, half), (hour2, minute2, half2) = ends
    if (
        minute
        and minute2
        and not half
        and not half2
        and (int(hour), minute) < (int(hour2), minute2)
    ):
        # Written out and in order: the 24 hour clock, in which 12:00 is noon.
        if not (_minutes(hour, minute, "") and _minutes(hour2, minute2, "")) or int(hour) < 5:
            return None
        return int(hour) * 60 + int(minute), int(hour2) * 60 + int(minute2)
    starts, stops = _minutes(hour, minute, half), _minutes(hour2, minute2, half2)
    pairs = {(a, b) for a in starts for b in stops if a < b}
    if half and half2 and not pairs:
        pairs = {(a, b + 1440) for a in starts for b in stops if a > b and b <= 6 * 60}
    if not half and not half2:
        pairs = _working(pairs, int(hour), int(hour2))
    return pairs.pop() if len(pairs) == 1 else None


def times_in(words: str) -> list[list[int]]:
    """For each time of the words, the minutes of the day that it may mean."""
    return [_minutes(*end) for end in _ENDS.findall(words)]


def _working(pairs: set[tuple[int, int]], hour: int, hour2: int) -> set[tuple[int, int]]:
    """What two bare hours most surely are; nobody opens at three in the morning."""
    if hour > 12 or hour2 > 12:
        return {(a, b) for a, b in pairs if a // 60 == hour and b // 60 == hour2}
    if hour < 5:
        return {(a, b) for a, b in pairs if a >= 720}
    if hour2 == 12:
        return {(a, b) for a, b in pairs if a < 720 and b // 60 == 12}
    return {(a, b) for a, b in pairs if a < 720 or hour == 12}


def _minutes(hour: str, minute: str, half: str) -> list[int]:
    """The minutes of the day that a time may mean, 24:00 for a midnight that ends a span."""
    h, m = int(hour), int(minute or 0)
    if m > 59 or h > 24 or (h == 24 and m) or (half and not 1 <= h <= 12):
        return []
    if half:
        return [(h % 12 + (12 if half == "pm" else 0)) * 60 + m]
    if h > 12 or h == 0 or hour.startswith("0"):
        return [h * 60 + m]
    return [h % 12 * 60 + m, (h % 12 + 12) * 60 + m]
