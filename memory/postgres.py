"""PostgreSQL's own matters: its driver, who owns a database, and files without deleted rows."""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Generator, Iterable
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any

from sqlalchemy import URL, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from core.errors import BusyError, SettingsError

NAMES = ("postgresql", "postgres")
"""How its URLs begin; libpq knows both."""
MISSING = (
    "PostgreSQL needs more packages: "
    'pip install langgraph-checkpoint-postgres "psycopg[binary,pool]".'
)
CONNECT: dict[str, Any] = {"connect_timeout": 5}
"""Seconds (libpq) that a server may take to let us in."""

PATIENCE_SECONDS = 5.0
"""The server notices at once that a killed owner is gone, and another second later at most."""
LOOK_SECONDS = 5.0
"""How often an owner looks whether its connection still stands."""
LOCK_SECONDS = 10.0
"""How long to wait for a table that others read and write."""

# Two numbers are another room of locks than one, in which businesses are (`memory.slots`).
OWNING, MIGRATING = 1, 2
_CLAIM = text("SELECT pg_try_advisory_lock(:room, hashtext(current_schema()))")
_ALONE = text("SELECT pg_advisory_xact_lock(:room, hashtext(current_schema()))")
_NOTICE_THE_DEAD = (
    "SET tcp_keepalives_idle = 15; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3"
)

logger = logging.getLogger(__name__)


def driven(url: URL) -> URL:
    """With the one driver that is used, psycopg, whatever the URL names."""
    return url.set(drivername="postgresql+psycopg")


@contextmanager
def opening(what: str) -> Generator[None]:
    """Raises SettingsError with the server's own reason, which has no password in it."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise SettingsError(MISSING) from error
    except DBAPIError as error:
        raise SettingsError(unusable(what, error.orig)) from error


def unusable(what: str, error: BaseException | None) -> str:
    """One sentence for the start."""
    said = (str(error).strip() or "it does not answer").splitlines()[0]
    return f"The PostgreSQL database for {what} cannot be used: {said}"


@asynccontextmanager
async def owned(
    url: URL, patience: float = PATIENCE_SECONDS, look: float = LOOK_SECONDS
) -> AsyncGenerator[None]:
    """Own a database (its schema) while in the block, by an advisory lock.

    Raises SettingsError when it cannot be reached, or another server holds it for longer
    than `patience` s: each start ends the sessions that it finds open, and each server has an index
    of its own, so two would take sessions and passages from one another. The lock goes with
    its connection; looked at every `look` s, it is taken again after that broke.
    """
    with opening("records"):
        engine = _engine(url)
        connection = await engine.connect()
    keeping: asyncio.Task[None] | None = None
    try:
        until = time.monotonic() + patience
        while not await _claimed(connection):
            if time.monotonic() > until:
                raise SettingsError(
                    "Another server uses this PostgreSQL database; stop it or choose another "
                    "DATABASE_URL."
                )
            await asyncio.sleep(0.2)
        keeping = asyncio.create_task(_keep(engine, connection, look), name="database-owner")
        yield
    finally:
        if keeping is None:
            await connection.close()
        else:
            keeping.cancel()
            with suppress(asyncio.CancelledError):
                await keeping
        await engine.dispose()


async def _keep(engine: AsyncEngine, connection: AsyncConnection, look: float) -> None:
    """Look after the lock until cancelled."""
    try:
        while True:
            await asyncio.sleep(look)
            # Broken, then not there, then another's: each is tried again.
            with suppress(SQLAlchemyError):
                if connection.closed or connection.invalidated:
                    connection = await engine.connect()
                    if not await _claimed(connection):
                        logger.error("Another server has taken this PostgreSQL database meanwhile.")
                        await connection.close()
                else:
                    await connection.execute(text("SELECT 1"))
                continue
            await _left(connection)
    finally:
        await _left(connection)


async def _left(connection: AsyncConnection) -> None:
    with suppress(SQLAlchemyError):
        await connection.close()


async def _claimed(connection: AsyncConnection) -> bool:
    await connection.execute(text(_NOTICE_THE_DEAD))
    return bool(await connection.scalar(_CLAIM, {"room": OWNING}))


async def rewrite(url: URL, tables: Iterable[str], patience: float = LOCK_SECONDS) -> None:
    """Write tables anew without their deleted rows, and let go of the old files.

    Each table is locked meanwhile (VACUUM FULL; a plain one leaves the bytes in place).
    Raises BusyError when one cannot be had within `patience` s. The server's write-ahead log keeps
    what was written until it is recycled, and so do its replicas and backups.
    """
    engine = _engine(url)
    try:
        async with engine.connect() as connection:
            await connection.execute(text(f"SET lock_timeout = {round(patience * 1000)}"))
            quoted = engine.dialect.identifier_preparer.quote
            for table in tables:
                await connection.execute(text(f"VACUUM FULL {quoted(table)}"))
    except DBAPIError as error:
        raise BusyError(
            "The records are in use and could not be cleaned; please erase again."
        ) from error
    finally:
        await engine.dispose()


def _engine(url: URL) -> AsyncEngine:
    return create_async_engine(
        driven(url), poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=CONNECT
    )


def alone_here() -> tuple[Any, dict[str, int]]:
    """The statement after which no other server migrates until the transaction ends."""
    return _ALONE, {"room": MIGRATING}
