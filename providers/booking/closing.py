"""What people say when they close a booking in their own words, cancel it or move it."""

import re
from dataclasses import dataclass
from typing import Literal

from providers.booking.numbers import plain
from providers.booking.report import LONGEST

Kind = Literal["cancelled", "moved", "expected", "fitted"] | None

_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_NOT = re.compile(
    r"\b(?:not|no longer|never|unable|\w+n't|cannot|unfortunately|sorry|if|once|unless|until|"
    r"would|could|shall|should|can be|may be|please)\b"
)
_CANCELLED = re.compile(
    r"\b(?:(?:is|are|was|been|got|now|it's|all) (?:now |all )?(?:cancell?ed|called off)|"
    r"(?:i|we|i've|we've|have|has) (?:now |just |already )?(?:cancell?ed|called off))\b"
)
_NEW = re.compile(r"\b(?:booked|scheduled|reserved|set up|made|new|instead)\b")
_MOVED = re.compile(
    r"\b(?:moved|changed|rescheduled|re scheduled|pushed|switched|shifted|postponed|"
    r"brought forward|updated)\b"
)
_EXPECTED = re.compile(
    r"\b(?:see you|seeing you|expect you|expecting you|(?:have|'ve|got) you (?:down|in))\b"
)
_FITTED = re.compile(r"\b(?:can|will|i'll|we'll) (?:fit|squeeze|slot|put|get|take) you\b")
_WISH = re.compile(r"\b(?:cancel|call (?:it|that|this) off|call off)\b")


@dataclass(frozen=True, slots=True)
class Closing:
    """`text` is the sentence that says so, plain; empty without a kind.

    "Expected" is "we'll see you", "fitted" is "we can fit you in"; both need a day or time.
    """

    kind: Kind
    text: str = ""


def closing_of(line: str) -> Closing:
    """A line of an assistant's. Questions, refusals and what only may be are none of these."""
    for sentence in _SENTENCE.split(line[:LONGEST]):
        text = plain(sentence)
        if "?" in sentence or _NOT.search(text):
            continue
        if _CANCELLED.search(text) and not _NEW.search(text):
            return Closing("cancelled", text)
        for kind, pattern in _KINDS.items():
            if pattern.search(text):
                return Closing(kind, text)
    return Closing(None)


_KINDS: dict[Kind, re.Pattern[str]] = {"moved": _MOVED, "expected": _EXPECTED, "fitted": _FITTED}


def wants_cancelled(text: str) -> bool:
    """Whether a caller's line, plain, asks to cancel."""
    return bool(_WISH.search(text)) and not re.search(r"\b(?:not|don't|how|fee)\b", text)
