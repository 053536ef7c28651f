"""A stream of tokens cut into finished spoken sentences, with their marks taken off."""

import re
from collections.abc import Iterator, Mapping
from typing import cast

from core.seams import Sentence
from providers.chat.speech import sentence

_MARK = re.compile(
    r"\s*[\[\u3010(]\s*((?:p\d{1,3}|gap)(?:\s*[,;]?\s*(?:p\d{1,3}|gap))*)"
    r"(?:\u2020[^\]\u3011)]{0,40})?\s*[\]\u3011)]",
    re.IGNORECASE,
)
_ONE = re.compile(r"p\d{1,3}|gap", re.IGNORECASE)
_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_UNFINISHED = re.compile(r"(?:\s*[\[\u3010(][^\]\u3011)\n]{0,60}|\s*</?[a-z]{0,6}|\s+)\Z")
"""The end of what has come so far that may yet turn out to be a mark or a tag."""
_BROKEN = re.compile(r"\s*[\[\u3010]\s*(?:p\d*|g|ga|gap)?\Z", re.IGNORECASE)
"""A mark that the end of the stream cut off."""
_BULLET = re.compile(r"^\s*(?:[-*\u2022\u2013+]|\d{1,2}[.)])\s+")
_BARE_BULLET = re.compile(r"^\s*(?:[-*\u2022\u2013+]*|\d{1,2}[.)]?)\s*$")


class Cutter:
    """Feed it pieces of a reply; it gives each sentence once, when the next one has begun.

    `ids` gives the passage of each mark such as `p1`; marks that it lacks are taken off
    and forgotten, in any case: nothing but words is ever left to be spoken.
    """

    def __init__(self, ids: Mapping[str, str]) -> None:
        self._ids = ids
        self._raw = ""

    def feed(self, piece: str) -> list[Sentence]:
        self._raw += piece
        return list(self._cut(last=False))

    def finish(self) -> list[Sentence]:
        """The rest, for the stream has ended."""
        return list(self._cut(last=True))

    def _cut(self, *, last: bool) -> Iterator[Sentence]:
        raw = _THOUGHT.sub("", self._raw)
        open_thought = not last and self._raw.rfind("<think>") > self._raw.rfind("</think>")
        if open_thought:
            return
        held = "" if last or not (end := _UNFINISHED.search(raw)) else end[0]
        ready = raw.removesuffix(held)
        pieces = _pieces(_BROKEN.sub("", ready) if last else ready)
        finished = pieces if last else pieces[:-1]
        self._raw = "".join(pieces[len(finished) :]) + held
        for piece in finished:
            if found := self._sentence(piece):
                yield found

    def _sentence(self, piece: str) -> Sentence | None:
        marks = [mark.lower() for group in _MARK.finditer(piece) for mark in _ONE.findall(group[1])]
        text = sentence(_BULLET.sub("", _MARK.sub("", piece)))
        if not any(c.isalnum() for c in text):
            return None
        cites = next((self._ids[mark] for mark in marks if mark in self._ids), None)
        return Sentence(text, cites, gap=cites is None and "gap" in marks)


def _pieces(text: str) -> list[str]:
    """Sentences and lines, which join to the text again; a mark stays with what it follows."""
    # No stubs: the vendor is a compiled module.
    from sentencex import (
        segment,  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType]
    )

    pieces: list[str] = []
    for line in text.splitlines(keepends=True):
        for part in cast("list[str]", list(segment("en", line))):  # pyright: ignore[reportUnknownArgumentType]
            lead = _leading_marks(part) if pieces else ""
            if lead:
                pieces[-1] += lead
            rest = part[len(lead) :]
            if pieces and not pieces[-1].endswith("\n") and _BARE_BULLET.match(pieces[-1]):
                pieces[-1] += rest
            elif rest.strip():
                pieces.append(rest)
            elif pieces:
                pieces[-1] += rest
    return pieces


def _leading_marks(part: str) -> str:
    at = 0
    while found := _MARK.match(part, at):
        at = found.end()
    return part[:at]
