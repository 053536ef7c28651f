"""Checkpoints in SQLite, many sessions' in one transaction (group commit)."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Literal

import aiosqlite
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import (
    WRITES_IDX_MAP,
    ChannelVersions,
    Checkpoint,
    CheckpointMetadata,
    CheckpointTuple,
    get_checkpoint_metadata,
)
from langgraph.checkpoint.serde.base import SerializerProtocol
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

from memory.checkpoints_group import ROOM, GroupWriter

PUT = (
    "INSERT OR REPLACE INTO checkpoints (thread_id, checkpoint_ns, checkpoint_id,"
    " parent_checkpoint_id, type, checkpoint, metadata) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
ADD_WRITES = (
    "INSERT OR IGNORE INTO writes (thread_id, checkpoint_ns, checkpoint_id, task_id, task_path,"
    " idx, channel, type, value) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
REPLACE_WRITES = ADD_WRITES.replace("IGNORE", "REPLACE")
DELETES = (
    "DELETE FROM checkpoints WHERE thread_id = ?",
    "DELETE FROM writes WHERE thread_id = ?",
)


class GroupCommitSqliteSaver(AsyncSqliteSaver):
    """LangGraph's SQLite saver with the writes of all sessions committed in groups.

    Reads go through the stock saver's connection, writes through a GroupWriter's. A write
    returns when it is committed and a read sees every earlier write of its thread, so a
    killed process loses at most the step in flight. A power cut can lose the last groups
    (synchronous=NORMAL on a write-ahead log; SQLite keeps the file consistent), unless
    `synchronous` is "FULL". Nothing is ever deleted on its own: history stays until
    `adelete_thread`, which leaves no byte of it in the files.
    """

    def __init__(
        self,
        conn: aiosqlite.Connection,
        writer: GroupWriter,
        *,
        serde: SerializerProtocol | None = None,
    ) -> None:
        super().__init__(conn, serde=serde)
        self.writer = writer

    @classmethod
    @asynccontextmanager
    async def from_conn_string(
        cls,
        conn_string: str,
        *,
        serde: SerializerProtocol | None = None,
        room: int = ROOM,
        synchronous: Literal["NORMAL", "FULL"] = "NORMAL",
    ) -> AsyncGenerator["GroupCommitSqliteSaver"]:
        """Open the database file of that path, made if missing. Raises sqlite3.Error."""
        async with aiosqlite.connect(conn_string) as conn:
            db = await asyncio.to_thread(_connected, conn_string, synchronous)
            saver = cls(conn, GroupWriter(db, room), serde=serde)
            try:
                await saver.setup()
                yield saver
            finally:
                await saver.writer.aclose()

    async def aput(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Save a checkpoint; returns when it is committed. Raises sqlite3.Error."""
        keys = config.get("configurable", {})
        thread_id, ns = str(keys["thread_id"]), keys["checkpoint_ns"]
        about = json.dumps(get_checkpoint_metadata(config, metadata), ensure_ascii=False)
        row = (
            *(thread_id, ns, checkpoint["id"], keys.get("checkpoint_id")),
            *self.serde.dumps_typed(checkpoint),
            about.encode("utf-8", "ignore"),
        )
        await self.writer.write(thread_id, (PUT, [row]))
        saved = {"thread_id": thread_id, "checkpoint_ns": ns, "checkpoint_id": checkpoint["id"]}
        return {"configurable": saved}

    async def aput_writes(
        self,
        config: RunnableConfig,
        writes: Sequence[tuple[str, Any]],
        task_id: str,
        task_path: str = "",
    ) -> None:
        """Save what a node wrote; returns when it is committed. Raises sqlite3.Error."""
        keys = config.get("configurable", {})
        thread_id = str(keys["thread_id"])
        task = (thread_id, str(keys["checkpoint_ns"]), str(keys["checkpoint_id"]), task_id)
        rows = [
            (*task, task_path, WRITES_IDX_MAP.get(name, at), name, *self.serde.dumps_typed(value))
            for at, (name, value) in enumerate(writes)
        ]
        special = all(name in WRITES_IDX_MAP for name, _ in writes)
        await self.writer.write(thread_id, (REPLACE_WRITES if special else ADD_WRITES, rows))

    async def adelete_thread(self, thread_id: str) -> None:
        """Delete a thread, and every byte of it in the files.

        Raises sqlite3.OperationalError when a reader that stays open keeps the deleted
        rows readable in the log; deleting again finishes it.
        """
        await self.writer.write(
            str(thread_id), *((sql, [(str(thread_id),)]) for sql in DELETES), erases=True
        )

    async def aget_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """The latest checkpoint of a thread, or the one named; None when there is none."""
        await self.writer.settled(_thread_of(config))
        return await super().aget_tuple(config)

    async def alist(
        self,
        config: RunnableConfig | None,
        *,
        filter: dict[str, Any] | None = None,  # noqa: A002
        before: RunnableConfig | None = None,
        limit: int | None = None,
    ) -> AsyncIterator[CheckpointTuple]:
        """Checkpoints, newest first; of all threads without a config."""
        await self.writer.settled(_thread_of(config))
        async for found in super().alist(config, filter=filter, before=before, limit=limit):
            yield found


def _thread_of(config: RunnableConfig | None) -> str | None:
    thread_id = (config or {}).get("configurable", {}).get("thread_id")
    return None if thread_id is None else str(thread_id)


def _connected(path: str, synchronous: str) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=5, check_same_thread=False, isolation_level="IMMEDIATE")
    for pragma in ("journal_mode=WAL", f"synchronous={synchronous}", "secure_delete=ON"):
        db.execute(f"PRAGMA {pragma}")
    return db
