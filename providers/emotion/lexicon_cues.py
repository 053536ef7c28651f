"""Finding the lexicon's phrases in a message, written or transcribed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from providers.emotion.lexicon_words import CUES, EMOJI, INTENSIFIERS, NEGATED, NEGATORS

NEGATION_REACH = 3
"""How many words before a cue a negator still governs it."""

_APOSTROPHES = re.compile(r"['\u2019`]")
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Cue:
    """A mood that a phrase speaks for. `place` in [0, 1] is where in the message it stands."""

    mood: str
    weight: float
    place: float


def words_of(text: str) -> list[str]:
    """Lower-case words without apostrophes, so that "Don't!" and STT's "dont" are one."""
    return _WORD.findall(_APOSTROPHES.sub("", text.lower()))


@cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], str, float]]]:
    """The lexicon by first word, longest phrases first."""
    index: dict[str, list[tuple[tuple[str, ...], str, float]]] = {}
    for mood, lines in CUES.items():
        for weight, line in lines:
            for phrase in line.split(","):
                words = tuple(phrase.split())
                index.setdefault(words[0], []).append((words, mood, weight))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return index


def _turned(words: list[str], start: int, mood: str, weight: float) -> tuple[str, float]:
    """A cue's mood and weight after the negators and intensifiers before it."""
    before = words[max(0, start - NEGATION_REACH) : start]
    if before:
        weight *= INTENSIFIERS.get(before[-1], 1.0)
    if mood in NEGATED and NEGATORS.intersection(before):
        other, share = NEGATED[mood]
        return other, weight * share
    return mood, weight


def phrase_cues(words: list[str]) -> Iterator[Cue]:
    """Every phrase of the lexicon in these words, left to right, without overlap."""
    index = _phrases()
    at = free = 0
    while at < len(words):
        for phrase, mood, weight in index.get(words[at], ()):
            end = at + len(phrase)
            if tuple(words[at:end]) == phrase:
                # A phrase's own words never negate the next: "doesnt help, thanks" is thanks.
                turned, strength = _turned(words[free:], at - free, mood, weight)
                if strength > 0:
                    yield Cue(turned, strength, end / len(words))
                at = free = end
                break
        else:
            at += 1


def emoji_cues(text: str) -> Iterator[Cue]:
    """Every emoji of the lexicon in a text, left to right."""
    for place, character in enumerate(text, start=1):
        if character in EMOJI:
            mood, weight = EMOJI[character]
            yield Cue(mood, weight, place / len(text))
