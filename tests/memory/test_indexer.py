import asyncio
import logging
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from langchain_core.embeddings import Embeddings
from sqlalchemy import func, select

from core.state import MoodReading
from memory.indexer import Indexer
from memory.journal import SqlJournal
from memory.records import open_records
from memory.store import CHROMA, RECORDS, Memory
from memory.tables import TurnRow
from providers.embeddings.fake import FakeEmbeddings
from tests.memory.make import remembering, summary, turn


async def waiting(memory: Memory) -> int | None:
    async with memory.records.read() as db:
        return await db.scalar(
            select(func.count()).select_from(TurnRow).where(TurnRow.indexed_at.is_(None))
        )


async def until_nothing_waits(memory: Memory) -> None:
    async with asyncio.timeout(60):
        while await waiting(memory):  # noqa: ASYNC110 - the indexer tells nobody of its work
            await asyncio.sleep(0.05)


async def found(memory: Memory, user_id: str = "ann") -> list[str]:
    moments = await memory.recall.moments(user_id, "where is the garden", "now")
    return [moment["text"] for moment in moments]


async def test_it_indexes_by_itself_what_is_recorded(memory: Memory):
    await memory.journal.record_turn(turn("ann", "where is the garden"))
    await until_nothing_waits(memory)
    assert await found(memory) == ["where is the garden"]


async def test_summaries_are_indexed_by_their_notable_moments(memory: Memory):
    await memory.history.store(summary("ann", "s1", pain_points=["Could not find the garden"]))
    await memory.indexer.flush()
    vector = FakeEmbeddings().embed_query("find the garden")
    (hit,) = await memory.index.search("sessions", "ann", vector, 5)
    assert (hit.id, hit.text) == ("s1", "neutral. Could not find the garden")


async def test_a_turn_in_which_nothing_was_heard_is_passed_over(memory: Memory):
    await memory.journal.record_turn(turn("ann", " "))
    await memory.indexer.flush()
    assert await waiting(memory) == 0


async def test_a_turn_recorded_again_is_indexed_again(memory: Memory):
    for text in ("where is the pond", "where is the garden"):
        await memory.journal.record_turn(turn("ann", text, turn_id="t1"))
        await memory.indexer.flush()
    assert await found(memory) == ["where is the garden"]


async def test_after_a_crash_it_catches_up(tmp_path: Path):
    records = await open_records(f"sqlite+aiosqlite:///{tmp_path / RECORDS}")
    for n in range(200):
        await SqlJournal(records).record_turn(turn(f"user{n}", "where is the garden"))
    await records.close()
    async with remembering(tmp_path) as memory:
        await memory.indexer.flush()
        for n in (0, 99, 199):
            assert await found(memory, f"user{n}") == ["where is the garden"]


@pytest.mark.parametrize("loss", ["folder lost", "other shards", "other embeddings"])
async def test_an_index_that_is_gone_or_stale_is_made_again(tmp_path: Path, loss: str):
    async with remembering(tmp_path, shards=2) as memory:
        await memory.journal.record_turn(turn("ann", "where is the garden"))
        await memory.history.store(summary("ann", "s1"))
        await memory.businesses.train("salon", "", "", "", "", "The garden is behind.", {})
        await memory.indexer.flush()
    if loss == "folder lost":
        shutil.rmtree(tmp_path / CHROMA)
    now: dict[str, Any] = {
        "folder lost": {"shards": 2},
        "other shards": {"shards": 5},
        "other embeddings": {"shards": 2, "embeddings_name": "new"},
    }
    async with remembering(tmp_path, **now[loss]) as memory:
        await memory.indexer.flush()
        assert await found(memory) == ["where is the garden"]
        assert len(await memory.recall.passages("salon", "garden")) == 1
        vector = FakeEmbeddings().embed_query("neutral")
        assert len(await memory.index.search("sessions", "ann", vector, 5)) == 1


class FlakyEmbeddings(Embeddings):
    """Fails the first time, as a service does."""

    def __init__(self) -> None:
        self.calls = 0

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.calls += 1
        if self.calls == 1:
            raise OSError("no route to host")
        return FakeEmbeddings().embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        return FakeEmbeddings().embed_query(text)


async def test_a_failing_service_is_asked_again(memory: Memory, caplog: pytest.LogCaptureFixture):
    await memory.indexer.close()
    await memory.journal.record_turn(turn("ann", "where is the garden"))
    indexer = Indexer(memory.records, memory.index, FlakyEmbeddings())
    with caplog.at_level(logging.WARNING):
        indexer.start()
        await until_nothing_waits(memory)
    await indexer.close()
    assert await found(memory) == ["where is the garden"]
    assert ["garden" in record.getMessage() for record in caplog.records] == [False]


async def test_while_paused_nothing_is_indexed(memory: Memory):
    async with memory.indexer.paused():
        await memory.journal.record_turn(turn("ann", "where is the garden"))
        flush = asyncio.create_task(memory.indexer.flush())
        await asyncio.sleep(0.4)
        assert await found(memory) == []
        assert not flush.done()
    await flush
    assert await found(memory) == ["where is the garden"]


class Meanwhile(Embeddings):
    """Something happens while the texts are embedded."""

    def __init__(self, happening: Callable[[], Awaitable[None]]) -> None:
        self._happening = happening

    async def aembed_documents(self, texts: list[str]) -> list[list[float]]:
        await self._happening()
        return FakeEmbeddings().embed_documents(texts)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return FakeEmbeddings().embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        return FakeEmbeddings().embed_query(text)


async def test_a_mood_corrected_while_it_is_indexed_is_indexed_too(memory: Memory):
    record = turn("ann", "where is the garden")
    reading: MoodReading = {
        "mood": "sad",
        "sentiment": -0.5,
        "confidence": 0.9,
        "scores": {"sad": 1.0},
    }
    left = [reading]

    async def corrected() -> None:
        if left:
            await memory.journal.correct_mood(record["turn"]["id"], left.pop())

    await memory.indexer.close()
    await memory.journal.record_turn(record)
    await Indexer(memory.records, memory.index, Meanwhile(corrected)).flush()
    (moment,) = await memory.recall.moments("ann", "where is the garden", "now")
    assert (moment["mood"], moment["sentiment"]) == ("sad", -0.5)
    assert await waiting(memory) == 0
