"""What of a record goes into the index, and how it is read back from there."""

from typing import cast

from core.state import Moment, SessionSummary, TurnRecord
from memory.chroma import Hit
from memory.index import Entry
from memory.tables import PassageRow


def passage_entry(row: PassageRow) -> Entry:
    return Entry(row.id, row.business_id, row.text, {})


def turn_entry(record: TurnRecord) -> Entry | None:
    """What the caller said, found by its words; None for a turn in which nothing was heard."""
    turn, mood = record["turn"], record["mood"]
    text = turn.get("transcript", "").strip()
    if not text:
        return None
    metadata = {
        "session_id": turn["session_id"],
        "reply": turn.get("reply", ""),
        "mood": mood["mood"],
        "sentiment": mood["sentiment"],
        "at": turn["at"],
    }
    return Entry(turn["id"], turn["user_id"], text, metadata)


def moment(hit: Hit) -> Moment:
    found = hit.metadata
    return {
        "turn_id": hit.id,
        "session_id": found["session_id"],
        "text": hit.text,
        "reply": found["reply"],
        "mood": found["mood"],
        "sentiment": found["sentiment"],
        "at": found["at"],
        "score": hit.score,
    }


def summary_entry(summary: SessionSummary) -> Entry:
    """A session, found by what went well and badly in it."""
    notable = [*summary["pain_points"], *summary["positive_moments"], *summary["failed_intents"]]
    metadata = {
        "outcome": summary["outcome"],
        "average_sentiment": summary["average_sentiment"],
        "ended_at": summary["ended_at"],
    }
    text = ". ".join([summary["outcome"].replace("_", " "), *notable])
    return Entry(summary["session_id"], summary["user_id"], text, cast(dict[str, str], metadata))
