"""The group writer by itself, on a table of words."""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from memory.checkpoints_group import ROOM, GroupWriter

ADD = "INSERT INTO words VALUES (?)"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "words.sqlite3"
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("CREATE TABLE words (word TEXT NOT NULL UNIQUE)")
    return path


@asynccontextmanager
async def writing(
    path: Path, room: int = ROOM, patience: float = 60, trace: list[str] | None = None
) -> AsyncGenerator[GroupWriter]:
    db = sqlite3.connect(
        path, timeout=patience, check_same_thread=False, isolation_level="IMMEDIATE"
    )
    db.execute("PRAGMA secure_delete=ON")
    if trace is not None:
        db.set_trace_callback(trace.append)
    writer = GroupWriter(db, room)
    try:
        yield writer
    finally:
        await writer.aclose()


def words(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return [word for (word,) in db.execute("SELECT word FROM words ORDER BY rowid")]


def locked(path: Path) -> sqlite3.Connection:
    """While this connection lives, nobody else can write."""
    db = sqlite3.connect(path)
    db.execute("BEGIN IMMEDIATE")
    return db


async def add(writer: GroupWriter, word: object, thread_id: str = "t") -> None:
    await writer.write(thread_id, (ADD, [(word,)]))


async def started(*tasks: "asyncio.Task[None]") -> None:
    """Let tasks run up to their first wait."""
    await asyncio.sleep(0.02)
    assert not any(task.done() for task in tasks)


async def test_a_write_is_there_when_it_returns(path: Path) -> None:
    async with writing(path) as writer:
        await add(writer, "one")
        assert words(path) == ["one"]


async def test_many_writes_share_few_commits_and_keep_their_order(path: Path) -> None:
    trace: list[str] = []
    async with writing(path, trace=trace) as writer:
        await asyncio.gather(*(add(writer, str(n), str(n % 7)) for n in range(200)))
    assert words(path) == [str(n) for n in range(200)]
    assert trace.count("COMMIT") <= 3


async def test_a_group_never_outgrows_the_room(path: Path) -> None:
    trace: list[str] = []
    async with writing(path, room=3, trace=trace) as writer:
        await asyncio.gather(*(add(writer, str(n)) for n in range(20)))
    assert words(path) == [str(n) for n in range(20)]
    groups = " ".join(line.split()[0] for line in trace).split("COMMIT")
    assert max(group.count("INSERT") for group in groups) <= 3


async def test_a_bad_row_fails_alone(path: Path) -> None:
    async with writing(path) as writer:
        outcomes = await asyncio.gather(
            *(add(writer, word) for word in ("one", object(), "one", "\ud800", "two")),
            return_exceptions=True,
        )
        await add(writer, "three")
    assert words(path) == ["one", "two", "three"]
    assert [type(outcome) for outcome in outcomes] == [
        type(None),
        sqlite3.ProgrammingError,
        sqlite3.IntegrityError,
        UnicodeEncodeError,
        type(None),
    ]


async def test_a_write_of_many_rows_is_all_or_nothing(path: Path) -> None:
    async with writing(path) as writer:
        with pytest.raises(sqlite3.IntegrityError):
            await writer.write("t", (ADD, [("one",), ("two",), ("one",)]))
    assert words(path) == []


async def test_a_locked_database_fails_the_group_and_the_writer_goes_on(path: Path) -> None:
    async with writing(path, patience=0.05) as writer:
        with closing(locked(path)):
            outcomes = await asyncio.gather(
                *(add(writer, str(n)) for n in range(5)), return_exceptions=True
            )
        await add(writer, "after")
    assert [str(outcome) for outcome in outcomes] == ["database is locked"] * 5
    assert words(path) == ["after"]


async def test_a_cancelled_caller_harms_nobody(path: Path) -> None:
    async with writing(path) as writer:
        with closing(locked(path)):
            cancelled = asyncio.create_task(add(writer, "cancelled"))
            other = asyncio.create_task(add(writer, "other"))
            await started(cancelled, other)
            cancelled.cancel()
            with pytest.raises(asyncio.CancelledError):
                await cancelled
        await other
    assert words(path) == ["cancelled", "other"], "what was queued is still written"


async def test_a_caller_cancelled_before_it_had_room_wrote_nothing(path: Path) -> None:
    async with writing(path, room=1) as writer:
        with closing(locked(path)):
            first = asyncio.create_task(add(writer, "first"))
            await started(first)
            waiting = asyncio.create_task(add(writer, "waiting"))
            await started(first, waiting)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
        await first
        await add(writer, "last")
        await writer.settled()
    assert words(path) == ["first", "last"]


async def test_settled_waits_for_the_thread_it_names(path: Path) -> None:
    async with writing(path) as writer:
        with closing(locked(path)):
            write = asyncio.create_task(add(writer, "one", thread_id="busy"))
            await started(write)
            await writer.settled("idle")
            waits = [asyncio.create_task(writer.settled(of)) for of in ("busy", None)]
            await started(write, *waits)
        await asyncio.gather(*waits)
        assert words(path) == ["one"]


async def test_closing_commits_what_is_queued_and_what_waits_for_room(path: Path) -> None:
    async with writing(path, room=4) as writer:
        tasks = [asyncio.create_task(add(writer, str(n))) for n in range(50)]
        await asyncio.sleep(0)
    await asyncio.gather(*tasks)
    assert words(path) == [str(n) for n in range(50)]
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        await add(writer, "late")


async def test_an_erasing_write_leaves_no_byte_and_says_when_it_cannot(path: Path) -> None:
    def left() -> bool:
        return any(b"secret" in file.read_bytes() for file in path.parent.iterdir())

    delete = ("DELETE FROM words WHERE word = ?", [("secret",)])
    async with writing(path, patience=0.05) as writer:
        await asyncio.gather(add(writer, "secret"), add(writer, "kept"))
        assert left()
        with closing(sqlite3.connect(path, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM words").fetchall()
            with pytest.raises(sqlite3.OperationalError, match="reader"):
                await writer.write("t", delete, erases=True)
            assert left()
        await writer.write("t", delete, erases=True)
        assert not left()
    assert words(path) == ["kept"]
