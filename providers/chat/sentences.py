"""A passage cut into what can be said on its own: sentences, list items, "Key: value" lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import cast

from core.state import Passage
from providers.chat.speech import sentence, spoken

_BULLET = re.compile(r"^\s*(?:[-*•\u2013+]|\d{1,2}[.)])\s+(?=\S)")
_HEADING = re.compile(r"^\s*(?:#{1,6}\s+(.+)|(.{2,60}):|\*\*([^*]{2,60}):?\*\*:?)\s*$")
_TITLE = re.compile(r"^\s*[^\s:.!?,;]+(?: [^\s:.!?,;]+){0,5}\s*$")
_KEY_VALUE = re.compile(r"^([^\W\d][^\s:@]*(?: [^\s:@]+){0,2}):\s+(\S.*)$")
_CLAUSE = re.compile(r"^(?:we|you|i|they|it|there|this|please)(?:['\u2019]\w+)?\s", re.I)
"""What opens a sentence of its own behind "Opening hours:", which needs no other words."""
_FULL_STOP = re.compile(r"(?<!\.[a-z])\.$")
_DAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?\b", re.I)
_ABBREVIATION = re.compile(r"\b(?:mon|tues?|wed|thu(?:rs)?|fri|sat|sun|no|st|ave|approx)\.$", re.I)
_LIST_LIMIT = 220
_LONGEST = 4000
"""Characters of a passage that are read; those of the memory have about a tenth."""

_WORDED: dict[str, str] = {
    "phone": "Our phone number is",
    "phone number": "Our phone number is",
    "telephone": "Our phone number is",
    "tel": "Our phone number is",
    "email": "Our email address is",
    "e-mail": "Our email address is",
    "address": "Our address is",
    "location": "Our address is",
    "hours": "Our opening hours are",
    "opening hours": "Our opening hours are",
    "business hours": "Our opening hours are",
    "website": "Our website is",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that can be said. `context` is the heading over it, used only to find it.

    `whole` marks a list said in one sentence; its items are units of their own as well.
    """

    text: str
    passage: str
    context: str = ""
    whole: bool = False


def units(passage: Passage) -> tuple[Unit, ...]:
    """The units of a passage in reading order; a short list also comes as one unit of its own."""
    return _cut(passage["id"], passage["text"])


@lru_cache(maxsize=512)
def _cut(passage: str, source: str) -> tuple[Unit, ...]:
    found: list[Unit] = []
    heading, prose = "", list[str]()
    items: list[str] = []

    def close() -> None:
        found.extend(Unit(text, passage, heading) for text in _sentences(" ".join(prose)))
        if whole := _whole(heading, items):
            found.append(Unit(whole, passage, heading, whole=True))
        prose.clear()
        items.clear()

    lines = source[:_LONGEST].splitlines()
    for line, following in zip_longest(lines, lines[1:], fillvalue=""):
        bullet = _BULLET.match(line)
        rest = line[bullet.end() :] if bullet else line
        plain = spoken(rest)
        if not plain:
            close()
            heading = ""
        elif not bullet and (title := _title(line, following, under_prose=bool(prose))):
            close()
            heading = title
        elif pair := _KEY_VALUE.match(plain):
            if prose:
                close()
            items.append(f"{pair[1]} {pair[2]}")
            found.extend(_pair(pair[1], pair[2], passage, heading))
        elif bullet:
            if prose:
                close()
            items.append(plain)
            found.extend(Unit(text, passage, heading) for text in _sentences(plain))
        else:
            if items:
                close()
            prose.append(plain)
    close()
    return tuple(dict.fromkeys(found))


def _title(line: str, following: str, *, under_prose: bool) -> str:
    """The heading that a line is, by its marks or as a few words over a new line; else ""."""
    if marked := _HEADING.match(line):
        return spoken(next(filter(None, marked.groups())))
    below = following.strip()
    stands_over = below and (_BULLET.match(following) or not below[0].islower())
    return spoken(line) if stands_over and not under_prose and _TITLE.match(line) else ""


def _pair(key: str, value: str, passage: str, heading: str) -> Iterator[Unit]:
    worded = _WORDED.get(key.lower().strip())
    context = f"{heading} {key}".strip()
    for number, text in enumerate(_pieces(value)):
        if number == 0:
            says = f"{worded} {text}" if worded else f"{key}: {text}"
            text = f"{key}: {text}" if worded and _CLAUSE.match(text) else says
        yield Unit(sentence(text), passage, context)


def _whole(heading: str, items: list[str]) -> str:
    """A list under a heading, or a run of days, as one sentence; empty if long or neither."""
    if len(items) < 2 or not (heading or all(_DAY.match(item) for item in items)):
        return ""
    listed = ", ".join(_FULL_STOP.sub("", item).rstrip(",;") for item in items)
    whole = sentence(f"{heading}: {listed}" if heading else listed)
    return whole if len(whole) <= _LIST_LIMIT else ""


def _sentences(text: str) -> list[str]:
    return [sentence(piece) for piece in _pieces(text)]


def _pieces(text: str) -> list[str]:
    """Prose in sentences; what the segmenter cuts after "Mon." or before a dash is rejoined."""
    if not text:
        return []
    # No stubs: the vendor is a compiled module.
    from sentencex import (
        segment,  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType]
    )

    parts: list[str] = []
    for part in cast("list[str]", segment("en", text)):
        piece = part.strip()
        glued = parts and (_ABBREVIATION.search(parts[-1]) or not piece[:1].isalnum())
        if glued:
            parts[-1] += part.rstrip() if piece[:1] in "-\u2013,;" else f" {piece}"
        elif piece:
            parts.append(piece)
    return [part for part in parts if any(c.isalnum() for c in part)]
