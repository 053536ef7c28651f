"""Which sentences of the passages answer a question, and how surely."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from core.state import Passage
from providers.chat.sentences import Unit, units
from providers.chat.topics import around, asked, specifics, told
from providers.chat.words import content, coverage, folded

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
    from numpy.typing import NDArray

THRESHOLD = 0.46
"""A score from here on counts as an answer; chosen with the weights on test businesses."""

_KEPT = 512
"""Passages whose vectors are kept in memory: a few megabytes."""

_COSINE, _WORDS, _TOPIC, _SPECIFIC = 0.6, 0.5, 0.6, 0.75
_WHOLE_LIST, _OFF_TOPIC = 0.5, 0.3
_EMERGENCY = 0.4
"""What a line for emergencies loses where none is spoken of: its number is not everyone's."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A unit with its score (about 0 to 1.7) and the asked topics that it tells of.

    `around` are the asked topics that it adds a detail to, such as a landmark to an address.
    """

    unit: Unit
    score: float
    topics: frozenset[str]
    around: frozenset[str]


class Ranker:
    """Ranks units by meaning (cosine), by shared words, and by the topic asked for."""

    def __init__(self, embeddings: "Embeddings") -> None:
        self._embeddings = embeddings
        self._vectors = lru_cache(maxsize=_KEPT)(self._embedded)

    def rank(self, question: str, passages: Sequence[Passage]) -> list[Ranked]:
        """All units of the passages, best first.

        CPU-bound: some milliseconds for passages not seen lately, one for others.
        """
        question = folded(question)
        vector = _unit_length(np.asarray([self._embeddings.embed_query(question)]))[0]
        wanted, topics = content(question), asked(question)
        own = specifics(question)
        if topics and "price" not in topics:
            # Callers tell their story along with the question; what the business never speaks
            # of cannot tell one of its hours or addresses from another.
            own &= _vocabulary(tuple(passage["text"] for passage in passages))
        ranked: dict[str, Ranked] = {}
        for cut in map(units, passages):
            for unit, cosine in zip(cut, self._vectors(cut) @ vector, strict=True):
                score = _score(unit, float(cosine), wanted, own, topics)
                ranked.setdefault(unit.text, score)
        return sorted(ranked.values(), key=lambda entry: -entry.score)

    def _embedded(self, cut: tuple[Unit, ...]) -> "NDArray[np.float32]":
        """Vectors of length 1, shape (units, dimensions)."""
        if not cut:
            return np.zeros((0, len(self._embeddings.embed_query("nothing"))), np.float32)
        texts = [f"{unit.context} {unit.text}".strip() for unit in cut]
        return _unit_length(np.asarray(self._embeddings.embed_documents(texts)))


@lru_cache(maxsize=64)
def _vocabulary(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset[str]().union(*map(content, texts))


def _unit_length(matrix: "NDArray[np.float32]") -> "NDArray[np.float32]":
    norms = np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.divide(matrix, norms, out=np.zeros_like(matrix), where=norms > 0)


def _score(
    unit: Unit,
    cosine: float,
    wanted: frozenset[str],
    own: frozenset[str],
    topics: frozenset[str],
) -> Ranked:
    # A heading may stand over more than belongs to it, so a topic must be in the text itself.
    present = content(f"{unit.context} {unit.text}")
    hits = topics & told(unit.text)
    covered = coverage(own or wanted, present)
    score = _COSINE * max(cosine, 0.0)
    if own:
        # A price is no answer to "how much is a crown" unless it is the crown's.
        fit = 1.0 - _SPECIFIC + _SPECIFIC * covered
        score += _WORDS * covered - _WHOLE_LIST * unit.whole
    else:
        fit = 1.0 + _WHOLE_LIST * unit.whole
        score += _WORDS * covered * (1.0 if hits or not topics else _OFF_TOPIC)
    if "emergency" in present and "emergency" not in wanted:
        score -= _EMERGENCY
    if topics:
        score += _TOPIC * fit * len(hits) / len(topics)
    return Ranked(unit, score, hits, frozenset() if own else topics & around(unit.text))
