"""What a caller or a business wrote, made safe to stand in a cell, a header or a line."""

import unicodedata

LONGEST = 10_000
"""Characters; longer text is cut."""

_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They turn the direction of text around them; right-to-left letters need none of them."""


def one_line(value: object, limit: int = LONGEST) -> str:
    """One line of text: no control characters, at most `limit` characters; None gives "".

    Emoji, and scripts that run from right to left, stay as they are.
    """
    text = "" if value is None else str(value)[: 4 * limit]
    line = " ".join("".join(_shown(character) for character in text).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _shown(character: str) -> str:
    if character.isspace() or unicodedata.category(character) == "Cc":
        return " "
    hidden = character in _OVERRIDES or unicodedata.category(character) == "Cs"
    return "" if hidden else character
