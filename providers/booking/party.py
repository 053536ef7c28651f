"""How many people come and for how long, as said when booking; both in text in digits."""

import re

_COUNT = re.compile(
    r"\b(?:(?:party|table|group|family|seats?|reservation|booking) (?:of|for) (\d{1,3})"
    r"(?! ?(?:[ap]m|oclock|in the|:|th|st|nd|rd|hours?|minutes?|days?|nights?)|[:/.]?\d)|"
    r"(?<!add )(\d{1,3}) (?:people|persons?|of us|guests?|adults?|diners|seats?)|"
    r"for (?:the )?(\d{1,3})(?= (?:at|on|in (?!the )|please|tomorrow|today|tonight|this|next)\b|$))"
    r"\b"
)
_SUM = re.compile(
    r"\b(?:me|myself|i|(\d{1,2}) adults?) and (?:my )?(\d{1,2}) "
    r"(?:friends?|cousins?|kids?|child(?:ren)?|others?|colleagues?|guests?|people|co workers?)\b"
)
_BARE = re.compile(r"^(?:(?:just|only|it's|we are|there (?:are|will be)|for|about) )*(\d{1,3})\b")
_ALONE = re.compile(r"\b(?:just|only) (?:me|myself|for me)\b|\bmyself only\b")
_PAIR = re.compile(
    r"\b(?:me and my|my (?:wife|husband|partner|girlfriend|boyfriend) and (?:i|me))\b"
)
_LENGTH = re.compile(
    r"\b(?:for (?:about )?)?(?P<count>half an|an|a|\d{1,3})(?P<half> and a half)?[ -]"
    r"(?P<unit>hour|minute)s?(?P<half2> and a half)?\b(?! (?:from now|later))"
)
_AHEAD = re.compile(r"\b(?:in|within|after) (?:about )?$")


def find_party(text: str, *, bare: bool = False) -> int | None:
    """The last number of people named; `bare` takes the number that an answer begins with."""
    if match := _SUM.search(text):
        return int(match[1] or 1) + int(match[2])
    counts = [int(next(group for group in m.groups() if group)) for m in _COUNT.finditer(text)]
    if not counts and bare and (match := _BARE.match(text)):
        counts = [int(match[1])]
    if not counts:
        counts = [1] if _ALONE.search(text) else [2] if _PAIR.search(text) else []
    return counts[-1] if counts and 0 < counts[-1] <= 500 else None


def find_duration(text: str) -> int | None:
    """Minutes, as in "for an hour and a half"; "in an hour" is a time and none of these."""
    for match in _LENGTH.finditer(text):
        if _AHEAD.search(text[: match.start()]):
            continue
        count = {"half an": 0.5, "an": 1.0, "a": 1.0}.get(match["count"])
        count = float(match["count"]) if count is None else count
        count += 0.5 if match["half"] or match["half2"] else 0.0
        minutes = round(count * (60 if match["unit"] == "hour" else 1))
        return minutes if 0 < minutes <= 24 * 60 else None
    return None
