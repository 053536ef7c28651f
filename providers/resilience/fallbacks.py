"""One wrapper a seam: the vendors in order, then the embedded provider.

Each takes `candidates`, pairs of a name and a provider of which the last is embedded. The
shares leave time for the stages that follow: recognition, mood and booking, the first
sentence, its sound. Where nothing was said the embedded one answers, for no service would be
asked: its breaker must not take that for an answer.
"""

from collections.abc import Sequence
from datetime import datetime

from core.appointments import BookingDraft, Known
from core.moods import Style
from core.seams import (
    BookingDetector,
    EmotionModel,
    OpeningChooser,
    SpeechToText,
    Summarizer,
    TextToSpeech,
    Transcript,
)
from core.state import (
    MoodReading,
    Opening,
    PastTurn,
    SessionRef,
    SessionSummary,
    TurnRecord,
    Utterance,
)
from providers.resilience.chain import Chain
from providers.resilience.health import Health
from providers.summary.exchange import spoken

SIDE_BY_SIDE_CAP = 2.0
"""Seconds; the graph gives these nodes three, and the fallback has to fit."""


class FallbackSTT:
    def __init__(self, candidates: Sequence[tuple[str, SpeechToText]], health: Health) -> None:
        self._chain = Chain("transcribe", candidates, health, share=0.35)

    async def transcribe(self, audio: bytes, hint: str = "") -> Transcript:
        return await self._chain.ask(lambda stt: stt.transcribe(audio, hint))


class FallbackTTS:
    def __init__(self, candidates: Sequence[tuple[str, TextToSpeech]], health: Health) -> None:
        self._chain = Chain("speak", candidates, health, share=0.5)

    async def synthesize(self, text: str, style: Style = "neutral") -> bytes:
        return await self._chain.ask(lambda tts: tts.synthesize(text, style))


class FallbackEmotion:
    def __init__(self, candidates: Sequence[tuple[str, EmotionModel]], health: Health) -> None:
        self._chain = Chain("classify_emotion", candidates, health, 0.2, SIDE_BY_SIDE_CAP)

    async def read(self, text: str, context: Sequence[Utterance] = ()) -> MoodReading:
        if not text.strip():
            return await self._chain.embedded.read(text, context)
        return await self._chain.ask(lambda model: model.read(text, context))


class FallbackDetector:
    def __init__(self, candidates: Sequence[tuple[str, BookingDetector]], health: Health) -> None:
        self._chain = Chain("detect_booking", candidates, health, 0.2, SIDE_BY_SIDE_CAP)

    async def detect(
        self,
        text: str,
        draft: BookingDraft,
        window: Sequence[PastTurn],
        now: datetime,
        known: Known,
    ) -> BookingDraft:
        if not text.strip():
            return await self._chain.embedded.detect(text, draft, window, now, known)
        return await self._chain.ask(
            lambda detector: detector.detect(text, draft, window, now, known)
        )


class FallbackSummarizer:
    """Outside a turn: its deadline is that of the session's end."""

    def __init__(self, candidates: Sequence[tuple[str, Summarizer]], health: Health) -> None:
        self._chain = Chain("summarize", candidates, health, share=0.5)

    async def summarize(self, session: SessionRef, turns: Sequence[TurnRecord]) -> SessionSummary:
        if not spoken(turns):
            return await self._chain.embedded.summarize(session, turns)
        return await self._chain.ask(lambda summarizer: summarizer.summarize(session, turns))


class FallbackOpening:
    """A caller without a history is greeted by the embedded one: nothing is to be thought of."""

    def __init__(self, candidates: Sequence[tuple[str, OpeningChooser]], health: Health) -> None:
        self._chain = Chain("choose_opening", candidates, health, share=0.5)

    async def choose(self, history: Sequence[SessionSummary]) -> Opening:
        if not history:
            return await self._chain.embedded.choose(history)
        return await self._chain.ask(lambda chooser: chooser.choose(history))
