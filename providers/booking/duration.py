"""For how long something is booked, as said in text in digits."""

import re

from providers.booking.found import Found

_UNIT = r"(?:(?P<hours>hours?|hrs?)|(?:minutes?|mins?))"
_LENGTH = re.compile(
    r"\b(?P<for>for (?:about |around )?)?(?:"
    r"(?P<part>half an|(?:a )?half|(?:a )?quarter of an|3 quarters of an) hour|"
    rf"(?P<count>an|a|\d{{1,3}}(?:\.5)?)(?P<half> and a half)?[ -]{_UNIT}"
    r"(?P<half2> and a half)?(?: (?:and )?(?P<more>\d{1,2}) (?:minutes?|mins?))?)\b"
    r"(?! (?:from (?:now|then|today)|later|earlier|before|after|"
    r"ago|in advance|ahead|away|notice|past|to \d|til)\b)"
)
_AHEAD = re.compile(r"\b(?:in|within|after) (?:about )?$")
_O_CLOCK = re.compile(r"\bat $")
_PARTS = {"half": 30, "3": 45, "quarter": 15}
_DAY = 24 * 60


def find_length(text: str) -> Found | None:
    """Minutes in digits, as in "for an hour and a half".

    "In an hour", "at 14 hours" and, without "for", "18 hours" are times and none of these.
    """
    for match in _LENGTH.finditer(text):
        ahead = text[: match.start()]
        if _AHEAD.search(ahead) or _O_CLOCK.search(ahead) or _is_clock(match):
            continue
        minutes = _minutes(match)
        return Found(str(minutes), *match.span()) if 0 < minutes <= _DAY else None
    return None


def find_duration(text: str) -> int | None:
    """Minutes, up to a day."""
    found = find_length(text)
    return int(found.value) if found else None


def _is_clock(match: re.Match[str]) -> bool:
    """Two digits before "hours" tell a time, unless "for" stands before them."""
    digits = re.fullmatch(r"\d\d", match["count"] or "")
    return bool(digits and match["hours"] in ("hours", "hrs") and not match["for"])


def _minutes(match: re.Match[str]) -> int:
    if part := match["part"]:
        return next(minutes for word, minutes in _PARTS.items() if word in part)
    count = 1.0 if match["count"] in ("a", "an") else float(match["count"])
    count += 0.5 if match["half"] or match["half2"] else 0.0
    return round(count * (60 if match["hours"] else 1)) + int(match["more"] or 0)
