"""The state of the two graphs: small, primitive, bounded.

Every value is what JSON can hold, so a checkpoint can be read by anything. No audio
is ever here: it travels in the run context. The window of past turns keeps the last
`WINDOW`; the full log is in the records.
"""

from typing import Annotated, Any, Literal, NotRequired

# Not typing's: pydantic, which Studio derives its forms with, needs these before Python 3.12.
from typing_extensions import TypedDict

from core.appointments import Appointment, BookingDraft, BookingStatus
from core.outcomes import Ending, Outcome, Strategy

WINDOW = 8
"""How many past turns a turn can see."""

Speaker = Literal["caller", "assistant"]


class Utterance(TypedDict):
    """One thing said, for models that read a message with what came before it."""

    speaker: Speaker
    text: str


class MoodReading(TypedDict):
    """How the caller feels in one message.

    Sentiment in [-1, 1]; confidence and scores (one per mood, summing to 1) in [0, 1].
    """

    mood: str
    sentiment: float
    confidence: float
    scores: dict[str, float]


class Passage(TypedDict):
    """A piece of a business's own text. `score` is the cosine similarity to the query."""

    id: str
    text: str
    score: float


class Moment(TypedDict):
    """Something this caller said in an earlier session, and how it left them."""

    turn_id: str
    session_id: str
    text: str
    reply: str
    mood: str
    sentiment: float
    at: str
    score: float


def no_reading() -> MoodReading:
    """What stands in for a mood that was not read."""
    return {"mood": "neutral", "sentiment": 0.0, "confidence": 0.0, "scores": {"neutral": 1.0}}


class Turn(TypedDict):
    """One exchange: what the caller said and what the assistant answered.

    `index` counts from 1 within the session. `at` is ISO 8601 UTC. `answered` is True
    when the business's own text was used, False when it was asked for and lacking, None
    when nothing was asked. `duration_ms` is from input to reply spoken.
    """

    id: str
    session_id: str
    user_id: str
    business_id: str
    index: int
    source: Literal["voice", "text"]
    at: str
    business_name: NotRequired[str]
    transcript: NotRequired[str]
    stt_confidence: NotRequired[float]
    audio_seconds: NotRequired[float]
    reply: NotRequired[str]
    cites: NotRequired[list[str]]
    answered: NotRequired[bool | None]
    is_booking: NotRequired[bool]
    booking_status: NotRequired[BookingStatus]
    today: NotRequired[str]
    audio_size: NotRequired[int]
    duration_ms: NotRequired[float]
    degraded: NotRequired[list[str]]


class PastTurn(TypedDict):
    """What later turns need to know of an earlier one."""

    id: str
    transcript: str
    reply: str
    mood: str
    sentiment: float
    answered: bool | None


def merged(left: dict[str, Any] | None, right: dict[str, Any] | None) -> dict[str, Any]:
    """Reducer: the right's keys win; a value with another `id` replaces the left whole."""
    left, right = left or {}, right or {}
    if right.get("id", left.get("id")) != left.get("id"):
        return dict(right)
    return {**left, **right}


def kept_last(left: list[Any] | None, right: list[Any] | None) -> list[Any]:
    """Reducer: append, and keep the last `WINDOW`."""
    return [*(left or []), *(right or [])][-WINDOW:]


class TurnState(TypedDict):
    """The state of the `turn` graph; one thread holds one session.

    A turn starts from `turn` alone; `transcribe` clears what belonged to the turn before.
    """

    turn: Annotated[Turn, merged]
    mood: MoodReading
    passages: list[Passage]
    moments: list[Moment]
    timings: Annotated[dict[str, Any], merged]
    booking: NotRequired[BookingDraft]
    upcoming: NotRequired[list[Appointment] | None]
    opening: NotRequired[Strategy]
    window: NotRequired[Annotated[list[PastTurn], kept_last]]


class TurnUpdate(TypedDict, total=False):
    """What a node of the `turn` graph may return; other keys would be dropped silently."""

    turn: dict[str, Any]
    mood: MoodReading
    passages: list[Passage]
    moments: list[Moment]
    booking: BookingDraft
    upcoming: list[Appointment] | None
    timings: dict[str, Any]
    window: list[PastTurn]


REFINED = "mood_refined"
"""In a record's timings: the mood that was read at first, of a turn whose mood was corrected."""


class TurnRecord(TypedDict):
    """One finished turn as the records keep it: the turn and the mood it was said in."""

    turn: Turn
    mood: MoodReading
    timings: dict[str, Any]


def with_mood(record: TurnRecord, reading: MoodReading) -> TurnRecord:
    """The record with another reading; its timings say which mood it was given at first."""
    first = record["timings"].get(REFINED, record["mood"]["mood"])
    return {**record, "mood": reading, "timings": {**record["timings"], REFINED: first}}


class MoodPoint(TypedDict):
    """One step of the mood trajectory; `turn` is the index of the turn."""

    turn: int
    mood: str
    sentiment: float


class TurningPoint(TypedDict):
    """Where the mood swung by at least half the scale's half: from, to, and what was said."""

    turn: int
    before: str
    after: str
    change: float
    text: str


class SessionSummary(TypedDict):
    """A session summed up. Times are ISO 8601 UTC; confidence in [0, 1]."""

    session_id: str
    user_id: str
    business_id: str
    started_at: str
    ended_at: str
    ended: Ending
    turns: int
    trajectory: list[MoodPoint]
    turning_points: list[TurningPoint]
    average_sentiment: float
    outcome: Outcome
    confidence: float
    pain_points: list[str]
    positive_moments: list[str]
    failed_intents: list[str]
    strategy: NotRequired[Strategy]
    greeting: NotRequired[str]


class Opening(TypedDict):
    """How the next session opens."""

    strategy: Strategy
    greeting: str


class SessionRef(TypedDict):
    """Which session to end, and how it was left."""

    session_id: str
    user_id: str
    business_id: str
    started_at: str
    ended_at: str
    ended: Ending


class SessionEndState(TypedDict):
    """The state of the `session_end` graph; it starts from `session` alone."""

    session: SessionRef
    summary: SessionSummary
    stored: NotRequired[bool]


class SessionEndUpdate(TypedDict, total=False):
    """What a node of the `session_end` graph may return."""

    summary: SessionSummary
    stored: bool
