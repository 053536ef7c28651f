"""Where Rapport meets the world: every provider is one of these.

Each seam has an embedded implementation that needs no key and no network, a fake for
tests, and room for vendors; all of one seam pass the same contract suite. Embeddings
use LangChain's own seam, `langchain_core.embeddings.Embeddings`.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from core.appointments import Appointment, BookingDraft, Known, no_booking
from core.moods import Style
from core.outbox import OutboxEvent
from core.outcomes import Strategy
from core.state import (
    Moment,
    MoodReading,
    Opening,
    Passage,
    PastTurn,
    SessionRef,
    SessionSummary,
    TurnRecord,
    Utterance,
)

Clock = Callable[[], datetime]
"""The current time, aware, in UTC."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was heard. `confidence` in [0, 1]; `seconds` is the length of the audio."""

    text: str
    confidence: float
    seconds: float


class SpeechToText(Protocol):
    async def transcribe(self, audio: bytes, hint: str = "") -> Transcript:
        """Transcribe one utterance in any container a client may record (WAV, WebM, Ogg, MP4).

        `hint` is words that are likely here, such as the business's name; it may be ignored.
        Silence gives an empty text. Raises AudioError for bytes that are no audio,
        AudioEmptyError for none, BusyError when the queue is full, SpeechToTextError.
        """
        ...


class TextToSpeech(Protocol):
    async def synthesize(self, text: str, style: Style = "neutral") -> bytes:
        """Speak a text; returns MP3 frames (24 kHz or lower, mono) that may be concatenated.

        Text with nothing to say gives b"". Raises BusyError, TextToSpeechError.
        """
        ...


class EmotionModel(Protocol):
    async def read(self, text: str, context: Sequence[Utterance] = ()) -> MoodReading:
        """Read the mood of a message given what was said before it (oldest first)."""
        ...


@dataclass(frozen=True, slots=True)
class Brief:
    """All that a reply may be based on. What callers and businesses wrote is data, never orders.

    `today` is YYYY-MM-DD where the business is; None where no stage could tell. `upcoming` are
    the caller's appointments as they stood before this message; None where no stage could tell.
    """

    transcript: str
    mood: MoodReading
    style: Style
    passages: Sequence[Passage] = ()
    moments: Sequence[Moment] = ()
    window: Sequence[PastTurn] = ()
    booking: BookingDraft = field(default_factory=no_booking)
    opening: Strategy | None = None
    business: str | None = None
    today: str | None = None
    upcoming: Sequence[Appointment] | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One finished sentence of a reply.

    `cites` is the id of the passage it rests on; `gap` says that the business's text
    lacks what was asked.
    """

    text: str
    cites: str | None = None
    gap: bool = False


class Responder(Protocol):
    def respond(self, brief: Brief) -> AsyncIterator[Sentence]:
        """Answer in short spoken sentences, each yielded as soon as it is finished."""
        ...


class BookingDetector(Protocol):
    async def detect(
        self,
        text: str,
        draft: BookingDraft,
        window: Sequence[PastTurn],
        now: datetime,
        known: Known,
    ) -> BookingDraft:
        """The draft after this message. `now` is aware, in the business's time zone."""
        ...


class Bookings(Protocol):
    async def known(self, business_id: str, user_id: str, now: datetime) -> Known:
        """The business's rules, and this caller's contact and appointments there."""
        ...

    async def check(self, business_id: str, draft: BookingDraft, now: datetime) -> BookingDraft:
        """The draft with a `problem` and `offers` where its slot cannot be had.

        A draft that can be had, or has no day yet, comes back as it was.
        """
        ...

    async def book(self, key: str, business_id: str, user_id: str, draft: BookingDraft) -> str:
        """Book, change or cancel as the confirmed draft's `intent` says; returns the booking's id.

        The same key does it once. Raises BookingError when the slot is taken or not allowed.
        """
        ...


class Summarizer(Protocol):
    async def summarize(self, session: SessionRef, turns: Sequence[TurnRecord]) -> SessionSummary:
        """Sum a session up, without the opening."""
        ...


class OpeningChooser(Protocol):
    async def choose(self, history: Sequence[SessionSummary]) -> Opening:
        """Choose how the next session opens, from summaries newest first (may be empty)."""
        ...


class Recall(Protocol):
    """What the assistant can look up in a turn."""

    async def passages(self, business_id: str, query: str) -> list[Passage]:
        """The business's passages nearest to the query, best first; never another's."""
        ...

    async def moments(self, user_id: str, query: str, session_id: str) -> list[Moment]:
        """Related moments of this caller's earlier sessions (not of `session_id`), best first."""
        ...


class Vocabulary(Protocol):
    async def words(self, business_id: str) -> str:
        """Names, services and terms of a business, for a recogniser; a line of a few hundred
        characters at most, "" where it taught nothing."""
        ...


class Journal(Protocol):
    """The log of a session. Writing the same turn or summary twice changes nothing."""

    async def record_turn(self, record: TurnRecord) -> None: ...

    async def correct_mood(self, turn_id: str, reading: MoodReading) -> None:
        """Put a later, better reading in the place of a recorded turn's mood.

        The turn's timings then hold the mood it had at first as `mood_refined`. A turn that
        is not recorded stays so.
        """
        ...

    async def turns(self, session_id: str) -> list[TurnRecord]:
        """All turns of a session, oldest first."""
        ...


class History(Protocol):
    """A caller's past sessions, summed up."""

    async def summaries(self, user_id: str, limit: int = 20) -> list[SessionSummary]:
        """Newest first."""
        ...

    async def store(self, summary: SessionSummary) -> bool:
        """Store a summary with its opening once; False if this session had one already."""
        ...


class Ledger(Protocol):
    """Effects happen once: a replay, a retry or a crash never repeats one."""

    async def once(self, key: str, effect: Callable[[], Awaitable[str]]) -> str:
        """Run the effect unless `key` has a result already; returns the first result."""
        ...


class Voice(Protocol):
    """The voice of one turn: it speaks each sentence while the next one is written.

    `streams`: each is heard as soon as it is spoken, else all are once the last one is.
    """

    streams: bool

    async def say(self, text: str, style: Style) -> None:
        """Queue one sentence; returns at once."""
        ...

    async def finish(self) -> int:
        """Wait until all is spoken; returns the bytes of audio made."""
        ...


class Outbox(Protocol):
    """What happened and others are to be told of; kept until every sink has it."""

    async def add(self, event: OutboxEvent) -> None:
        """Queue an event; one with the same id again changes nothing."""
        ...


class Sink(Protocol):
    """Somebody to tell: a spreadsheet, a mailbox, a webhook."""

    def wants(self, event: OutboxEvent) -> bool:
        """Whether this sink is to be told of the event at all; asked once, when it is new."""
        ...

    async def deliver(self, event: OutboxEvent) -> None:
        """Tell of the event; told again of the same id it changes nothing, where it can.

        Raises VendorError, whose text holds no secret and nothing a caller said.
        """
        ...
