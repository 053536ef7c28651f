"""Checkpoints in PostgreSQL: LangGraph's own saver over a pool of ours.

The packages are an optional extra. There is no group commit here: PostgreSQL already
flushes its log once for all who commit together.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib import import_module
from typing import Any, cast

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.serde.base import SerializerProtocol

from core.errors import BusyError, SettingsError
from memory.postgres import CONNECT, MIGRATING, MISSING, unusable

CONNECTIONS = 8
"""The most connections of one process; PostgreSQL allows 100 in all unless told otherwise."""
WAIT_SECONDS = 5.0
"""How long to wait for a connection; after an outage, also how soon one is tried again."""


@asynccontextmanager
async def open_postgres(
    url: str, serde: SerializerProtocol
) -> AsyncGenerator[BaseCheckpointSaver[Any]]:
    """Open LangGraph's PostgreSQL saver, its tables made if missing, by one server at a time.

    The pool tests each connection before it lends it, so one that the server dropped is
    replaced (langgraph #6705, #7304). Raises SettingsError when the packages are missing
    or the database cannot be used; the saver raises BusyError while the server is gone.
    """
    try:
        driver: Any = import_module("psycopg")
        pooled: Any = import_module("psycopg_pool")
        saving: Any = import_module("langgraph.checkpoint.postgres.aio")
        dict_row: Any = import_module("psycopg.rows").dict_row
    except ImportError as error:
        raise SettingsError(MISSING) from error

    class Pool(pooled.AsyncConnectionPool):  # pyright: ignore[reportUntypedBaseClass]
        @asynccontextmanager
        async def connection(self, timeout: float | None = None) -> AsyncGenerator[Any]:  # noqa: ASYNC109
            try:
                lending = cast(AbstractAsyncContextManager[Any], super().connection(timeout))
                async with lending as lent:
                    yield lent
            except (driver.OperationalError, driver.InterfaceError) as error:
                raise BusyError(
                    "The checkpoints cannot be reached now; please try again shortly"
                ) from error

    async def alive(connection: Any) -> None:
        try:
            await Pool.check_connection(connection)
        except driver.Error:
            # The others died with it, and the pool would pause for longer after each.
            await pool.drain()
            raise

    options = {"autocommit": True, "prepare_threshold": 0, "row_factory": dict_row, **CONNECT}
    try:
        # A pool only says that it has waited in vain: ask for the reason first.
        async with await driver.AsyncConnection.connect(url, **options) as lone:
            saver = saving.AsyncPostgresSaver(lone, serde=serde)
            await _set_up(saver, lone)
    except driver.Error as error:
        raise SettingsError(unusable("checkpoints", error)) from error
    pool: Any = Pool(
        url,
        min_size=1,
        max_size=CONNECTIONS,
        open=False,
        timeout=WAIT_SECONDS,
        reconnect_timeout=WAIT_SECONDS,
        check=alive,
        kwargs=options,
    )
    async with pool:
        saver = saving.AsyncPostgresSaver(pool, serde=serde)
        # The saver locks itself for a lone connection; over a pool as many may pass as there are
        # connections. So a busy saver is waited for, and only one without a server times out.
        saver.lock = asyncio.Semaphore(CONNECTIONS)
        yield saver


async def _set_up(saver: Any, connection: Any) -> None:
    """Make the tables, if no other server is at it.

    Asked for again and again: who waits for a lock has a snapshot open, and the other's
    CREATE INDEX CONCURRENTLY waits for that.
    """
    room = f"({MIGRATING}, hashtext(current_schema() || ':checkpoints'))"
    while True:
        asked = await connection.execute(f"SELECT pg_try_advisory_lock{room} AS mine")
        if (await asked.fetchone())["mine"]:
            break
        await asyncio.sleep(0.1)
    await saver.setup()
    # The lock goes with the connection.
