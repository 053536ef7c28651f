"""Recorded sessions for the summarizers' tests, written as who said what in which mood."""

from core.appointments import BookingStatus
from core.outcomes import Ending
from core.seams import Summarizer
from core.state import SessionRef, SessionSummary, TurnRecord
from providers.emotion.fake import reading
from providers.summary.rules import RulesSummarizer


def session(ended: Ending = "closed") -> SessionRef:
    return {
        "session_id": "s1",
        "user_id": "u1",
        "business_id": "b1",
        "started_at": "2026-01-05T10:00:00+00:00",
        "ended_at": "2026-01-05T10:05:00+00:00",
        "ended": ended,
    }


def turn(
    text: str | None,
    mood: str = "neutral",
    answered: bool | None = None,
    *,
    sentiment: float | None = None,
    booking: BookingStatus = "none",
) -> TurnRecord:
    """A recorded turn without index; `text` None leaves every optional key out."""
    record: TurnRecord = {
        "turn": {
            "id": "t",
            "session_id": "s1",
            "user_id": "u1",
            "business_id": "b1",
            "index": 0,
            "source": "text",
            "at": "2026-01-05T10:00:00+00:00",
        },
        "mood": reading(mood, sentiment),
        "timings": {},
    }
    if text is not None:
        record["turn"].update(
            transcript=text,
            answered=answered,
            is_booking=booking != "none",
            booking_status=booking,
        )
    return record


async def summed(
    *turns: TurnRecord, ended: Ending = "closed", by: Summarizer | None = None
) -> SessionSummary:
    for index, record in enumerate(turns, start=1):
        record["turn"]["index"] = index
    return await (by or RulesSummarizer()).summarize(session(ended), turns)


def poor_session() -> list[TurnRecord]:
    return [
        turn("What's your address?", "neutral", False),
        turn("That doesn't help. Where exactly are you located?", "frustrated", True),
        turn("Whatever...", "resigned"),
    ]


def repaired_session() -> list[TurnRecord]:
    return [
        turn("I need your exact address again", "skeptical", True),
        turn("And that is next to the church?", "satisfied", True),
        turn("Perfect, thank you!", "happy"),
    ]


def booked_session() -> list[TurnRecord]:
    return [
        turn("Book me for tomorrow at 2 PM", booking="confirming"),
        turn("Yes", booking="booked"),
        turn("Great, thanks!", "happy"),
    ]
