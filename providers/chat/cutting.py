"""A stream of tokens cut into finished spoken sentences, with their marks taken off."""

import re
from collections.abc import Iterator, Mapping
from typing import cast

from core.seams import Sentence
from providers.chat.speech import sentence

_AND = r"\s*[,;&]?\s*(?:and\s+)?"
_BARE = r"(?:\^?p?\s?\d{1,3}|gap)"
_NAMED = r"(?:p\s?\d{1,3}|gap)"
_MARK = re.compile(
    rf"\s*[*_\\]*(?:[\[\u3010]\s*({_BARE}(?:{_AND}{_BARE})*)"
    rf"(?:\u2020[^\]\u3011)]{{0,40}})?\s*\\?[\]\u3011]|\(\s*({_NAMED}(?:{_AND}{_NAMED})*)\s*\))[*_]*",
    re.IGNORECASE,
)
"""As told, or as models take it: `[p1, p2]`, `[1]`, `(p1)`, `**[p1]**`, `\\[p1\\]`."""
_ONE = re.compile(r"p?\s?(\d{1,3})|gap", re.IGNORECASE)
_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_BARE_THOUGHT = re.compile(r"\A(?:(?!<think>).)*</think>", re.DOTALL)
"""What a model thinks where its template has opened the tag for it, as DeepSeek's does."""
_UNFINISHED = re.compile(
    r"(?:\s*[*_\\]*[\[\u3010(][^\]\u3011)\n]{0,60}|\s*</?[a-z]{0,6}|\s*[*_\\]{1,3}|\s+)\Z"
)
"""The end of what has come so far that may yet turn out to be a mark or a tag."""
_BROKEN = re.compile(r"\s*[*_\\]*[\[\u3010]\s*(?:p?\d*|g|ga|gap)?\Z", re.IGNORECASE)
"""A mark that the end of the stream cut off."""
_BULLET = re.compile(r"^\s*(?:[-*\u2022\u2013+]|\d{1,2}[.)])\s+")
_CLAUSE = re.compile(r"\A[^\[\]()<>|\u3010\n]{40,}?[^\W\d_][,;:](?=\s+\S)")
"""The beginning of a long sentence, up to where a speaker would take a breath."""
_BARE_BULLET = re.compile(r"^\s*(?:[-*\u2022\u2013+]*|\d{1,2}[.)]?)\s*$")


class Cutter:
    """Feed it pieces of a reply; it gives each sentence once, when the next one has begun.

    `ids` gives the passage of each mark such as `p1`; marks that it lacks are taken off
    and forgotten, in any case: nothing but words is ever left to be spoken. Of a long first
    sentence the first clause is given by itself, for the caller waits for it. `thinks` says
    that the reply begins with thoughts, up to `</think>`; where none was told and one came
    all the same, or the other way round, it says so afterwards.
    """

    def __init__(self, ids: Mapping[str, str], thinks: bool = False) -> None:
        self._ids = ids
        self._raw = ""
        self._begun = self._midway = False
        self._thinking = self.thinks = thinks

    def feed(self, piece: str) -> list[Sentence]:
        self._raw += piece
        return list(self._cut(last=False))

    def finish(self) -> list[Sentence]:
        """The rest, for the stream has ended."""
        return list(self._cut(last=True))

    def _cut(self, *, last: bool) -> Iterator[Sentence]:
        if "</think>" in self._raw and (thought := _BARE_THOUGHT.match(self._raw)):
            self._raw = self._raw[thought.end() :]
            self._thinking, self.thinks = False, True
        if self._thinking:
            if not last:
                return
            self._thinking = self.thinks = False
        if not last and self._raw.rfind("<think>") > self._raw.rfind("</think>"):
            return
        raw = _THOUGHT.sub("", self._raw)
        held = "" if last or not (end := _UNFINISHED.search(raw)) else end[0]
        ready = raw.removesuffix(held)
        pieces = _pieces(_BROKEN.sub("", ready) if last else ready)
        finished = pieces if last else pieces[:-1]
        self._raw = "".join(pieces[len(finished) :]) + held
        for piece in finished:
            if found := self._sentence(piece):
                yield found
        if not (last or self._begun) and (clause := _CLAUSE.match(self._raw)):
            self._raw = self._raw[clause.end() :]
            if found := self._sentence(clause[0], whole=False):
                yield found

    def _sentence(self, piece: str, whole: bool = True) -> Sentence | None:
        marks = [
            f"p{one[1]}" if one[1] else "gap"
            for group in _MARK.finditer(piece)
            for one in _ONE.finditer(group[1] or group[2])
        ]
        bare = _BULLET.sub("", _MARK.sub("", piece))
        text = sentence(bare, begins=not self._midway, ends=whole)
        if not any(c.isalnum() for c in text):
            return None
        self._begun, self._midway = True, not whole
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
