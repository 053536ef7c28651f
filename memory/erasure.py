"""Delete a user so that no byte of them stays: records, index, checkpoints, files."""

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol, TypedDict, cast

from sqlalchemy import URL, ColumnElement, CursorResult, delete, make_url, select

from core.errors import BusyError
from memory.index import ChromaIndex
from memory.indexer import Indexer
from memory.postgres import rewrite
from memory.records import Records
from memory.sessions import Sessions, session_ids
from memory.tables import (
    Base,
    BookingRow,
    BusinessRow,
    EffectRow,
    OutboxRow,
    PassageRow,
    SessionRow,
    SlotRow,
    SummaryRow,
    TurnRow,
)

_IN_USE = "The records are in use and could not be cleaned; please erase again."
CHECKPOINT_TABLES = ["checkpoints", "checkpoint_blobs", "checkpoint_writes"]
"""Of LangGraph's PostgreSQL saver, where threads are."""
SCRUB_SECONDS = 10.0
"""How long to wait for readers that keep SQLite's log from being emptied."""


class ThreadDeleter(Protocol):
    """What is needed of a LangGraph checkpoint saver."""

    async def adelete_thread(self, thread_id: str) -> None: ...


class _Rows(TypedDict):
    sessions: int
    turns: int
    summaries: int
    bookings: int
    effects: int
    outbox: int
    businesses: int
    passages: int


class Erased(_Rows):
    """How many of each were deleted. `indexed` counts records of the vector index."""

    threads: int
    indexed: int


class Erasure:
    """`derived` gives the further thread ids of a session (the one of its `session_end`).

    What held the user besides the records are the checkpoints: `files` if they are in SQLite,
    `checkpoints_url` if they are in PostgreSQL. In its tables no deleted byte stays either;
    in its write-ahead log, replicas and backups they stay for as long as those are kept.
    """

    def __init__(
        self,
        records: Records,
        index: ChromaIndex,
        indexer: Indexer,
        saver: ThreadDeleter,
        derived: Callable[[str], Iterable[str]],
        files: Sequence[Path] = (),
        checkpoints_url: str | None = None,
    ) -> None:
        self._records = records
        self._index = index
        self._indexer = indexer
        self._saver = saver
        self._derived = derived
        self._files = [*files, *([records.path] if records.path else [])]
        self._tables: list[tuple[URL, list[str]]] = []
        if records.engine.dialect.name == "postgresql":
            self._tables.append((records.engine.url, list(Base.metadata.tables)))
        if checkpoints_url:
            self._tables.append((make_url(checkpoints_url), CHECKPOINT_TABLES))
        self._erasing = asyncio.Lock()

    async def erase_user(self, user_id: str) -> Erased:
        """Erase a caller, and the business taught under the same id; returns what there was.

        The caller of this must see to it that no session of the user is live, and none can
        begin, until it returns: sockets closed, the running turn and `session_end` finished
        or cancelled, no training under that id under way. What is written during it may
        stay. It should not be cancelled; if it fails or the process dies, erase again: ids
        go last, so nothing is orphaned, and the files are cleaned even if no row is left.

        Other callers' records of talks with this business stay, with its id in them: they
        are theirs. Logs are the server's. Raises BusyError when a file stays in use, and
        RapportError when Chroma cannot be cleaned.
        """
        async with self._erasing, self._indexer.paused():
            sessions = await Sessions(self._records).threads(user_id)
            threads = [t for s in sessions for t in (s, *self._derived(s))]
            for thread in threads:
                await self._saver.adelete_thread(thread)
            indexed = await self._index.forget(user_id)
            rows = await self._delete_rows(user_id)
            for path in self._files:
                await asyncio.to_thread(scrub, path)
            for url, tables in self._tables:
                await rewrite(url, tables)
        return {**rows, "threads": len(threads), "indexed": indexed}

    async def _delete_rows(self, user_id: str) -> _Rows:
        async with self._records.write() as db:

            async def gone(table: type[Base], condition: ColumnElement[bool]) -> int:
                result = await db.execute(delete(table).where(condition))
                return cast(CursorResult[Any], result).rowcount

            theirs = select(BookingRow.id).where(BookingRow.user_id == user_id)
            await gone(SlotRow, SlotRow.booking_id.in_(theirs))
            effects = await gone(EffectRow, EffectRow.session_id.in_(session_ids(user_id)))
            return {
                "effects": effects,
                "turns": await gone(TurnRow, TurnRow.user_id == user_id),
                "summaries": await gone(SummaryRow, SummaryRow.user_id == user_id),
                "sessions": await gone(SessionRow, SessionRow.user_id == user_id),
                "bookings": await gone(BookingRow, BookingRow.user_id == user_id),
                "outbox": await gone(OutboxRow, OutboxRow.user_id == user_id),
                "passages": await gone(PassageRow, PassageRow.business_id == user_id),
                "businesses": await gone(BusinessRow, BusinessRow.business_id == user_id),
            }


def scrub(path: Path, seconds: float = SCRUB_SECONDS) -> None:
    """Rewrite a SQLite file and empty its log, so that no deleted byte is left in either.

    Works beside open connections; raises BusyError when one keeps the file in use for longer.
    """
    if not path.exists():
        return
    until = time.monotonic() + seconds
    with closing(sqlite3.connect(path, timeout=seconds, isolation_level=None)) as db:
        try:
            db.execute("VACUUM")
            while db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                if time.monotonic() > until:
                    raise BusyError(_IN_USE)
                time.sleep(0.1)
        except sqlite3.OperationalError as error:
            raise BusyError(_IN_USE) from error
