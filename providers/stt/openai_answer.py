"""What a transcription endpoint answers: `verbose_json` of Whisper, `json` of the newer models.

Servers that copy the protocol leave fields out or fill them oddly, so that all but the text is
optional: what else cannot be read is as if it had not come. The fields are those of OpenAI's API
reference (create transcription).
"""

from statistics import fmean
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, WrapValidator
from pydantic_core.core_schema import ValidatorFunctionWrapHandler

from providers.stt.segments import Segment, heard, probability

UNSAID = 0.8
"""The confidence in words that came without any: a good recogniser, and no more is known."""


def _or_none(value: Any, validate: ValidatorFunctionWrapHandler) -> Any:
    try:
        return validate(value)
    except ValidationError:
        return None


T = TypeVar("T")
Readable = Annotated[T | None, WrapValidator(_or_none)]
"""None where it is not."""


class _Part(BaseModel):
    model_config = ConfigDict(allow_inf_nan=False)

    text: str | None = None
    start: float | None = None
    end: float | None = None
    avg_logprob: float | None = None
    no_speech_prob: float | None = None


class _Token(BaseModel):
    model_config = ConfigDict(allow_inf_nan=False)

    logprob: float | None = None


class Answer(BaseModel):
    """One transcription."""

    text: str
    segments: Readable[list[_Part]] = None
    logprobs: Readable[list[_Token]] = None

    def heard(self) -> tuple[str, float]:
        """The words and the confidence in them, in [0, 1]; 0 where there are no words."""
        text = " ".join(self.text.split())
        if not text:
            return "", 0.0
        parts = [part for part in self.segments or [] if part.text is None or part.text.strip()]
        segments = [_segment(part) for part in parts]
        known = [segment for segment in segments if segment is not None]
        if known and len(known) == len(segments):
            return heard(known)
        tokens = [token.logprob for token in self.logprobs or [] if token.logprob is not None]
        return text, probability(fmean(tokens)) if tokens else UNSAID


def _segment(part: _Part) -> Segment | None:
    """None where its words or the confidence in them did not come."""
    if part.avg_logprob is None or part.text is None:
        return None
    seconds = (part.end or 0.0) - (part.start or 0.0)
    no_speech = min(max(part.no_speech_prob or 0.0, 0.0), 1.0)
    return Segment(part.text, seconds, part.avg_logprob, no_speech)
