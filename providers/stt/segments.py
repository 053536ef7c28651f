"""Whisper's segments as one text, and how far to believe it.

Whisper, given silence, invents ("Thank you for watching"): its own rule for such a segment
is a `no_speech_prob` above 0.6 with an `avg_logprob` below -1 (`transcribe.py` of
openai/whisper). Where it is all but certain of silence, that alone is enough here.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

_NO_SPEECH = 0.6
_LOGPROB = -1.0
_SURELY_NO_SPEECH = 0.9
_SHORTEST = 0.01


@dataclass(frozen=True, slots=True)
class Segment:
    """`seconds` is its length, `logprob` the mean over its tokens, `no_speech` in [0, 1]."""

    text: str
    seconds: float
    logprob: float
    no_speech: float

    @property
    def silent(self) -> bool:
        return self.no_speech > _SURELY_NO_SPEECH or (
            self.no_speech > _NO_SPEECH and self.logprob < _LOGPROB
        )


def heard(segments: Sequence[Segment]) -> tuple[str, float]:
    """The words that were said, and the confidence in them, in [0, 1].

    The confidence is the mean over segments, weighted by length, of the probability of a
    token times that of speech; 0 where there are no words.
    """
    spoken = [segment for segment in segments if not segment.silent and segment.text.strip()]
    text = " ".join(segment.text.strip() for segment in spoken)
    weights = [max(segment.seconds, _SHORTEST) for segment in spoken]
    beliefs = [probability(each.logprob) * (1 - each.no_speech) for each in spoken]
    if not text:
        return "", 0.0
    weighted = sum(weight * belief for weight, belief in zip(weights, beliefs, strict=True))
    return text, min(1.0, max(0.0, weighted / sum(weights)))


def probability(logprob: float) -> float:
    """e to the `logprob`, in [0, 1] whatever a vendor sends; 0 for what is no number."""
    return math.exp(min(logprob, 0.0)) if logprob == logprob else 0.0
