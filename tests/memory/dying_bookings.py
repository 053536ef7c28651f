"""A caller's booking, its change and its cancellation, killed at every step they take.

Run as `python -m tests.memory.dying_bookings FOLDER INTENT`. A fork of this process does the
work in a file of its own and kills itself with SIGKILL before the n-th statement or commit;
another fork, as after a restart, does it again. Prints a JSON line for each n, until one
was not killed.
"""

import asyncio
import json
import os
import shutil
import signal
import sqlite3
import sys
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import event

from core.appointments import BookingDraft
from memory.bookings import SqlBookings
from memory.ledger import SqlLedger
from memory.records import Records, open_records

INTENTS = ("book", "change", "cancel")
TABLES = ("bookings", "booking_slots", "outbox", "effects")


def die_before(records: Records, step: int) -> None:
    steps = count()

    def reached(*_: Any) -> None:
        if next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(records.engine.sync_engine, "before_cursor_execute", reached)
    event.listen(records.engine.sync_engine, "commit", reached)


async def work(path: Path, intents: tuple[str, ...], step: int | None = None) -> str:
    """The intents one after another, each by the ledger as the node `book` does."""
    records = await open_records(f"sqlite+aiosqlite:///{path}")
    ledger, bookings, booking_id = SqlLedger(records), SqlBookings(records), ""
    for intent in intents:
        if step is not None and intent == intents[-1]:
            die_before(records, step)
        key, hour = f"session:{intent}:book", "14:00" if intent == "book" else "14:15"
        draft: Any = {"status": "confirmed", "intent": intent, "date": "2030-03-04", "time": hour}
        draft["booking_id"] = booking_id or None

        async def effect(key: str = key, given: BookingDraft = draft) -> str:
            return await bookings.book(key, "salon", "ann", given)

        booking_id = await ledger.once(key, effect)
    await records.close()
    return booking_id


def rows(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as db:
        found = {t: db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in TABLES}
        done = db.execute("SELECT count(*) FROM effects WHERE result IS NOT NULL").fetchone()[0]
        return {**found, "done": done}


def forked(path: Path, intents: tuple[str, ...], step: int | None = None) -> bool:
    """Whether the work came to its end in a process of its own."""
    if not (pid := os.fork()):
        asyncio.run(work(path, intents, step))
        os._exit(0)
    status = os.waitpid(pid, 0)[1]
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    assert killed or status == 0, status
    return not killed


def main(folder: Path, intent: str) -> None:
    before = INTENTS[: INTENTS.index(intent)]
    template = folder / "before.sqlite3"
    # Not forked: what it imports, the forks have.
    asyncio.run(work(template, before))
    for step in count():
        path = folder / f"{step}.sqlite3"
        shutil.copy(template, path)
        ended = forked(path, (*before, intent), step)
        killed = rows(path)
        forked(path, (*before, intent))
        print(json.dumps({"ended": ended, "killed": killed, "again": rows(path)}))  # noqa: T201
        if ended:
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
