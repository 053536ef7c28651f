"""How many people come, as said when booking."""

import re

_COUNT = re.compile(
    r"\b(?:(?:party|table|group|family|seat|seats|reservation|booking) (?:of|for) (\d{1,3})"
    r"(?! ?(?:[ap]m|oclock|in the|:|th|st|nd|rd)|[:/.]?\d)|(\d{1,3}) (?:people|persons?|of us|guests?|adults?|diners|seats?)|"
    r"for (?:the )?(\d{1,3})(?= (?:at|on|in (?!the )|please|tomorrow|today|tonight|this|next)\b|$))\b"
)


def find_party(text: str) -> int | None:
    """The last number of people named, in text in digits."""
    counts = [int(next(group for group in m.groups() if group)) for m in _COUNT.finditer(text)]
    return counts[-1] if counts and 0 < counts[-1] <= 500 else None
