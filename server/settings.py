"""Settings: read once from the environment and `.env`, validated at boot, passed down."""

from pathlib import Path
from typing import Annotated, Any, Literal, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from core.errors import SettingsError
from core.outcomes import Outcome


def _known_zone(name: object) -> object:
    try:
        ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("must be an IANA time zone such as Europe/Berlin") from error
    return name


def _listed(names: object) -> object:
    if not isinstance(names, str):
        return names
    return [name.strip() for name in names.split(",") if name.strip()]


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
        default="lexicon", description="Emotion model: lexicon (words) or local (trained)"
    )
    responder: Literal["extractive"] = Field(
        default="extractive", description="What writes the replies"
    )
    embeddings: Literal["wordllama"] = Field(default="wordllama", description="Text embeddings")
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
    webhook_outcomes: Annotated[tuple[Outcome, ...], NoDecode, BeforeValidator(_listed)] = Field(
        default=cast(Any, "unsatisfied,frustrated,abandoned"),
        validate_default=True,
        description="Session outcomes that the webhook is told of, with commas between",
    )
    webhook_allow_private: bool = Field(
        default=False, description="Whether the webhook may be on a private or local address"
    )

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
