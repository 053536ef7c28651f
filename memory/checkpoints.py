"""Where the graphs save their steps: SQLite, PostgreSQL or nowhere, chosen by one setting."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

from core.errors import SettingsError

FILE = "checkpoints.sqlite3"
POSTGRES = ("postgresql://", "postgres://", "postgresql+psycopg://")

Saver = BaseCheckpointSaver[Any]


def strict_serde() -> JsonPlusSerializer:
    """A serializer that never builds an object of ours from stored bytes, only plain data.

    What LANGGRAPH_STRICT_MSGPACK=true does, without the environment variable: besides
    primitives only LangGraph's own list of safe types is built, and any other comes back
    as the plain data that it was made of.
    """
    return JsonPlusSerializer(allowed_msgpack_modules=None)


@asynccontextmanager
async def open_saver(setting: str, data_dir: Path) -> AsyncGenerator[Saver]:
    """Open the saver that `setting` names: "sqlite", "memory" or a postgresql:// URL.

    SQLite writes to `data_dir`/checkpoints.sqlite3, and the folder is made if missing.
    Raises SettingsError for any other setting, or when a package for it is missing or the
    PostgreSQL database cannot be used. One URL may serve `open_records` as well.
    """
    if setting == "memory":
        yield InMemorySaver(serde=strict_serde())
    elif setting == "sqlite":
        from memory.checkpoints_sqlite import GroupCommitSqliteSaver

        await asyncio.to_thread(data_dir.mkdir, parents=True, exist_ok=True)
        path = str(data_dir / FILE)
        async with GroupCommitSqliteSaver.from_conn_string(path, serde=strict_serde()) as saver:
            yield saver
    elif setting.startswith(POSTGRES):
        from memory.checkpoints_postgres import open_postgres

        url = setting.replace("+psycopg", "", 1)
        async with open_postgres(url, strict_serde()) as saver:
            yield saver
    else:
        raise SettingsError("Checkpoints must be sqlite, memory, or a postgresql:// URL.")
