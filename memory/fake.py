"""Fakes of the memory seams: plain dicts that keep the same promises, for tests and evals."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from core.appointments import BookingDraft, Known, nothing_known
from core.errors import BookingError
from core.outbox import OutboxEvent
from core.state import Moment, MoodReading, Passage, SessionSummary, TurnRecord, with_mood


class FakeRecall:
    """Finds what shares a word with the query; the score is the share of the query's words."""

    def __init__(
        self,
        knowledge: dict[str, list[str]] | None = None,
        remembered: dict[str, list[Moment]] | None = None,
    ) -> None:
        self.knowledge = knowledge or {}
        self.remembered = remembered or {}

    async def passages(self, business_id: str, query: str) -> list[Passage]:
        found = [
            Passage(id=f"{business_id}-{position}", text=text, score=_overlap(query, text))
            for position, text in enumerate(self.knowledge.get(business_id, []))
        ]
        return sorted((p for p in found if p["score"] > 0), key=lambda p: -p["score"])

    async def moments(self, user_id: str, query: str, session_id: str) -> list[Moment]:
        return [
            moment
            for moment in self.remembered.get(user_id, [])
            if moment["session_id"] != session_id and _overlap(query, moment["text"]) > 0
        ]


def _overlap(query: str, text: str) -> float:
    asked, there = set(query.lower().split()), set(text.lower().split())
    return round(len(asked & there) / len(asked), 3) if asked else 0.0


class FakeJournal:
    def __init__(self) -> None:
        self.records: dict[str, TurnRecord] = {}

    async def record_turn(self, record: TurnRecord) -> None:
        self.records[record["turn"]["id"]] = record

    async def correct_mood(self, turn_id: str, reading: MoodReading) -> None:
        if turn_id in self.records:
            self.records[turn_id] = with_mood(self.records[turn_id], reading)

    async def turns(self, session_id: str) -> list[TurnRecord]:
        mine = [r for r in self.records.values() if r["turn"]["session_id"] == session_id]
        return sorted(mine, key=lambda record: record["turn"]["index"])


class FakeHistory:
    def __init__(self) -> None:
        self.stored: dict[str, SessionSummary] = {}

    async def summaries(self, user_id: str, limit: int = 20) -> list[SessionSummary]:
        mine = [s for s in self.stored.values() if s["user_id"] == user_id]
        return sorted(mine, key=lambda s: s["ended_at"], reverse=True)[:limit]

    async def store(self, summary: SessionSummary) -> bool:
        return self.stored.setdefault(summary["session_id"], summary) is summary


class FakeLedger:
    def __init__(self) -> None:
        self.results: dict[str, str] = {}
        self._lock = asyncio.Lock()

    async def once(self, key: str, effect: Callable[[], Awaitable[str]]) -> str:
        async with self._lock:
            if key not in self.results:
                self.results[key] = await effect()
            return self.results[key]


class FakeBookings:
    """One appointment a slot and business; `by_key` has each key's slot as it was booked."""

    def __init__(self) -> None:
        self.by_key: dict[str, tuple[str, str | None, str | None]] = {}
        self._owners: dict[str, tuple[str, str]] = {}
        self._done: dict[str, str] = {}

    async def known(self, business_id: str, user_id: str, now: datetime) -> Known:
        return nothing_known()

    async def check(self, business_id: str, draft: BookingDraft, now: datetime) -> BookingDraft:
        return draft

    async def book(self, key: str, business_id: str, user_id: str, draft: BookingDraft) -> str:
        if key in self._done:
            return self._done[key]
        intent, owner = draft.get("intent", "book"), (business_id, user_id)
        mine = key
        if intent != "book":
            mine = (draft.get("booking_id") or "").removeprefix("booking-")
            if self._owners.get(mine) != owner or mine not in self.by_key:
                raise BookingError("I cannot find that appointment of yours.")
        if intent == "cancel":
            del self.by_key[mine]
        else:
            slot = (business_id, draft.get("date"), draft.get("time"))
            if slot in [taken for other, taken in self.by_key.items() if other != mine]:
                raise BookingError("That time is already taken")
            self.by_key[mine], self._owners[mine] = slot, owner
        self._done[key] = f"booking-{mine}"
        return self._done[key]


class FakeOutbox:
    """Keeps what it was told, by id."""

    def __init__(self) -> None:
        self.events: dict[str, OutboxEvent] = {}

    async def add(self, event: OutboxEvent) -> None:
        self.events.setdefault(event["id"], event)
