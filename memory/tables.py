"""The tables of the records, in SQL that SQLite and PostgreSQL both speak.

`indexed_at` is null until the vector index has the row: those columns are the index's outbox.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    DateTime,
    ForeignKey,
    Index,
    MetaData,
    String,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from memory.words import Words


class Instant(TypeDecorator[str]):
    """A moment in time: ISO 8601 text in Python, UTC without zone in the database.

    Comes back as ISO 8601 with "+00:00". Raises ValueError for text that is no ISO time;
    a time without a zone is taken for UTC.
    """

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        at = datetime.fromisoformat(value)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        return None if value is None else value.replace(tzinfo=UTC).isoformat()


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {dict[str, Any]: JSON, str: Words}  # noqa: RUF012


class BusinessRow(Base):
    """What a business taught: its contact fields and text as given, and its rules as read.

    `rules` is null for what was taught before there were any.
    """

    __tablename__ = "businesses"

    business_id: Mapped[str] = mapped_column(String, primary_key=True)
    name: Mapped[str]
    industry: Mapped[str]
    phone: Mapped[str]
    email: Mapped[str]
    content: Mapped[str]
    extra: Mapped[dict[str, Any]]
    rules: Mapped[dict[str, Any] | None]
    chunks: Mapped[int]
    updated_at: Mapped[str] = mapped_column(Instant)


class PassageRow(Base):
    """One piece of a business's text; the only place a passage's text is read from."""

    __tablename__ = "passages"

    id: Mapped[str] = mapped_column(String, primary_key=True)
    business_id: Mapped[str] = mapped_column(
        ForeignKey("businesses.business_id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    text: Mapped[str]
    indexed_at: Mapped[str | None] = mapped_column(Instant, index=True)


class SessionRow(Base):
    """Who a session (a LangGraph thread) belongs to, and how it opened and ended."""

    __tablename__ = "sessions"

    session_id: Mapped[str] = mapped_column(String, primary_key=True)
    user_id: Mapped[str] = mapped_column(String, index=True)
    business_id: Mapped[str]
    started_at: Mapped[str] = mapped_column(Instant)
    ended_at: Mapped[str | None] = mapped_column(Instant, index=True)
    ended: Mapped[str | None]
    strategy: Mapped[str | None]
    greeting: Mapped[str | None]


class TurnRow(Base):
    """One turn; `record` is the whole TurnRecord."""

    __tablename__ = "turns"
    __table_args__ = (Index(None, "session_id", "index"),)

    turn_id: Mapped[str] = mapped_column(String, primary_key=True)
    session_id: Mapped[str]
    user_id: Mapped[str] = mapped_column(String, index=True)
    business_id: Mapped[str]
    index: Mapped[int]
    mood: Mapped[str]
    sentiment: Mapped[float]
    record: Mapped[dict[str, Any]]
    indexed_at: Mapped[str | None] = mapped_column(Instant, index=True)


class SummaryRow(Base):
    """One session summed up; `summary` is the whole SessionSummary."""

    __tablename__ = "summaries"
    __table_args__ = (Index(None, "user_id", "ended_at"),)

    session_id: Mapped[str] = mapped_column(String, primary_key=True)
    user_id: Mapped[str]
    business_id: Mapped[str]
    outcome: Mapped[str]
    confidence: Mapped[float]
    average_sentiment: Mapped[float]
    strategy: Mapped[str | None]
    greeting: Mapped[str | None]
    ended_at: Mapped[str] = mapped_column(Instant)
    summary: Mapped[dict[str, Any]]
    indexed_at: Mapped[str | None] = mapped_column(Instant, index=True)


class BookingRow(Base):
    """One appointment, as it stands now; what became of it is in the outbox, row by row.

    `date` and `time` are the business's own wall clock. `sequence` counts its changes, as
    calendars want it (RFC 5545, 3.8.7.4). A cancelled one stays, with no slots.
    """

    __tablename__ = "bookings"
    __table_args__ = (
        Index(None, "business_id", "date", "time"),
        Index(None, "user_id", "business_id", "date"),
    )

    id: Mapped[str] = mapped_column(String, primary_key=True)
    key: Mapped[str] = mapped_column(String, unique=True)
    business_id: Mapped[str]
    user_id: Mapped[str]
    date: Mapped[str]
    time: Mapped[str]
    duration_minutes: Mapped[int]
    service: Mapped[str | None]
    party_size: Mapped[int | None]
    name: Mapped[str | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    status: Mapped[str]
    sequence: Mapped[int]
    created_at: Mapped[str] = mapped_column(Instant)
    updated_at: Mapped[str] = mapped_column(Instant)


class SlotRow(Base):
    """One seat of a resource for five minutes; the primary key is what lets one booking have it.

    `unit` counts five-minute steps of the business's wall clock, see `memory.slots`.
    """

    __tablename__ = "booking_slots"

    business_id: Mapped[str] = mapped_column(String, primary_key=True)
    unit: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    resource: Mapped[str] = mapped_column(String, primary_key=True)
    seat: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    booking_id: Mapped[str] = mapped_column(String, index=True)


class EffectRow(Base):
    """One effect claimed, with its result once it is done.

    Keys are "session:turn:kind"; the session's part says whose effect it is.
    """

    __tablename__ = "effects"

    key: Mapped[str] = mapped_column(String, primary_key=True)
    session_id: Mapped[str] = mapped_column(String, index=True)
    kind: Mapped[str]
    result: Mapped[str | None]
    at: Mapped[str] = mapped_column(Instant)


class OutboxRow(Base):
    """One event that others are to be told of. `key` says what happened, so it is queued once.

    A booking's event is written in the booking's own transaction, and its `payload` is an
    `Effect` of `memory.effects`; `booking_id` is null for events of a session. A row is never
    changed: how far it has come is in `deliveries`.
    """

    __tablename__ = "outbox"

    id: Mapped[str] = mapped_column(String, primary_key=True)
    key: Mapped[str] = mapped_column(String, unique=True)
    business_id: Mapped[str]
    user_id: Mapped[str] = mapped_column(String, index=True)
    booking_id: Mapped[str | None] = mapped_column(String, index=True)
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[str] = mapped_column(Instant, index=True)


class DeliveryRow(Base):
    """One event on its way to one sink.

    `next_at` is when it is due, or until when somebody is at it; null when it is done
    (`done_at` is set) or given up. `attempts` counts those that were begun.
    """

    __tablename__ = "deliveries"
    __table_args__ = (Index(None, "sink", "next_at"),)

    outbox_id: Mapped[str] = mapped_column(
        ForeignKey("outbox.id", ondelete="CASCADE"), primary_key=True
    )
    sink: Mapped[str] = mapped_column(String, primary_key=True)
    attempts: Mapped[int]
    next_at: Mapped[str | None] = mapped_column(Instant)
    done_at: Mapped[str | None] = mapped_column(Instant, index=True)
    last_error: Mapped[str | None]
