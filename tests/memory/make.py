"""Records for the tests of memory."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Any
from uuid import uuid4

from langchain_core.embeddings import Embeddings

from core.appointments import BookingDraft
from core.outcomes import Outcome
from core.state import SessionSummary, TurnRecord
from memory.store import Memory, open_memory
from providers.embeddings.fake import FakeEmbeddings


@asynccontextmanager
async def remembering(
    folder: Path, embeddings: Embeddings | None = None, **settings: Any
) -> AsyncGenerator[Memory]:
    settings = {"isolated": False, **settings}
    memory = await open_memory(folder, embeddings or FakeEmbeddings(), **settings)
    try:
        yield memory
    finally:
        await memory.close()


def unlike(name: str) -> str:
    """Six words that hardly any other name gives, so that the fake embeddings tell them apart."""
    digest = blake2b(name.encode(), digest_size=12).hexdigest()
    return " ".join(digest[n : n + 4] for n in range(0, 24, 4))


def turn(
    user_id: str,
    text: str,
    *,
    session_id: str = "s1",
    index: int = 1,
    turn_id: str | None = None,
    reply: str = "I see.",
    mood: str = "neutral",
    sentiment: float = 0.0,
) -> TurnRecord:
    return {
        "turn": {
            "id": turn_id or str(uuid4()),
            "session_id": session_id,
            "user_id": user_id,
            "business_id": user_id,
            "index": index,
            "source": "text",
            "at": "2026-03-01T10:00:00+00:00",
            "transcript": text,
            "reply": reply,
        },
        "mood": {"mood": mood, "sentiment": sentiment, "confidence": 0.9, "scores": {mood: 1.0}},
        "timings": {"id": "t"},
    }


def summary(
    user_id: str,
    session_id: str,
    *,
    ended_at: str = "2026-03-01T10:05:00+00:00",
    outcome: Outcome = "neutral",
    average_sentiment: float = 0.0,
    greeting: str = "Hello again.",
    pain_points: list[str] | None = None,
) -> SessionSummary:
    return {
        "session_id": session_id,
        "user_id": user_id,
        "business_id": user_id,
        "started_at": "2026-03-01T10:00:00+00:00",
        "ended_at": ended_at,
        "ended": "closed",
        "turns": 1,
        "trajectory": [{"turn": 1, "mood": "neutral", "sentiment": average_sentiment}],
        "turning_points": [],
        "average_sentiment": average_sentiment,
        "outcome": outcome,
        "confidence": 0.8,
        "pain_points": pain_points or [],
        "positive_moments": [],
        "failed_intents": [],
        "strategy": "standard",
        "greeting": greeting,
    }


def confirmed(date: str = "2026-03-03", time: str = "14:00") -> BookingDraft:
    return {"status": "confirmed", "service": "haircut", "date": date, "time": time}
