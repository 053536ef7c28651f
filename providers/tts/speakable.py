"""What of a text can be said aloud, made safe for the synthesiser.

Control, unassigned, private and astral characters (emoji among them) have no sound and
have crashed espeak-ng; compatibility forms are folded (Unicode normal form NFKC).
"""

import unicodedata

MAX_CHARACTERS = 2_000
"""About two minutes of speech."""

_SILENT = {"Cc", "Cf", "Cn", "Co", "Cs"}
_LAST = "\uffff"


def speakable(text: str) -> str:
    """The text on one line, capped at a word; "" if no letter or digit is left."""
    folded = unicodedata.normalize("NFKC", _capped(text))
    kept = "".join(char if _has_sound(char) else " " for char in folded)
    capped = _capped(" ".join(kept.split()))
    return capped if any(map(str.isalnum, capped)) else ""


def plain(text: str) -> str:
    """Only the text's ASCII, accents taken off; "" if no letter or digit is left."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return speakable(ascii_only)


def _has_sound(char: str) -> bool:
    return char <= _LAST and unicodedata.category(char) not in _SILENT


def _capped(text: str) -> str:
    if len(text) <= MAX_CHARACTERS:
        return text
    return text[:MAX_CHARACTERS].rpartition(" ")[0] or text[:MAX_CHARACTERS]
