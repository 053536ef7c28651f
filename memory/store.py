"""All of memory, opened and closed as one."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, tzinfo
from pathlib import Path

from langchain_core.embeddings import Embeddings
from sqlalchemy import URL, make_url

from core.context import utc_now
from core.seams import Clock
from memory.booking_list import BookingList
from memory.bookings import SqlBookings
from memory.businesses import Businesses
from memory.deliveries import Deliveries
from memory.erasure import Erasure, ThreadDeleter
from memory.history import SqlHistory
from memory.index import SHARDS, ChromaIndex
from memory.indexer import Indexer
from memory.journal import SqlJournal
from memory.ledger import SqlLedger
from memory.outbox import SqlOutbox
from memory.postgres import NAMES, owned
from memory.recall import MIN_SIMILARITY, ChromaRecall
from memory.records import Records, open_records
from memory.sessions import Sessions
from memory.stats import Stats
from memory.vocabulary import Vocabulary

RECORDS = "records.sqlite3"
CHROMA = "chroma"


@dataclass(frozen=True, slots=True)
class Memory:
    """The seams of memory, ready to use; `close()` when done."""

    records: Records
    index: ChromaIndex
    indexer: Indexer
    recall: ChromaRecall
    journal: SqlJournal
    history: SqlHistory
    ledger: SqlLedger
    bookings: SqlBookings
    booking_list: BookingList
    sessions: Sessions
    stats: Stats
    businesses: Businesses
    outbox: SqlOutbox
    deliveries: Deliveries
    vocabulary: Vocabulary
    _closing: AsyncExitStack

    def erasure(
        self,
        saver: ThreadDeleter,
        derived: Callable[[str], Iterable[str]],
        files: Sequence[Path] = (),
        checkpoints_url: str | None = None,
    ) -> Erasure:
        """Make one for the process; see `Erasure` for what it must be given."""
        return Erasure(
            self.records, self.index, self.indexer, saver, derived, files, checkpoints_url
        )

    async def close(self) -> None:
        """Stop indexing (what is left is taken up at the next start) and let go of all files."""
        await self._closing.aclose()


async def open_memory(
    data_dir: Path,
    embeddings: Embeddings,
    *,
    database_url: str | None = None,
    chroma_path: Path | None = None,
    embeddings_name: str | None = None,
    shards: int = SHARDS,
    min_similarity: float = MIN_SIMILARITY,
    isolated: bool = True,
    clock: Clock = utc_now,
    timezone: tzinfo = UTC,
) -> Memory:
    """Open records and index, migrate, and begin indexing what is not indexed yet.

    By default they are `data_dir`/records.sqlite3 and `data_dir`/chroma. `embeddings_name`
    (by default the class and its `model`) tells embeddings apart: an index that is missing,
    empty, or made with others or with another number of shards is made again from the
    records, in the background. Chroma runs in a child process, or if not `isolated` in this
    one, where each of its writes stops the event loop for 25 to 60 ms. `timezone` is that of
    businesses that gave none. Raises SettingsError when another process owns the folder or
    the PostgreSQL database, or for a database that is not supported or cannot be used.
    """
    path = chroma_path or data_dir / CHROMA
    url = database_url or URL.create("sqlite+aiosqlite", database=str(data_dir / RECORDS))
    async with AsyncExitStack() as opened:
        if make_url(url).get_backend_name() in NAMES:
            await opened.enter_async_context(owned(make_url(url)))
        index = ChromaIndex(path, embeddings_name or _name(embeddings), shards, isolated)
        opened.push_async_callback(index.close)
        opening = asyncio.create_task(index.open())
        opened.push_async_callback(_settled, opening)
        records = await open_records(url)
        opened.push_async_callback(records.close)
        indexer = Indexer(records, index, embeddings)
        if not await opening:
            await indexer.rebuild()
        indexer.start()
        opened.push_async_callback(indexer.close)
        closing = opened.pop_all()
    outbox = SqlOutbox(records, clock)
    return Memory(
        records=records,
        index=index,
        indexer=indexer,
        recall=ChromaRecall(records, index, embeddings, min_similarity),
        journal=SqlJournal(records, indexer.wake),
        history=SqlHistory(records, indexer.wake),
        ledger=SqlLedger(records, clock),
        bookings=SqlBookings(records, clock, timezone, outbox.wake),
        booking_list=BookingList(records, timezone),
        sessions=Sessions(records),
        stats=Stats(records),
        businesses=Businesses(records, index, embeddings, clock),
        outbox=outbox,
        deliveries=Deliveries(records, clock),
        vocabulary=Vocabulary(records),
        _closing=closing,
    )


async def _settled(opening: asyncio.Task[bool]) -> None:
    await asyncio.gather(opening, return_exceptions=True)


def _name(embeddings: Embeddings) -> str:
    return f"{type(embeddings).__name__}:{getattr(embeddings, 'model', '')}"
