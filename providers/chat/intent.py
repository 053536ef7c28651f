"""What kind of message this is: a question to answer, or talk that asks for nothing."""

import re
from dataclasses import dataclass

from providers.chat.talk import TALK, Kind
from providers.chat.words import content, folded

_ASKS = re.compile(
    r"\b(?:what|when|where|which|who|whose|why|how|tell me|give me|i need|i want|id like|"
    r"i would like|looking for|wondering|find out)"
    r"|^(?:do|does|did|is|are|am|can|could|may|will|would|should|have|has|any)\b"
    r"|\b(?:do|are|can|could|will|would|have) (?:you|i|we|they|there)\b"
    r"|\bis (?:there|it|the|your)\b"
)
_EDGES = " \t\n.,;:!?-\u2013\u2026\"'"
_SHORT = 4
"""A message of at most so many words ("parking", "phone number please") is a question."""

_SUBJECTS = frozenset(
    {"i", "im", "ive", "you", "youre", "it", "its", "this", "that", "thats", "we"}
)
_UPSET: frozenset[Kind] = frozenset({"complaint", "resigned"})
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Message:
    """`query` is what is left to answer when greetings, thanks and complaints are taken out."""

    kind: Kind
    query: str = ""


def understand(transcript: str) -> Message:
    """Sort a message; a question or a statement keeps its own words, folded, as `query`."""
    rest = _tidy(folded(transcript[:_LONGEST]))
    if not any(c.isalnum() for c in rest):
        return Message("empty")
    kinds: set[Kind] = set()
    before = ""
    while rest != before:
        before = rest
        for kind, pattern in TALK:
            shorter = _tidy(pattern.sub(" ", rest))
            if shorter != rest:
                rest = shorter
                kinds.add(kind)
    asks = bool(_ASKS.search(rest))
    if not asks and not content(rest):
        found: list[Kind] = [kind for kind, _ in TALK if kind in kinds]
        return Message(found[0] if found else "fine")
    words = rest.split()
    short = len(words) <= _SHORT and words[0] not in _SUBJECTS and not kinds & _UPSET
    return Message("question" if asks or short or "?" in transcript else "statement", rest)


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(_EDGES)
