"""The voice socket's messages, field by field: what a client may send, and what it gets."""

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from core.degradation import SUFFIX
from core.errors import CommandError, InputError, MessageError, RapportError
from core.state import Turn, TurnState

ID_PATTERN = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff/\\]{1,128}")


def checked_id(value: str | None, name: str) -> str:
    """A user or business id: 1 to 128 characters, no control characters, no slashes.

    It stands in the paths of the REST endpoints.
    """
    if not value or not value.strip() or not ID_PATTERN.fullmatch(value):
        raise InputError(
            f"{name} must be 1 to 128 characters without control characters or slashes"
        )
    return value


def _spoken(text: object) -> object:
    """Control characters are no speech, and some stores refuse them."""
    if isinstance(text, str):
        return re.sub(r"[\x00-\x1f\x7f-\x9f\s]+", " ", text).strip()
    return text


class TextMessage(BaseModel):
    """A turn without a microphone."""

    model_config = ConfigDict(extra="ignore")

    type: Literal["text"]
    text: Annotated[str, BeforeValidator(_spoken), Field(min_length=1)]


class GetStatus(BaseModel):
    type: Literal["get_status"]


class StartContinuous(BaseModel):
    type: Literal["start_continuous"]
    vad_provider: str = "silero"


class StopContinuous(BaseModel):
    type: Literal["stop_continuous"]


class Configure(BaseModel):
    """How this line wants its answers, from the next turn on."""

    type: Literal["configure"]
    streaming: bool


Command = TextMessage | GetStatus | StartContinuous | StopContinuous | Configure
COMMANDS = ("text", "get_status", "start_continuous", "stop_continuous", "configure")

_COMMAND: TypeAdapter[Command] = TypeAdapter(Annotated[Command, Field(discriminator="type")])
_OBJECT: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])


def read_command(raw: str) -> Command:
    """One message of the client.

    Raises MessageError for what is no JSON object or has bad fields, CommandError for a
    `type` that there is not.
    """
    try:
        message = _OBJECT.validate_json(raw)
    except ValidationError as error:
        raise MessageError("A text message must be one JSON object") from error
    kind = message.get("type")
    if not isinstance(kind, str):
        raise MessageError(f"A message needs a `type`: one of {', '.join(COMMANDS)}")
    if kind not in COMMANDS:
        raise CommandError(f"There is no such `type`; there are {', '.join(COMMANDS)}")
    try:
        return _COMMAND.validate_python(message)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"][1:]) or kind
        raise MessageError(f"`{where}`: {error.errors()[0]['msg']}") from error


class Connected(BaseModel):
    """Sent once, on connect."""

    type: Literal["connected"] = "connected"
    client_id: str
    user_id: str
    business_id: str
    session_id: str
    status: Literal["ready"] = "ready"
    greeting: str
    emotion_tracking: Literal[True] = True
    emotion_stats: dict[str, Any]


class ResponseMetadata(BaseModel):
    """Sent for each turn, before the binary MP3 of the same turn.

    `confidence` is the recogniser's, `mood_confidence` the emotion model's, both in
    [0, 1]; `sentiment` in [-1, 1]; `timings_ms` per stage.
    """

    type: Literal["response_metadata"] = "response_metadata"
    transcript: str
    response_text: str
    confidence: float
    audio_size: int
    user_id: str
    is_booking: bool
    session_id: str
    turn_id: str
    turn: int
    mood: str
    sentiment: float
    mood_confidence: float
    answered: bool | None
    cites: list[str]
    booking: dict[str, Any] | None
    degraded: list[str]
    timings_ms: dict[str, float]


class StatusResponse(BaseModel):
    """The answer to `get_status`."""

    type: Literal["status_response"] = "status_response"
    mode: Literal["single_shot"] = "single_shot"
    user_id: str
    user_status: Literal["ready", "untrained"]
    session_id: str
    turns: int
    emotion_stats: dict[str, Any]


class ErrorMessage(BaseModel):
    """Something the client sent could not be used, or a stage failed; the connection stays."""

    type: Literal["error"] = "error"
    code: str
    message: str
    retryable: bool


class StreamedError(ErrorMessage):
    """Streaming: `turn` and `turn_id` of the turn that it ends, null where it ends none."""

    turn: int | None = None
    turn_id: str | None = None


class Configured(BaseModel):
    """The answer to `configure`."""

    type: Literal["configured"] = "configured"
    streaming: bool


class ResponseStarted(BaseModel):
    """Streaming: a turn was taken up. Turns and pieces count from 1."""

    type: Literal["response_started"] = "response_started"
    turn: int
    turn_id: str
    session_id: str


class ResponseText(BaseModel):
    """Streaming: a sentence of the reply is written."""

    type: Literal["response_text"] = "response_text"
    turn: int
    piece: int
    text: str


class ResponseAudio(BaseModel):
    """Streaming: the next binary message is the MP3 of this piece, `size` bytes."""

    type: Literal["response_audio"] = "response_audio"
    turn: int
    piece: int
    size: int


class Degraded(BaseModel):
    """Streaming: a stage failed or a service did, and something stood in for it."""

    type: Literal["degraded"] = "degraded"
    turn: int
    stage: str
    code: str


class ResponseEnded(BaseModel):
    """Streaming: the last message of a turn, also of one that ended in an `error`."""

    type: Literal["response_ended"] = "response_ended"
    turn: int
    turn_id: str
    pieces: int
    audio_size: int


def metadata_of(state: TurnState) -> ResponseMetadata:
    """What a finished turn tells the client."""
    turn, mood, timings = state["turn"], state["mood"], state["timings"]
    booking = state.get("booking")
    return ResponseMetadata(
        transcript=turn.get("transcript", ""),
        response_text=turn.get("reply", ""),
        confidence=turn.get("stt_confidence", 0.0),
        audio_size=turn.get("audio_size", 0),
        user_id=turn["user_id"],
        is_booking=turn.get("is_booking", False),
        session_id=turn["session_id"],
        turn_id=turn["id"],
        turn=turn["index"],
        mood=mood["mood"],
        sentiment=mood["sentiment"],
        mood_confidence=mood["confidence"],
        answered=turn.get("answered"),
        cites=turn.get("cites", []),
        booking={**booking} if booking and turn.get("is_booking") else None,
        degraded=[key.removesuffix(SUFFIX) for key in timings if key.endswith(SUFFIX)],
        timings_ms={
            **{key: value for key, value in timings.items() if isinstance(value, int | float)},
            "total": turn.get("duration_ms", 0.0),
        },
    )


def error_of(error: RapportError) -> ErrorMessage:
    return ErrorMessage(code=error.code, message=str(error), retryable=error.retryable)


def streamed_error(error: RapportError, turn: Turn | None = None) -> StreamedError:
    """For a client that streams; `turn` is the one that the error ends."""
    message = StreamedError(**error_of(error).model_dump())
    if turn is not None:
        message.turn, message.turn_id = turn["index"], turn["id"]
    return message
