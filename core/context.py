"""The run context: the only way a node reaches the world."""

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from core.outbox import NOBODY
from core.seams import (
    BookingDetector,
    Bookings,
    Clock,
    EmotionModel,
    History,
    Journal,
    Ledger,
    OpeningChooser,
    Outbox,
    Recall,
    Responder,
    SpeechToText,
    Summarizer,
    TextToSpeech,
    Vocabulary,
    Voice,
)


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Context:
    """Providers, memory, and what belongs to one turn only: its audio and its voice.

    `audio` is what the caller sent, in any container; None in a text turn and in a
    replay. Without a `voice`, the node `speak` synthesises the reply itself.
    """

    stt: SpeechToText
    tts: TextToSpeech
    emotion: EmotionModel
    responder: Responder
    booking_detector: BookingDetector
    bookings: Bookings
    summarizer: Summarizer
    opening_chooser: OpeningChooser
    recall: Recall
    journal: Journal
    history: History
    ledger: Ledger
    outbox: Outbox = NOBODY
    clock: Clock = utc_now
    timezone: tzinfo = UTC
    audio: bytes | None = None
    voice: Voice | None = None
    vocabulary: Vocabulary | None = None
