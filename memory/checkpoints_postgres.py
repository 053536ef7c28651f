"""Checkpoints in PostgreSQL, for sessions that any of several processes may serve.

LangGraph's own saver over a pool of ours; the packages are an optional extra. There is
no group commit here: PostgreSQL already flushes its log once for all who commit together.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.serde.base import SerializerProtocol

from core.errors import SettingsError

CONNECTIONS = 8
"""The most connections of one process; PostgreSQL allows 100 in all unless told otherwise."""


@asynccontextmanager
async def open_postgres(
    url: str, serde: SerializerProtocol
) -> AsyncGenerator[BaseCheckpointSaver[Any]]:
    """Open LangGraph's PostgreSQL saver, its tables made if missing.

    The pool tests each connection before it lends it, so one that the server dropped is
    replaced (langgraph #6705, #7304). Raises SettingsError when the packages are missing
    or the server does not answer within ten seconds.
    """
    saver_module = _imported("langgraph.checkpoint.postgres.aio")
    pool_module = _imported("psycopg_pool")
    pool = pool_module.AsyncConnectionPool(
        url,
        min_size=1,
        max_size=CONNECTIONS,
        open=False,
        check=pool_module.AsyncConnectionPool.check_connection,
        kwargs={
            "autocommit": True,
            "prepare_threshold": 0,
            "row_factory": _imported("psycopg.rows").dict_row,
        },
    )
    try:
        await pool.open(wait=True, timeout=10)
    except pool_module.PoolTimeout as error:
        await pool.close()
        raise SettingsError("The PostgreSQL server for checkpoints does not answer.") from error
    async with pool:
        saver = saver_module.AsyncPostgresSaver(pool, serde=serde)
        # The saver locks itself for a lone connection; over a pool the sessions need not wait.
        saver.lock = asyncio.Semaphore(CONNECTIONS)
        await saver.setup()
        yield saver


def _imported(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ImportError as error:
        raise SettingsError(
            "PostgreSQL checkpoints need more packages: "
            'pip install langgraph-checkpoint-postgres "psycopg[binary,pool]".'
        ) from error
