"""A business's text as sentences, from which one reader takes what it understood."""

import re
from collections.abc import Callable, Iterator

LONGEST = 300
"""Characters of a sentence that is read; rules are told in fewer."""

_BREAK = re.compile(r"(?<=[.!?])\s+")
_BULLET = " \t*-\u2022|"


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text that `plain` has made; a heading or list item is one as well."""
    for line in text.splitlines():
        for sentence in _BREAK.split(line.strip(_BULLET)):
            if 0 < len(sentence) <= LONGEST:
                yield sentence


def is_heading(sentence: str) -> bool:
    return sentence.endswith(":") or sentence.startswith("#")


def without(text: str, take: Callable[[str], str]) -> str:
    """The text with each sentence replaced by what `take` leaves of it."""
    lines: list[str] = []
    for line in text.splitlines():
        kept = [
            take(each) if 0 < len(each) <= LONGEST else each
            for each in _BREAK.split(line.strip(_BULLET))
        ]
        lines.append(" ".join(each for each in kept if each))
    return "\n".join(lines)
