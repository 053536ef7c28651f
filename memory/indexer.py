"""Fills the index from the records, in the background.

Rows whose `indexed_at` is null are the outbox: whatever a crash, a failing embedding
service or a lost index left behind is taken up again. Entries go in by id, so taking one
twice changes nothing.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, cast

from langchain_core.embeddings import Embeddings
from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import InstrumentedAttribute

from core.context import utc_now
from core.state import SessionSummary, TurnRecord
from memory.entries import passage_entry, summary_entry, turn_entry
from memory.index import ChromaIndex, Entry, Kind
from memory.records import Records
from memory.tables import PassageRow, SummaryRow, TurnRow

BATCH = 64
LINGER_SECONDS = 0.25
"""How long a nudge waits for more, so that many turns become one write."""
LONGEST_PAUSE_SECONDS = 60.0

logger = logging.getLogger(__name__)

_OUTBOXES: tuple[tuple[Kind, InstrumentedAttribute[str], type[Any]], ...] = (
    ("knowledge", PassageRow.id, PassageRow),
    ("conversations", TurnRow.turn_id, TurnRow),
    ("sessions", SummaryRow.session_id, SummaryRow),
)


class Indexer:
    def __init__(self, records: Records, index: ChromaIndex, embeddings: Embeddings) -> None:
        self._records = records
        self._index = index
        self._embeddings = embeddings
        self._nudged = asyncio.Event()
        self._lock = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin in the background, with what is waiting already."""
        self._task = asyncio.create_task(self._run(), name="indexer")
        self.wake()

    def wake(self) -> None:
        self._nudged.set()

    async def flush(self) -> None:
        """Return when nothing is left to index. Raises what the embeddings or Chroma raise."""
        while await self._step():
            pass

    @asynccontextmanager
    async def paused(self) -> AsyncGenerator[None]:
        """While in this block nothing is indexed, so what is deleted does not come back."""
        async with self._lock:
            yield

    async def rebuild(self) -> None:
        """Drop the index and put every record into the outbox; `flush` or time does the rest.

        For the start: a training under way would lose what it has just put in.
        """
        async with self._lock:
            async with self._records.write() as db:
                for _, _, table in _OUTBOXES:
                    await db.execute(update(table).values(indexed_at=None))
            await self._index.clear()
        self.wake()

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        pause = LINGER_SECONDS
        while True:
            await self._nudged.wait()
            await asyncio.sleep(pause)
            self._nudged.clear()
            try:
                await self.flush()
                pause = LINGER_SECONDS
            except Exception as error:
                pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
                logger.warning("Indexing failed and is tried again: %s", type(error).__name__)
                self._nudged.set()

    async def _step(self) -> int:
        """Index up to `BATCH` rows of each kind; returns how many."""
        async with self._lock:
            return sum([await self._drain(*outbox) for outbox in _OUTBOXES])

    async def _drain(self, kind: Kind, key: InstrumentedAttribute[str], table: type[Any]) -> int:
        waiting: ColumnElement[bool] = table.indexed_at.is_(None)
        async with self._records.read() as db:
            rows = (await db.scalars(select(table).where(waiting).limit(BATCH))).all()
        if not rows:
            return 0
        taken = {cast(str, getattr(row, key.key)): _entry(row) for row in rows}
        await self._put(kind, [entry for entry in taken.values() if entry is not None])
        async with self._records.write() as db:
            # A turn whose mood was corrected meanwhile stays in the outbox.
            # Locked, as SQLite's one writer is: PostgreSQL would let a correction in between.
            rows_now = select(table).where(key.in_(taken)).order_by(key).with_for_update()
            now = (await db.scalars(rows_now)).all()
            there = {cast(str, getattr(row, key.key)): _entry(row) for row in now}
            done = [each for each, entry in there.items() if entry == taken[each]]
            mark = update(table).where(key.in_(done)).values(indexed_at=utc_now().isoformat())
            await db.execute(mark)
        return len(rows)

    async def _put(self, kind: Kind, entries: Sequence[Entry]) -> None:
        if entries:
            vectors = await self._embeddings.aembed_documents([entry.text for entry in entries])
            await self._index.put(kind, entries, vectors)


def _entry(row: PassageRow | TurnRow | SummaryRow) -> Entry | None:
    if isinstance(row, PassageRow):
        return passage_entry(row)
    if isinstance(row, TurnRow):
        return turn_entry(cast(TurnRecord, row.record))
    return summary_entry(cast(SessionSummary, row.summary))
