"""What a transcription endpoint answers: `verbose_json` of Whisper, `json` of the newer models.

Servers that copy the protocol leave fields out, so that all but the text is optional. The
fields are those of OpenAI's API reference (create transcription).
"""

from statistics import fmean

from pydantic import BaseModel, ConfigDict, Field

from providers.stt.segments import Segment, heard, probability

UNSAID = 0.8
"""The confidence in words that came without any: a good recogniser, and no more is known."""


class _Part(BaseModel):
    model_config = ConfigDict(allow_inf_nan=False)

    text: str = ""
    start: float = Field(default=0.0, ge=0)
    end: float = Field(default=0.0, ge=0)
    avg_logprob: float | None = None
    no_speech_prob: float = Field(default=0.0, ge=0, le=1)


class _Token(BaseModel):
    model_config = ConfigDict(allow_inf_nan=False)

    logprob: float | None = None


class Answer(BaseModel):
    """One transcription."""

    text: str
    segments: list[_Part] | None = None
    logprobs: list[_Token] | None = None

    def heard(self) -> tuple[str, float]:
        """The words and the confidence in them, in [0, 1]; 0 where there are no words."""
        text = " ".join(self.text.split())
        if not text:
            return "", 0.0
        parts = self.segments or []
        known = [part.avg_logprob for part in parts if part.avg_logprob is not None]
        if known and len(known) == len(parts):
            return heard([_segment(part) for part in parts])
        tokens = [token.logprob for token in self.logprobs or [] if token.logprob is not None]
        return text, probability(fmean(tokens)) if tokens else UNSAID


def _segment(part: _Part) -> Segment:
    logprob = part.avg_logprob or 0.0
    return Segment(part.text, part.end - part.start, logprob, part.no_speech_prob)
