"""Settings: read once from the environment and `.env`, validated at boot, passed down."""

import re
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from core.errors import SettingsError
from core.moods import Style


def _known_zone(name: object) -> object:
    try:
        ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("must be an IANA time zone such as Europe/Berlin") from error
    return name


def _importable(path: object) -> object:
    if path is not None and not re.fullmatch(r"[\w.]+:\w+", str(path)):
        raise ValueError("must be module:function, such as my_company.moods:read")
    return path


class OwnMood(BaseModel):
    """A mood of one's own: its usual sentiment, how to answer it, and phrases that say it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(pattern=r"^[a-z][a-z_]{1,30}$")]
    meaning: Annotated[str, Field(min_length=1, max_length=200)]
    low: Annotated[float, Field(ge=-1, le=1)]
    high: Annotated[float, Field(ge=-1, le=1)]
    style: Style = "neutral"
    cues: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.low > self.high:
            raise ValueError("low must not be above high")
        return self


class Settings(BaseSettings):
    """Every setting, with its default; the environment variable is the name in capitals."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    host: str = Field(default="127.0.0.1", description="Address to listen on; 0.0.0.0 for all")
    port: int = Field(default=5000, ge=0, le=65535, description="Port to listen on")
    data_dir: Path = Field(
        default=Path("data"), description="Folder of records, index, checkpoints, logs"
    )
    database_url: str | None = Field(
        default=None, description="SQLAlchemy async URL of the records; default SQLite in DATA_DIR"
    )
    chroma_db_path: Path | None = Field(
        default=None,
        description="Folder of the Chroma index; default chroma_emotion_memory in DATA_DIR",
    )
    checkpoints: str = Field(default="sqlite", description="sqlite, memory, or a postgresql:// URL")
    business_name: str = Field(default="Rapport", description="Name shown by GET /")
    timezone: Annotated[str, BeforeValidator(_known_zone)] = Field(
        default="UTC", description="IANA time zone of the business, for dates in bookings"
    )
    stt: Literal["pocketsphinx"] = Field(default="pocketsphinx", description="Speech recognition")
    tts: Literal["espeak"] = Field(default="espeak", description="Voice")
    emotion: Literal["lexicon", "local"] = Field(
        default="local", description="Emotion model: local (trained) or lexicon (words)"
    )
    responder: Literal["extractive"] = Field(
        default="extractive", description="What writes the replies"
    )
    embeddings: Literal["wordllama"] = Field(default="wordllama", description="Text embeddings")
    emotion_model: Annotated[str | None, BeforeValidator(_importable)] = Field(
        default=None,
        description="An emotion model of your own as module:function; it goes before EMOTION",
    )
    moods: list[OwnMood] = Field(
        default=[],
        description="Moods beside the ten, as JSON: name, meaning, low, high, style, cues",
    )
    outcome_highly_satisfied: float = Field(
        default=0.55, ge=-1, le=1, description="Score of a session from which it went very well"
    )
    outcome_satisfied: float = Field(
        default=0.15, ge=-1, le=1, description="Score from which a session went well"
    )
    outcome_unsatisfied: float = Field(
        default=-0.15, ge=-1, le=1, description="Score up to which a session went poorly"
    )
    outcome_frustrated: float = Field(
        default=-0.6, ge=-1, le=1, description="Feeling up to which a session ended in frustration"
    )
    stt_workers: int | None = Field(
        default=None, ge=1, le=64, description="Speech recognition processes; default one per core"
    )
    stt_queue_limit: int = Field(
        default=32, ge=1, description="Recordings that may wait before `busy` is answered"
    )
    tts_queue_limit: int = Field(
        default=512, ge=1, description="Sentences that may wait before a reply goes without voice"
    )
    turns_ahead: int = Field(
        default=8,
        ge=1,
        description="Messages of one session that may wait before `busy` is answered",
    )
    max_audio_bytes: int = Field(default=10_000_000, ge=1000, description="Largest audio message")
    max_text_chars: int = Field(
        default=4000, ge=1, description="Longest text message, in characters"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Lowest level logged; callers' words appear at debug only"
    )

    @model_validator(mode="after")
    def _outcomes_in_order(self) -> Self:
        cuts = (self.outcome_unsatisfied, self.outcome_satisfied, self.outcome_highly_satisfied)
        if not cuts[0] < cuts[1] < cuts[2]:
            raise ValueError(
                "OUTCOME_UNSATISFIED must be below OUTCOME_SATISFIED, and that below "
                "OUTCOME_HIGHLY_SATISFIED"
            )
        return self

    @property
    def chroma_path(self) -> Path:
        return self.chroma_db_path or self.data_dir / "chroma_emotion_memory"

    @property
    def records_url(self) -> str:
        path = (self.data_dir / "records.sqlite3").absolute()
        return self.database_url or f"sqlite+aiosqlite:///{path}"


def load_settings() -> Settings:
    """The settings of this process.

    Raises SettingsError naming each wrong variable and what it may be.
    """
    try:
        return Settings()
    except ValidationError as error:
        lines = [
            f"{'.'.join(map(str, each['loc'])).upper()}: {each['msg']} (got {each['input']!r})"
            for each in error.errors()
        ]
        raise SettingsError("; ".join(lines)) from error
