"""The records: one SQL database that holds the truth. Everything else can be rebuilt from it."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import URL, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from core.errors import BusyError, SettingsError
from memory.postgres import CONNECT, NAMES, alone_here, driven, opening
from memory.tables import Base

logger = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_TIMEOUT_MS = 10_000

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}",
)


@dataclass(frozen=True, slots=True)
class Records:
    """An open database: `read()` to look, `write()` to change.

    Both raise BusyError when PostgreSQL cannot be reached; nothing is written then, but for
    a connection that breaks while it commits: nobody knows of that one.

    SQLite has one writer at a time, and its busy handler sleeps; writers of this process
    queue on a lock of ours instead, which is fair and faster. `path` is the SQLite file,
    None for any other database.
    """

    engine: AsyncEngine
    path: Path | None
    _sessions: async_sessionmaker[AsyncSession]
    _writing: asyncio.Lock = field(default_factory=asyncio.Lock)

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[AsyncSession]:
        with _answering(self.engine):
            async with self._sessions() as session:
                yield session

    @asynccontextmanager
    async def write(self) -> AsyncGenerator[AsyncSession]:
        """One transaction: committed at the end, rolled back if the block raises."""
        with _answering(self.engine):
            if self.engine.dialect.name == "sqlite":
                async with self._writing, self._sessions.begin() as session:
                    yield session
            else:
                async with self._sessions.begin() as session:
                    yield session

    def insert(self, table: type[Base]) -> sqlite.Insert | postgresql.Insert:
        """An INSERT that knows ON CONFLICT, which both dialects spell alike."""
        dialect = sqlite if self.engine.dialect.name == "sqlite" else postgresql
        return dialect.insert(table)

    async def close(self) -> None:
        await self.engine.dispose()


async def open_records(url: str | URL) -> Records:
    """Open the database at a SQLAlchemy URL and migrate it to the newest schema.

    A SQLite file and its folder are made if missing. Raises SettingsError for a database
    that is neither SQLite nor PostgreSQL, or that cannot be opened for lack of packages, of
    a server that answers, or of permission.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() in NAMES:
        return await _open_postgres(driven(parsed))
    if parsed.get_backend_name() != "sqlite":
        raise SettingsError("The database URL must begin with sqlite or postgresql.")
    parsed = parsed.set(drivername="sqlite+aiosqlite")
    path = Path(parsed.database) if parsed.database else None
    if path is not None:
        await asyncio.to_thread(path.parent.mkdir, parents=True, exist_ok=True)
    # Alembic blocks: it reads its scripts from disk.
    await asyncio.to_thread(_migrate, parsed)
    # Parameters are what callers said, and errors end up in logs.
    engine = create_async_engine(parsed, hide_parameters=True)
    event.listen(engine.sync_engine, "connect", _set_pragmas)
    return Records(engine, path, async_sessionmaker(engine, expire_on_commit=False))


async def _open_postgres(url: URL) -> Records:
    with opening("records"):
        await asyncio.to_thread(_migrate, url)
    # Asked for a sign of life before each use, a connection that a restart broke is replaced.
    engine = create_async_engine(
        url, hide_parameters=True, pool_pre_ping=True, pool_timeout=10, connect_args=CONNECT
    )
    return Records(engine, None, async_sessionmaker(engine, expire_on_commit=False))


@contextmanager
def _answering(engine: AsyncEngine) -> Generator[None]:
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeoutError) as error:
        # A file does not go away and come back: what is wrong with SQLite needs a person.
        if engine.dialect.name == "sqlite":
            raise
        logger.warning("PostgreSQL does not answer: %s", type(error.__cause__ or error).__name__)
        raise BusyError("The records cannot be reached now; please try again shortly") from error


def _set_pragmas(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _migrate(url: URL) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    on_sqlite = url.get_backend_name() == "sqlite"
    engine = create_engine(
        url.set(drivername="sqlite") if on_sqlite else url,
        hide_parameters=True,
        connect_args={} if on_sqlite else CONNECT,
    )
    if on_sqlite:
        event.listen(engine, "connect", _set_pragmas)
    try:
        with engine.begin() as connection:
            if not on_sqlite:
                connection.execute(*alone_here())
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()
