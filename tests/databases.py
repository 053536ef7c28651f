"""Empty databases for tests: SQLite always, PostgreSQL where TEST_POSTGRES_URL names a server.

Each test gets a database of its own there, which goes when the test ends; the role in the
URL must be allowed to make some (CREATEDB).
"""

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from uuid import uuid4

from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.pool import NullPool

Database = Literal["sqlite", "postgresql"]

POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL")
DATABASES: list[Database] = ["sqlite", "postgresql"] if POSTGRES_URL else ["sqlite"]


@contextmanager
def database(kind: Database, folder: Path) -> Generator[str]:
    """The URL of an empty database; SQLite's is `folder`/records.sqlite3, as by default."""
    if kind == "sqlite":
        yield f"sqlite+aiosqlite:///{folder / 'records.sqlite3'}"
        return
    name, server = f"rapport_test_{uuid4().hex}", make_url(POSTGRES_URL or "")
    admin = create_engine(server.set(drivername="postgresql+psycopg"), poolclass=NullPool)
    _run(admin, f"CREATE DATABASE {name}")
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        # Not WITH (FORCE), which is refused while the server's own autovacuum is in there.
        _run(
            admin,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE datname = '{name}' AND usename = current_user",
        )
        _run(admin, f"DROP DATABASE {name}")


def _run(admin: Engine, statement: str) -> None:
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.execute(text(statement))
