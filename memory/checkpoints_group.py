"""Group commit for SQLite: what many sessions write at one time is one transaction."""

import asyncio
import sqlite3
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

ROOM = 1024
"""How many writes may wait for a commit before callers are made to wait as well."""

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Write:
    """Rows of one thread for each of some statements, and the future of their commit."""

    thread_id: str
    statements: Sequence[tuple[str, Sequence[Row]]]
    done: "asyncio.Future[None]"
    erases: bool = False


class GroupWriter:
    """Commits what many callers write at the same time in one transaction.

    While one group is being committed, on a thread of its own, the next one gathers. A
    write returns when it is committed. Writes are applied in the order in which they came.
    """

    def __init__(self, db: sqlite3.Connection, room: int = ROOM) -> None:
        """`db` must allow use from another thread; from here on it belongs to this writer."""
        self._db = db
        self._room = asyncio.Semaphore(room)
        self._queue: list[Write] = []
        self._queued = asyncio.Event()
        self._open: dict[asyncio.Future[None], str] = {}
        self._closed = False
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="checkpoints")
        self._task = asyncio.create_task(self._run())

    async def write(
        self, thread_id: str, *statements: tuple[str, Sequence[Row]], erases: bool = False
    ) -> None:
        """Apply some statements and return once they are committed; waits when the queue is full.

        With `erases` the old pages are also cut from the write-ahead log. Cancelling the
        caller does not take back what is queued. Raises sqlite3.Error.
        """
        if self._closed:
            raise sqlite3.ProgrammingError("The checkpoint saver is closed.")
        done = asyncio.get_running_loop().create_future()
        self._open[done] = thread_id
        done.add_done_callback(self._open.pop)
        try:
            await self._room.acquire()
        except asyncio.CancelledError:
            done.cancel()
            raise
        self._queue.append(Write(thread_id, statements, done, erases))
        self._queued.set()
        await asyncio.shield(done)

    async def settled(self, thread_id: str | None = None) -> None:
        """Wait until what was written so far, of one thread or of all, is committed or refused."""
        if doing := [done for done, of in self._open.items() if thread_id in (None, of)]:
            await asyncio.wait(doing)

    async def aclose(self) -> None:
        """Refuse more, commit what is queued, and close the connection."""
        self._closed = True
        try:
            await self.settled()
        finally:
            self._task.cancel()
            self._thread.shutdown()
            self._db.close()

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        while await self._queued.wait():
            group, self._queue = self._queue, []
            self._queued.clear()
            errors = await loop.run_in_executor(self._thread, self._commit, group)
            for write, error in zip(group, errors, strict=True):
                self._room.release()
                if error is None:
                    write.done.set_result(None)
                else:
                    write.done.set_exception(error)

    def _commit(self, group: list[Write]) -> list[Exception | None]:
        """Commit a group; what a row of one write spoils is tried again write by write.

        An OperationalError (locked, full, read-only) concerns the database and not a row,
        so it fails the group at once.
        """
        try:
            with self._db:
                for write in group:
                    for sql, rows in write.statements:
                        self._db.executemany(sql, rows)
        except Exception as error:
            if len(group) == 1 or isinstance(error, sqlite3.OperationalError):
                return [error] * len(group)
            return [self._commit([write])[0] for write in group]
        kept = self._cut_log() if any(write.erases for write in group) else None
        return [kept if write.erases else None for write in group]

    def _cut_log(self) -> Exception | None:
        """Deleted rows stay readable in the log until it is written back and cut."""
        try:
            busy, *_ = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.Error as error:
            return error
        return sqlite3.OperationalError("A reader keeps deleted rows in the log.") if busy else None
