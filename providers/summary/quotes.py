"""Callers' words as data: quoted, shortened, and compared."""

import re
from collections.abc import Set as AbstractSet

from providers.summary.topics import READ_LENGTH, TOPICS

QUOTE_LENGTH = 120
"""Characters of a quote, without its marks."""

_APOSTROPHES = re.compile(r"['\u2019`]")
_WORD = re.compile(r"[a-z0-9]+")
_STOP_WORDS = frozenset(
    _WORD.findall(
        "a about again all am an and any are as at be been but by can could did do does dont "
        "exactly for from get give had has have hello help how i id if ill im in is it its ive "
        "just know like me my need no not of on or please really so some tell that thats the "
        "their them then there they this to too us want was we well were what whats when where "
        "which who why will with would yes you your youre"
    )
)


def shortened(text: str, length: int = QUOTE_LENGTH) -> str:
    """One line of at most `length` characters, cut at a word where there is one."""
    printable = "".join(c if c.isprintable() else " " for c in text.strip()[:READ_LENGTH])
    line = " ".join(printable.split())
    if len(line) <= length:
        return line
    cut = line[: length - 3]
    if not line[length - 3].isspace() and " " in cut:
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip(" ,;:-") + "..."


def quoted(text: str) -> str:
    """A shortened text in quotation marks; marks inside become single ones."""
    return '"' + shortened(text).replace('"', "'") + '"'


def gist_of(text: str) -> frozenset[str]:
    """What a question is about: its content words, with each topic's words as one.

    "What's your address?" and "where exactly are you located" have the same gist.
    """
    lowered = _APOSTROPHES.sub("", text[:READ_LENGTH].lower())
    labels: set[str] = set()
    for topic in TOPICS:
        lowered, count = topic.pattern.subn(" ", lowered)
        if count:
            labels.add(topic.label)
    return frozenset(labels | (set(_WORD.findall(lowered)) - _STOP_WORDS))


def similar(left: AbstractSet[str], right: AbstractSet[str]) -> bool:
    """Whether one gist covers most of the other (0.6 of the smaller)."""
    smaller = min(len(left), len(right))
    return smaller > 0 and len(left & right) >= 0.6 * smaller
