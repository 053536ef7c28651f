"""`python -m evals.race`: callers of several processes race for the last slots of one day.

Each process opens the same records and lets its share of the callers book at once. Then
every slot must be booked once, and everybody else must have been told the nearest free times.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from core.appointments import BookingDraft
from core.errors import BookingError
from memory.booking_list import BookingList
from memory.bookings import SqlBookings
from memory.records import Records, open_records

BUSINESS = "race"
DAY = "2026-03-03"
MINUTES = 30
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one process's callers met. `failed` counts errors that are no refusals."""

    booked: int
    refused: int
    with_offers: int
    failed: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The whole race. `rows` are bookings in the records, `slots` how many different they are."""

    callers: int
    processes: int
    slots: int
    booked: int
    refused: int
    with_offers: int
    failed: int
    rows: int
    different: int
    seconds: float

    @property
    def fair(self) -> bool:
        """Each slot once, and everybody else told of others."""
        expected = min(self.slots, self.callers)
        won = self.booked == self.rows == self.different == expected
        lost = self.refused == self.with_offers == self.callers - expected
        return won and lost and not self.failed


def slot(caller: int, slots: int) -> str:
    """The time that a caller wants: every slot is wanted by as many."""
    minute = (caller % slots) * MINUTES
    return f"{minute // 60:02}:{minute % 60:02}"


async def callers(url: str, numbers: range, slots: int) -> Outcome:
    """Let some callers book, all at once."""
    async with opened(url) as records:
        bookings = SqlBookings(records, lambda: NOW)

        async def call(number: int) -> str | BookingError:
            draft: BookingDraft = {
                "status": "confirmed",
                "intent": "book",
                "date": DAY,
                "time": slot(number, slots),
                "name": f"Caller {number}",
            }
            try:
                return await bookings.book(f"race:{number}:book", BUSINESS, f"user{number}", draft)
            except BookingError as error:
                return error

        met = await asyncio.gather(*map(call, numbers), return_exceptions=True)
    refused = [each for each in met if isinstance(each, BookingError)]
    booked = sum(isinstance(each, str) for each in met)
    with_offers = sum(bool(each.offers) for each in refused)
    return Outcome(booked, len(refused), with_offers, len(met) - booked - len(refused))


@asynccontextmanager
async def opened(url: str) -> AsyncGenerator[Records]:
    records = await open_records(url)
    try:
        yield records
    finally:
        await records.close()


async def race(url: str, count: int, slots: int, processes: int) -> Figures:
    """Run it on a database that has no bookings of the business `race` yet."""
    async with opened(url):
        pass  # migrated once, before anybody races
    began = time.monotonic()
    shares = [range(first, count, processes) for first in range(processes)]
    outcomes = await asyncio.gather(*(_process(url, share, slots) for share in shares))
    seconds = time.monotonic() - began
    async with opened(url) as records:
        page = await BookingList(records).page(BUSINESS, status="booked", limit=count)
    total = Counter[str]()
    for outcome in outcomes:
        total.update(asdict(outcome))
    return Figures(
        callers=count,
        processes=processes,
        slots=slots,
        booked=total["booked"],
        refused=total["refused"],
        with_offers=total["with_offers"],
        failed=total["failed"],
        rows=page.total,
        different=len({(entry["date"], entry["time"]) for entry in page.entries}),
        seconds=round(seconds, 2),
    )


async def _process(url: str, share: range, slots: int) -> Outcome:
    order = json.dumps([url, share.start, share.stop, share.step, slots])
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "evals.race", "--child", "-", stdin=-1, stdout=-1
    )
    said, _ = await process.communicate(order.encode())
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, "evals.race")
    return Outcome(**json.loads(said))


def main(
    count: Annotated[int, typer.Option("--callers", min=1)] = 200,
    slots: Annotated[int, typer.Option(min=1, max=48, help="Slots of 30 minutes.")] = 20,
    processes: Annotated[int, typer.Option(min=1, max=16)] = 2,
    database_url: Annotated[
        str | None, typer.Option(help="SQLAlchemy async URL; default a new SQLite file.")
    ] = None,
    child: Annotated[str | None, typer.Option(hidden=True)] = None,
) -> None:
    """Race for the last slots; exit code 1 if a slot was booked twice or an offer is missing."""
    if child:
        url, start, stop, step, wanted = json.loads(sys.stdin.read())
        outcome = asyncio.run(callers(url, range(start, stop, step), wanted))
        typer.echo(json.dumps(asdict(outcome)))
        return
    with tempfile.TemporaryDirectory() as folder:
        url = database_url or f"sqlite+aiosqlite:///{Path(folder) / 'race.sqlite3'}"
        figures = asyncio.run(race(url, count, slots, processes))
    for name, value in asdict(figures).items():
        typer.echo(f"{name:12} {value}")
    typer.echo("fair" if figures.fair else "NOT FAIR")
    raise typer.Exit(not figures.fair)


if __name__ == "__main__":
    typer.run(main)
