import logging
import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, insert, inspect, select, text

from core.errors import BookingError, SettingsError
from memory.bookings import SqlBookings
from memory.records import MIGRATIONS, Records, open_records
from memory.tables import Base, BookingRow, SessionRow, SlotRow
from tests.memory.make import confirmed


async def test_the_migrations_make_exactly_the_models(records: Records):
    def differences(connection: Connection) -> list[object]:
        return compare_metadata(MigrationContext.configure(connection), Base.metadata)

    async with records.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 1),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("busy_timeout", 10_000),
    ],
)
async def test_every_connection_has_its_pragmas(tmp_path: Path, pragma: str, value: object):
    records = await open_records(f"sqlite+aiosqlite:///{tmp_path / 'records.sqlite3'}")
    async with records.read() as one, records.read() as other:
        for session in (one, other):
            assert await session.scalar(text(f"PRAGMA {pragma}")) == value
    await records.close()


async def test_opening_says_nothing_and_keeps_what_was_there(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.WARNING)
    path = tmp_path / "new" / "folder 100%" / "records.sqlite3"
    for _ in range(2):
        opened = await open_records(f"sqlite+aiosqlite:///{path}")
        await opened.close()
        with sqlite3.connect(path) as db:
            db.execute("CREATE TABLE IF NOT EXISTS mine (x)")
        db.close()
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []


async def test_a_database_that_is_not_supported_is_refused():
    with pytest.raises(SettingsError, match="sqlite or postgresql"):
        await open_records("mysql+aiomysql://localhost/x")


async def test_a_failed_write_leaves_nothing(records: Records):
    row = {"session_id": "s", "user_id": "u", "business_id": "u", "started_at": "2026-01-01"}

    async def failing() -> None:
        async with records.write() as db:
            await db.execute(insert(SessionRow).values(row))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await failing()
    async with records.read() as db:
        assert (await db.scalars(select(SessionRow))).all() == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2026-03-01T10:00:00+02:00", "2026-03-01T08:00:00+00:00"),
        ("2026-03-01T10:00:00Z", "2026-03-01T10:00:00+00:00"),
        ("2026-03-01T10:00:00.25", "2026-03-01T10:00:00.250000+00:00"),
    ],
)
async def test_times_come_back_in_utc(records: Records, given: str, kept: str):
    row = {"session_id": "s", "user_id": "u", "business_id": "u", "started_at": given}
    async with records.write() as db:
        await db.execute(insert(SessionRow).values(row))
    async with records.read() as db:
        assert await db.scalar(select(SessionRow.started_at)) == kept


@pytest.mark.parametrize("word", ["a\x00b", "a\ud800b"])
async def test_what_a_store_refuses_is_kept_as_a_replacement(records: Records, word: str):
    row = {"session_id": word, "user_id": "u", "business_id": word, "started_at": "2026-01-01"}
    async with records.write() as db:
        await db.execute(insert(SessionRow).values({**row, "session_id": "s"}))
    async with records.read() as db:
        kept = await db.scalar(select(SessionRow.business_id).where(SessionRow.business_id == word))
    assert kept == "a\ufffdb"


async def test_the_schema_can_be_taken_back(records: Records):
    def back(connection: Connection) -> set[str]:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        return set(inspect(connection).get_table_names())

    async with records.engine.begin() as connection:
        assert await connection.run_sync(back) == {"alembic_version"}


async def test_bookings_of_before_keep_their_time(records: Records):
    """Back to the first schema and forth again, with bookings that now overlap."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))

    def old(connection: Connection) -> None:
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
        for name, clock in [("a", "14:00"), ("b", "14:15"), ("c", "soon")]:
            connection.execute(
                text(
                    "INSERT INTO bookings (id, key, business_id, user_id, date, time, created_at) "
                    "VALUES (:id, :id, 'salon', 'ann', '2026-03-03', :time, '2026-03-01 10:00:00')"
                ),
                {"id": name, "time": clock},
            )
        command.upgrade(config, "head")

    async with records.engine.begin() as connection:
        await connection.run_sync(old)
    async with records.read() as db:
        kept = (await db.scalars(select(BookingRow).order_by(BookingRow.id))).all()
        seats = (await db.execute(select(SlotRow.booking_id, SlotRow.seat))).all()
    assert [(row.id, row.status, row.duration_minutes) for row in kept] == [
        (name, "booked", 30) for name in "abc"
    ]
    assert {row.updated_at for row in kept} == {"2026-03-01T10:00:00+00:00"}
    assert sorted(seats) == [("a", 0)] * 6 + [("b", 0)] * 3 + [("b", 1)] * 3
    bookings = SqlBookings(records)
    for clock in ("13:45", "14:00", "14:30"):
        with pytest.raises(BookingError, match="taken"):
            await bookings.book(clock, "salon", "bob", confirmed(time=clock))
    assert await bookings.book("k", "salon", "bob", confirmed(time="14:45"))
