"""The vector index: three kinds of collections in one embedded Chroma.

It knows vectors, texts, owners, and nothing of what they mean. It may be lost at any
time: the records hold everything, and `memory.indexer` fills it again.
"""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Concatenate, Literal, ParamSpec, TypeVar, get_args

from memory.chroma import Collections, Hit, Row
from memory.compaction import compact, vacuum
from memory.lane import Lane
from memory.worker import Caller, ChromaHere, ChromaProcess

P = ParamSpec("P")
T = TypeVar("T")

Kind = Literal["knowledge", "conversations", "sessions"]
KINDS: tuple[Kind, ...] = get_args(Kind)

SHARDS = 16
"""Collections a kind is spread over.

A lookup costs about 1 microsecond for each record of its collection: with 20,000 records
1 shard takes 21 ms, 16 take 4 ms, 64 take 3 ms. Against one shard, 16 cost 40 MB of memory
and 64 cost 170 MB for each of the three kinds, and each shard loads for up to 30 ms at first.
"""

WRITE_BATCH = 32
"""Rows in one write: a lookup may have to wait for one (about 45 ms)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to index: the text to find it by, and what else a search should give back."""

    id: str
    owner: str
    text: str
    metadata: Mapping[str, str | float]


class ChromaIndex:
    """`identity` names the embeddings: an index made with others, or sharded otherwise, is stale.

    One process owns the folder: a child of this one, or if not `isolated` this one. Writes
    come one after another; lookups overtake them.
    """

    def __init__(
        self, path: Path, identity: str, shards: int = SHARDS, isolated: bool = True
    ) -> None:
        self._path = path
        self._about = {"embeddings": identity, "shards": shards}
        self._shards = shards
        self._lane = Lane()
        self._chroma: Caller = ChromaProcess(path) if isolated else ChromaHere(path)
        self._writing = asyncio.Lock()

    def collection_for(self, kind: Kind, owner: str) -> str:
        """The one place that says where an owner's records of a kind are."""
        digest = blake2b(owner.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        return f"{kind}-{int.from_bytes(digest) % self._shards:02d}"

    async def open(self) -> bool:
        """Open or make the folder; False if it holds no index for these embeddings and shards."""

        return await self._write(Collections.about) == self._about

    async def search(
        self,
        kind: Kind,
        owner: str,
        vector: Sequence[float],
        k: int,
        without: tuple[str, str] | None = None,
    ) -> list[Hit]:
        """The owner's `k` nearest, best first; `without` leaves out those of a metadata value."""
        name = self.collection_for(kind, owner)
        return await self._lane.lookup(
            lambda: self._chroma.call(Collections.search, name, owner, vector, k, without)
        )

    async def put(
        self, kind: Kind, entries: Sequence[Entry], vectors: Sequence[Sequence[float]]
    ) -> None:
        """Add entries with their vectors, or replace those of the same id."""
        rows: dict[str, list[Row]] = {}
        for entry, vector in zip(entries, vectors, strict=True):
            row = Row(entry.id, entry.text, vector, {**entry.metadata, "owner": entry.owner})
            rows.setdefault(self.collection_for(kind, entry.owner), []).append(row)
        for name, group in rows.items():
            for start in range(0, len(group), WRITE_BATCH):
                batch = group[start : start + WRITE_BATCH]
                async with self._writing:
                    await self._write(Collections.upsert, name, batch)

    async def keep_only(self, kind: Kind, owner: str, ids: Collection[str]) -> None:
        """Remove whatever else the owner has of this kind."""
        name = self.collection_for(kind, owner)
        async with self._writing:
            await self._write(Collections.delete_except, name, owner, ids)

    async def forget(self, owner: str) -> int:
        """Remove all of an owner, from the files too; returns how many records there were.

        Chroma's `delete` leaves the text in its queue and its full-text pages and the
        vectors in the HNSW files, and `vacuum` purges only what no unsaved vector needs. So
        each collection is written anew without the owner, the old one is dropped, the
        database is vacuumed, and what remains in files is swept. Then nothing is left,
        vectors included. Lookups go on meanwhile, and other writes wait; it takes 2 to 3 s,
        and about 1.5 s more for 1,000 records of the shard.
        """
        async with self._writing:
            removed = 0
            for kind in KINDS:
                name = self.collection_for(kind, owner)
                removed += await self._write(Collections.delete_except, name, owner, ())
                await compact(self._write, name)
            await vacuum(self._path)
            await self._write(Collections.sweep)
        return removed

    async def clear(self) -> None:
        """Drop everything, and note for whom the index is from now on."""

        async with self._writing:
            await self._write(Collections.start_anew, self._about)

    async def close(self) -> None:
        await self._lane.write(self._chroma.close)
        await self._lane.close()

    async def _write(
        self, function: Callable[Concatenate[Collections, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        return await self._lane.write(lambda: self._chroma.call(function, *args, **kwargs))
