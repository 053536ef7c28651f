"""Settings: read once from the environment and `.env`, validated at boot, passed down."""

import os
from pathlib import Path
from typing import Annotated, Any, Literal, Self, cast

from pydantic import (
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from core.errors import SettingsError
from core.outcomes import Outcome
from server.setting_kinds import OwnMood, importable, known_zone, listed, web_address
from server.tracing import read_tracing

ENV_FILE = Path(".env")


class Settings(BaseSettings):
    """Every setting, with its default; the environment variable is the name in capitals."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE, env_ignore_empty=True, extra="ignore", frozen=True
    )

    host: str = Field(default="127.0.0.1", description="Address to listen on; 0.0.0.0 for all")
    port: int = Field(default=5000, ge=0, le=65535, description="Port to listen on")
    data_dir: Path = Field(
        default=Path("data"), description="Folder of records, index, checkpoints, logs"
    )
    database_url: str | None = Field(
        default=None,
        description="sqlite:// or postgresql:// URL of the records; default SQLite in DATA_DIR",
    )
    chroma_db_path: Path | None = Field(
        default=None,
        description="Folder of the Chroma index; default chroma_emotion_memory in DATA_DIR",
    )
    checkpoints: str = Field(default="sqlite", description="sqlite, memory, or a postgresql:// URL")
    business_name: str = Field(default="Rapport", description="Name shown by GET /")
    timezone: Annotated[str, BeforeValidator(known_zone)] = Field(
        default="UTC", description="IANA time zone of the business, for dates in bookings"
    )
    stt: Literal["auto", "pocketsphinx", "openai", "groq", "faster-whisper"] = Field(
        default="auto",
        description="Speech recognition: auto (Groq or OpenAI where a key or URL of theirs is set, "
        "else pocketsphinx), pocketsphinx, openai, groq, or faster-whisper",
    )
    tts: Literal["auto", "espeak", "edge", "openai"] = Field(
        default="auto",
        description="Voice: auto (edge where it can be reached, else espeak), espeak, edge "
        "or openai",
    )
    stt_language: str | None = Field(
        default=None,
        pattern=r"^[a-z]{2,3}$",
        description="Language of the callers (ISO 639-1, such as en); default detected by Whisper",
    )
    openai_stt_model: str = Field(
        default="gpt-transcribe", description="Speech recognition model at OpenAI"
    )
    groq_stt_model: str = Field(
        default="whisper-large-v3-turbo", description="Speech recognition model at Groq"
    )
    whisper_folder: Path | None = Field(
        default=None, description="Folder of a CTranslate2 Whisper model, for faster-whisper"
    )
    edge_voice: str = Field(
        default="en-US-EmmaMultilingualNeural", description="Voice of the edge service"
    )
    edge_url: str | None = Field(
        default=None,
        pattern=r"^wss?://[^?#\s]+$",
        description="WebSocket address of the edge service; default the public one",
    )
    openai_tts_model: str = Field(default="gpt-4o-mini-tts", description="Speech model at OpenAI")
    openai_tts_voice: str = Field(default="alloy", description="Voice of OpenAI's speech model")
    speech_timeout: float = Field(
        default=6.0,
        gt=0,
        le=60,
        description="Seconds that a transcription, or one step of a vendor's speech, may take",
    )
    tts_concurrency: int = Field(
        default=4, ge=1, le=64, description="Sentences that a vendor's voice speaks at once"
    )
    tts_cache_bytes: int = Field(
        default=20_000_000, ge=0, description="Bytes of a vendor's speech kept for when it repeats"
    )
    emotion: Literal["lexicon", "local", "groq", "openai"] = Field(
        default="local",
        description="Emotion model: local (trained), lexicon (words), groq, openai",
    )
    emotion_refine: Literal["auto", "off", "groq", "openai"] = Field(
        default="auto",
        description="What reads each mood again after the turn and corrects the record: off, groq, "
        "openai; auto takes the vendors that are configured. Off where EMOTION names a vendor",
    )
    responder: Literal["auto", "extractive", "groq", "openai"] = Field(
        default="auto",
        description="What writes the replies: extractive (no model), groq, openai; "
        "auto takes the vendors that are configured, else extractive",
    )
    groq_api_key: SecretStr | None = Field(default=None, description="Key of Groq")
    groq_base_url: Annotated[str | None, BeforeValidator(web_address)] = Field(
        default=None, description="Another address for Groq; a local server there needs no key"
    )
    groq_model: str = Field(default="openai/gpt-oss-120b", description="Chat model of Groq")
    openai_api_key: SecretStr | None = Field(default=None, description="Key of OpenAI")
    openai_base_url: Annotated[str | None, BeforeValidator(web_address)] = Field(
        default=None,
        description="Address of any OpenAI-compatible server, such as http://localhost:11434/v1; "
        "one that needs no key needs none here",
    )
    openai_model: str = Field(default="gpt-4.1-mini", description="Chat model of OpenAI")
    summarizer: Literal["auto", "rules", "groq", "openai"] = Field(
        default="auto",
        description="What sums sessions up: auto (the vendors that are configured, else rules), "
        "rules, groq, openai",
    )
    opening_chooser: Literal["rules", "groq", "openai"] = Field(
        default="rules", description="What words the next greeting"
    )
    booking_detector: Literal["rules", "groq", "openai"] = Field(
        default="rules", description="What notices wishes for appointments"
    )
    llm_timeout: float = Field(
        default=6.0, gt=0, le=120, description="Seconds a language model may take for one answer"
    )
    embeddings: Literal["wordllama"] = Field(default="wordllama", description="Text embeddings")
    emotion_model: Annotated[str | None, BeforeValidator(importable)] = Field(
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
    turn_deadline: float = Field(
        default=8.0,
        ge=1,
        le=120,
        description="Seconds from what was said to the sound of the answer, whatever service fails",
    )
    max_audio_bytes: int = Field(default=10_000_000, ge=1000, description="Largest audio message")
    max_text_chars: int = Field(
        default=4000, ge=1, description="Longest text message, in characters"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Lowest level logged; callers' words appear at debug only"
    )

    spreadsheet_id: str | None = Field(
        default=None, description="Google spreadsheet that gets a row for each booking"
    )
    service_account_file: Path | None = Field(
        default=None, description="JSON key of the service account that may edit the spreadsheet"
    )
    sheets_url: str | None = Field(default=None, description="Another address of the Sheets API")
    smtp_server: str | None = Field(default=None, description="Mail server; none: no mails")
    smtp_port: int = Field(default=587, ge=1, le=65535, description="Port of the mail server")
    smtp_tls: Literal["auto", "tls", "starttls", "none"] = Field(
        default="auto", description="auto: TLS on port 465, STARTTLS elsewhere; none: plain text"
    )
    sender_email: str | None = Field(
        default=None, description="Address that mails come from, and the name to log in with"
    )
    sender_password: SecretStr | None = Field(
        default=None, description="Password of the mail server; none: no login"
    )
    admin_email: str | None = Field(
        default=None, description="Address that is told of every booking"
    )
    webhook_url: str | None = Field(
        default=None, description="Address that is told of bookings and of how sessions went"
    )
    webhook_secret: SecretStr | None = Field(
        default=None, description="Key that webhooks are signed with: whsec_ and base64"
    )
    webhook_outcomes: Annotated[tuple[Outcome, ...], NoDecode, BeforeValidator(listed)] = Field(
        default=cast(Any, "unsatisfied,frustrated,abandoned"),
        validate_default=True,
        description="Session outcomes that the webhook is told of, with commas between",
    )
    webhook_allow_private: bool = Field(
        default=False, description="Whether the webhook may be on a private or local address"
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
    """The settings of this process; LangSmith's lines of `.env` go into the environment.

    Raises SettingsError naming each wrong variable and what it may be.
    """
    read_tracing(ENV_FILE, os.environ)
    try:
        return Settings()
    except ValidationError as error:
        # Not the cause, which holds every value, keys and passwords among them.
        raise SettingsError("; ".join(_told(each) for each in error.errors())) from None


def _told(wrong: ErrorDetails) -> str:
    """One sentence; the value too, where it is plain and no secret."""
    where = ".".join(map(str, wrong["loc"])).upper()
    told = f"{where}: {wrong['msg']}" if where else wrong["msg"]
    field = Settings.model_fields.get(where.lower())
    value = wrong["input"]
    shown = field is not None and "Secret" not in str(field.annotation)
    return f"{told} (got {value!r})" if shown and isinstance(value, str | int | float) else told
