"""How many people come, as said when booking, in text in digits."""

import re

_COUNT = re.compile(
    r"\b(?:(?:party|table|group|family|seats?|reservation|booking) (?:of|for) (\d{1,3})"
    r"(?! ?(?:[ap]m|oclock|in the|:|th|st|nd|rd|hours?|minutes?|days?|nights?)|[:/.]?\d)|"
    r"(?<!add )(\d{1,3}) (?:people|persons?|of us|guests?|adults?|diners|seats?)|"
    r"for (?!the 1 )(?:the )?(\d{1,3})"
    r"(?= (?:at|on|in (?!the )|please|tomorrow|today|tonight|this|next)\b|$))"
    r"\b"
)
_SUM = re.compile(
    r"\b(?:me|myself|i|(\d{1,2}) adults?) and (?:my )?(\d{1,2}) "
    r"(?:friends?|cousins?|kids?|child(?:ren)?|others?|colleagues?|guests?|people|co workers?)\b"
)
_DOZEN = re.compile(r"\b(half )?a dozen\b")
_TIME_FOR_IT = re.compile(r"\b(?:time|slots?|room|space|openings?) for 1\b")
"""In a plain text "time for one" has a number, and nobody is counted."""
_BARE = re.compile(r"^(?:(?:just|only|it's|we are|there (?:are|will be)|for|about) )*(\d{1,3})\b")
_ALONE = re.compile(r"\b(?:just|only) (?:me|myself|for me)\b|\bmyself only\b")
_PAIR = re.compile(
    r"\b(?:me and my|my (?:wife|husband|partner|girlfriend|boyfriend) and (?:i|me))\b"
)


def find_party(text: str, *, bare: bool = False) -> int | None:
    """The last number of people named; `bare` takes the number that an answer begins with."""
    text = _DOZEN.sub(lambda match: "6" if match[1] else "12", text)
    if match := _SUM.search(text):
        return int(match[1] or 1) + int(match[2])
    text = _TIME_FOR_IT.sub(" ", text)
    counts = [int(next(group for group in m.groups() if group)) for m in _COUNT.finditer(text)]
    if not counts and bare and (match := _BARE.match(text)):
        counts = [int(match[1])]
    if not counts:
        counts = [1] if _ALONE.search(text) else [2] if _PAIR.search(text) else []
    return counts[-1] if counts and 0 < counts[-1] <= 500 else None
