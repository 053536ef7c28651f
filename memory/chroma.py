"""Calls to an embedded Chroma, all of them blocking: they run in a process of their own.

Every search and every delete names the owner, so none can reach another's records.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import IO, Any

from memory.leftovers import sweep
from memory.owner import claim

ABOUT = "rapport-index"
"""A collection without records; its metadata says what the index was made with."""

NEXT = "-next"
"""What the name of a collection's copy ends with, while it is being compacted."""


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    text: str
    vector: Sequence[float]
    metadata: Mapping[str, str | float]


@dataclass(frozen=True, slots=True)
class Hit:
    """A record found. `score` is its cosine similarity to the query, in [-1, 1]."""

    id: str
    text: str
    metadata: Mapping[str, Any]
    score: float


class Collections:
    """The collections of one folder, each made when first written to."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._claim: IO[bytes] | None = None
        self._client: Any = None
        self._written: dict[str, Any] = {}
        self._searched: dict[str, Any] = {}
        self._blanked: set[str] = set()

    def open(self) -> None:
        """Claim the folder, open it, and put right what a crash left in it.

        Raises SettingsError when another process owns the folder.
        """
        import chromadb
        from chromadb.config import Settings

        # A second of imports that only a search needs, and none comes at once.
        Thread(target=import_module, args=("langchain_chroma",), daemon=True).start()
        self._claim = claim(self._path)
        settings = Settings(anonymized_telemetry=False)
        self._client = chromadb.PersistentClient(self._path, settings)
        self._recover()
        self.sweep()

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
        if self._claim is not None:
            self._claim.close()

    def search(
        self,
        name: str,
        owner: str,
        vector: Sequence[float],
        k: int,
        without: tuple[str, str] | None,
    ) -> list[Hit]:
        store = self._store(name)
        if store is None:
            return []
        where: dict[str, Any] = {"owner": {"$eq": owner}}
        if without:
            where = {"$and": [where, {without[0]: {"$ne": without[1]}}]}
        found = store.similarity_search_by_vector_with_relevance_scores(vector, k, where)
        self._blank(name)
        return [
            Hit(doc.id, doc.page_content, doc.metadata, 1.0 - distance) for doc, distance in found
        ]

    def upsert(self, name: str, rows: Sequence[Row]) -> None:
        if name not in self._written:
            self._written[name] = self.create(name)
        self._written[name].upsert(
            ids=[row.id for row in rows],
            documents=[_storable(row.text) for row in rows],
            embeddings=[row.vector for row in rows],
            metadatas=[
                {k: v if k == "owner" else _storable(v) for k, v in row.metadata.items()}
                for row in rows
            ],
        )
        self._blank(name)

    def delete_except(self, name: str, owner: str, keep: Collection[str]) -> int:
        """Delete an owner's records but those to keep; returns how many."""
        if name not in self.names():
            return 0
        collection = self.get(name)
        mine = collection.get(where={"owner": {"$eq": owner}}, include=[])["ids"]
        kept = set(keep)
        gone = [found for found in mine if found not in kept]
        for start in range(0, len(gone), 1000):
            collection.delete(ids=gone[start : start + 1000])
        return len(gone)

    def names(self) -> set[str]:
        return {collection.name for collection in self._client.list_collections()}

    def get(self, name: str) -> Any:
        return self._client.get_collection(name, embedding_function=None)

    def create(self, name: str) -> Any:
        return self._client.get_or_create_collection(
            name, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
        )

    def replace(self, name: str, by: str) -> None:
        """Drop a collection, if it is there, and give its name to another."""
        if name in self.names():
            self.drop(name)
        self.get(by).modify(name=name)

    def drop(self, name: str) -> None:
        self._client.delete_collection(name)
        self._written.pop(name, None)
        self._searched.pop(name, None)
        self._blanked.discard(name)

    def sweep(self) -> None:
        sweep(self._path)

    def about(self) -> Mapping[str, Any] | None:
        return self.get(ABOUT).metadata if ABOUT in self.names() else None

    def start_anew(self, about: Mapping[str, Any]) -> None:
        """Drop everything, and note what the index is made with from now on."""
        for name in self.names():
            self.drop(name)
        self.sweep()
        self._client.create_collection(ABOUT, metadata=about, embedding_function=None)

    def _recover(self) -> None:
        """Finish or undo a compaction: its copy is complete if the original is gone already."""
        names = self.names()
        for copy in (name for name in names if name.endswith(NEXT)):
            original = copy.removesuffix(NEXT)
            if original in names:
                self.drop(copy)
            else:
                self.replace(original, copy)

    def _blank(self, name: str) -> None:
        """Chroma lays a collection's files out at its first use; `sweep` says what is in them."""
        if name not in self._blanked:
            self.sweep()
            self._blanked.add(name)

    def _store(self, name: str) -> Any:
        """LangChain's view of a collection; None while nobody has written to it."""
        from chromadb.errors import NotFoundError
        from langchain_chroma import Chroma

        if name not in self._searched:
            try:
                store = Chroma(name, client=self._client, create_collection_if_not_exists=False)
            except NotFoundError:
                return None
            self._searched[name] = store
        return self._searched[name]


def _storable(value: Any) -> Any:
    """Text without lone surrogates, which Chroma refuses; anything else as it is."""
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value
