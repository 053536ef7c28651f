"""Make deleted records leave Chroma's files, which `delete` alone does not do."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from core.errors import RapportError
from memory.chroma import NEXT, Collections

Write = Callable[..., Awaitable[Any]]
"""Runs a function with the collections, and further arguments, where Chroma is."""

COPY_BATCH = 100
VACUUM_SECONDS = 300

_CHROMA = "import sys; from chromadb.cli.cli import app; sys.exit(app())"


async def compact(write: Write, name: str) -> None:
    """Write a collection anew from its living records, then let it take the old one's place.

    Nothing else may write to the collection meanwhile; lookups find the old one until the
    end. Stopped half-way, `Collections.open` puts it right at the next start.
    """
    ids: list[str] = await write(_begin, name)
    for start in range(0, len(ids), COPY_BATCH):
        await write(_copy, name, ids[start : start + COPY_BATCH])
    if ids:
        await write(Collections.replace, name, name + NEXT)


def _begin(collections: Collections, name: str) -> list[str]:
    """Returns the living ids; a collection without any is dropped here and now."""
    names = collections.names()
    if name + NEXT in names:
        collections.drop(name + NEXT)
    if name not in names:
        return []
    ids: list[str] = collections.get(name).get(include=[])["ids"]
    if ids:
        collections.create(name + NEXT)
    else:
        collections.drop(name)
    return ids


def _copy(collections: Collections, name: str, ids: list[str]) -> None:
    rows = collections.get(name).get(ids=ids, include=["embeddings", "documents", "metadatas"])
    collections.get(name + NEXT).upsert(
        ids=rows["ids"],
        embeddings=rows["embeddings"],
        documents=rows["documents"],
        metadatas=rows["metadatas"],
    )


async def vacuum(path: Path) -> None:
    """Run `chroma vacuum` in a process of its own, which works while our client is open.

    Raises RapportError if it fails or takes more than 5 minutes.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _CHROMA, "vacuum", "--path", str(path), "--force"),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(VACUUM_SECONDS):
            failed = await process.wait() != 0
    except TimeoutError:
        failed = True
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if failed:
        raise RapportError("The memory's files could not be cleaned; please erase again.")
