"""What only PostgreSQL can get wrong; the rest keeps one contract with SQLite.

What needs a server is left out without TEST_POSTGRES_URL.
"""

import asyncio
from collections.abc import Generator
from contextlib import AsyncExitStack
from importlib.util import find_spec
from pathlib import Path
from uuid import NAMESPACE_URL, uuid4, uuid5

import pytest
from sqlalchemy import make_url, text

from core.errors import BusyError, SettingsError
from memory.bookings import SqlBookings
from memory.checkpoints import Saver, open_saver
from memory.erasure import CHECKPOINT_TABLES
from memory.postgres import OWNING, driven, owned, rewrite
from memory.records import Records, open_records
from memory.tables import Base
from tests.databases import POSTGRES_URL, database
from tests.memory.checkpoint_script import Script, a_thread, told
from tests.memory.make import confirmed, remembering, turn

on_server = pytest.mark.skipif(not POSTGRES_URL, reason="TEST_POSTGRES_URL names no server")
KILL = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
)


@pytest.fixture
def url(tmp_path: Path) -> Generator[str]:
    with database("postgresql", tmp_path) as url:
        yield url


async def cut_all(url: str) -> None:
    """What a restart of the server does to every connection."""
    records = await open_records(url)
    async with records.engine.connect() as db:
        await db.execute(KILL)
    await records.close()


def test_any_way_to_write_its_url_names_the_one_driver():
    for name in ("postgres", "postgresql", "postgresql+asyncpg"):
        given = make_url(f"{name}://me:p%40w@there:5433/x?sslmode=require")
        wanted = "postgresql+psycopg://me:p%40w@there:5433/x?sslmode=require"
        assert driven(given).render_as_string(hide_password=False) == wanted


@pytest.mark.skipif(find_spec("psycopg") is not None, reason="the packages are there")
async def test_missing_packages_are_named():
    with pytest.raises(SettingsError, match="pip install langgraph-checkpoint-postgres"):
        await open_records("postgresql://nowhere.invalid/x")


@pytest.mark.skipif(find_spec("psycopg") is None, reason="the packages are not there")
async def test_a_server_that_cannot_be_used_is_told_with_its_reason_and_no_password(tmp_path: Path):
    url = "postgresql://me:hunter2@127.0.0.1:1/x"
    with pytest.raises(SettingsError, match=r"for records cannot be used: .*refused") as records:
        await open_records(url)
    with pytest.raises(SettingsError, match=r"for records cannot be used: .*refused") as owner:
        async with owned(make_url(url)):
            pass
    with pytest.raises(SettingsError, match=r"for checkpoints cannot be used: .*refused") as saver:
        async with open_saver(url, tmp_path):
            pass
    assert not any("hunter2" in str(each.value) for each in (records, owner, saver))


@on_server
async def test_all_may_start_at_once_on_an_empty_database(url: str, tmp_path: Path):
    async def start() -> None:
        records = await open_records(url)
        async with open_saver(url.replace("postgresql:", "postgresql+psycopg:"), tmp_path):
            await records.close()

    async with asyncio.timeout(60):
        await asyncio.gather(*(start() for _ in range(4)))


@on_server
async def test_a_database_has_one_owner_who_may_come_back(url: str, tmp_path: Path):
    async with remembering(tmp_path / "one", database_url=url):
        with pytest.raises(SettingsError, match="Another server uses"):
            async with owned(make_url(url), patience=0.3):
                pass
    async with remembering(tmp_path / "two", database_url=url):
        pass


@on_server
async def test_an_owner_whose_connection_broke_owns_it_again(
    url: str,
):
    held = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted")
    async with owned(make_url(url), look=0.05):
        await cut_all(url)
        records = await open_records(url)
        async with records.read() as db, asyncio.timeout(10):
            while await db.scalar(held) != 1:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        await records.close()
        with pytest.raises(SettingsError, match="Another server uses"):
            async with owned(make_url(url), patience=0.3):
                pass


@on_server
async def test_records_and_checkpoints_outlive_a_restart_of_the_server(url: str, tmp_path: Path):
    async with AsyncExitStack() as stack:
        memory = await stack.enter_async_context(remembering(tmp_path, database_url=url))
        saver: Saver = await stack.enter_async_context(open_saver(url, tmp_path))
        script, config = Script(saver), a_thread()
        await memory.journal.record_turn(turn("ann", "hello"))
        await script.run({"word": "hi"}, config)
        await cut_all(url)
        await memory.journal.record_turn(turn("ann", "hello again", index=2))
        await script.run({"word": "yo"}, config)
        assert len(await memory.journal.turns("s1")) == 2
        assert await script.said(config) == told("hi") + told("yo")


@on_server
async def test_a_connection_cut_in_a_transaction_is_told_and_undone(url: str):
    records = await open_records(url)

    async def cut() -> None:
        async with records.write() as db:
            await db.execute(text("CREATE TABLE half (x int)"))
            await cut_all(url)
            await db.execute(text("SELECT 1"))

    with pytest.raises(BusyError, match="records cannot be reached"):
        await cut()
    async with records.read() as db:
        assert await db.scalar(text("SELECT to_regclass('half')")) is None
    await records.close()


async def filenodes(records: Records) -> dict[str, int]:
    names = [*Base.metadata.tables, *CHECKPOINT_TABLES]
    async with records.read() as db:
        return {
            name: await db.scalar(text(f"SELECT pg_relation_filenode('{name}')")) for name in names
        }


@on_server
async def test_erasure_leaves_no_table_file_that_held_the_user(url: str, tmp_path: Path):
    async with AsyncExitStack() as stack:
        memory = await stack.enter_async_context(remembering(tmp_path, database_url=url))
        saver = await stack.enter_async_context(open_saver(url, tmp_path))
        session = str(uuid4())
        config = {"configurable": {"thread_id": session}}
        await Script(saver).run({"word": "zebrafrost"}, config)  # pyright: ignore[reportArgumentType]
        await memory.sessions.open(session, "ann", "ann", "2026-03-01T10:00:00Z", None, None)
        await memory.journal.record_turn(turn("ann", "zebrafrost", session_id=session))
        before = await filenodes(memory.records)
        erasure = memory.erasure(
            saver, lambda session: [str(uuid5(NAMESPACE_URL, session))], checkpoints_url=url
        )
        assert (await erasure.erase_user("ann"))["turns"] == 1
        after = await filenodes(memory.records)
        assert not set(before.values()) & set(after.values())
        assert await saver.aget_tuple(config) is None  # pyright: ignore[reportArgumentType]


@on_server
async def test_a_table_in_use_is_reported(url: str):
    records = await open_records(url)
    async with records.read() as db:
        await db.execute(text("SELECT * FROM turns"))
        with pytest.raises(BusyError, match="in use"):
            await rewrite(make_url(url), ["turns"], patience=0.5)
    await records.close()


@on_server
async def test_no_business_can_be_named_so_that_it_waits_for_the_owner(url: str):
    async with owned(make_url(url)), asyncio.timeout(20):
        records = await open_records(url)
        for name in ("public", "1", str(OWNING)):
            await SqlBookings(records).book(name, name, "ann", confirmed())
        await records.close()
