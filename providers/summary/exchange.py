"""Reading one recorded exchange: what was said, and what came of it."""

from collections.abc import Sequence

from core.state import TurnRecord
from providers.summary.topics import topic_of


def said(record: TurnRecord) -> str:
    """The caller's words, "" when nothing was heard."""
    return record["turn"].get("transcript", "").strip()


def spoken(turns: Sequence[TurnRecord]) -> list[TurnRecord]:
    """The turns in which the caller was heard to say something."""
    return [record for record in turns if said(record)]


def was_booked(record: TurnRecord) -> bool:
    """Whether this turn completed a booking."""
    return record["turn"].get("booking_status") == "booked"


def was_answered(record: TurnRecord) -> bool:
    """Whether the reply rests on the business's own text."""
    return record["turn"].get("answered") is True


def went_unanswered(record: TurnRecord) -> bool:
    """Whether the caller asked for something that the business's text lacks."""
    return record["turn"].get("answered") is False


def asked(record: TurnRecord) -> bool:
    """Whether the caller wanted something in this turn, as far as the record tells."""
    turn, text = record["turn"], said(record)
    return turn.get("answered") is not None or "?" in text or topic_of(text) is not None
