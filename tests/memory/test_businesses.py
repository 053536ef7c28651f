import asyncio
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from langchain_core.embeddings import Embeddings

from memory.businesses import Business, Businesses
from memory.chroma import Hit
from memory.index import ChromaIndex, Kind
from memory.store import Memory
from providers.embeddings.fake import FakeEmbeddings

SALON = ("Salon Uno", "Beauty", "+1 555 0100", "hi@salon.example")


async def teach(memory: Memory, content: str) -> int:
    return await memory.businesses.train("salon", *SALON, content, {"parking": "behind"})


async def answers(memory: Memory, query: str = "hair") -> str:
    return "\n".join(p["text"] for p in await memory.recall.passages("salon", query))


async def indexed(index: ChromaIndex) -> int:
    vector = FakeEmbeddings().embed_query("hair")
    return len(await index.search("knowledge", "salon", vector, 100))


class Watched(ChromaIndex):
    """Notes whose knowledge was searched."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "fake", isolated=False)
        self.searched: list[str] = []

    async def search(
        self,
        kind: Kind,
        owner: str,
        vector: Sequence[float],
        k: int,
        without: tuple[str, str] | None = None,
    ) -> list[Hit]:
        self.searched.append(owner)
        return await super().search(kind, owner, vector, k, without)


async def test_who_was_taught_has_been_searched_once(memory: Memory, tmp_path: Path):
    """The first search of all takes as long as its imports, and no caller waits for them."""
    index = Watched(tmp_path / "watched")
    await Businesses(memory.records, index, FakeEmbeddings()).train(
        "salon", *SALON, "We cut hair.", {}
    )
    await index.close()
    assert index.searched == ["salon"]


async def test_hours_in_other_words_are_told_as_hours(memory: Memory):
    await teach(memory, "Dr. Lind sees patients Monday to Friday, 9:00 to 16:30.")
    told = "Opening hours: we are open Monday to Friday from 9 AM to 4:30 PM."
    assert told in await answers(memory, "opening hours")
    await teach(memory, "We are open Monday to Friday, 9:00 to 16:30.")
    assert told not in await answers(memory, "opening hours")


async def test_what_is_taught_can_be_asked_and_read_back(memory: Memory):
    assert await teach(memory, "We cut hair.") == 5
    assert "+1 555 0100" in await answers(memory, "phone number to call")
    assert "hi@salon.example" in await answers(memory, "e-mail address")
    taught = await memory.businesses.get("salon")
    assert taught is not None
    assert taught == Business(
        "salon", *SALON, "We cut hair.", {"parking": "behind"}, 5, taught.updated_at
    )
    stats = await memory.businesses.training_stats("salon")
    assert stats["trained"]
    assert stats["business_name"] == "Salon Uno"
    assert stats["chunks"] == 5
    assert stats["characters"] > len("We cut hair.")
    assert stats["updated_at"] == taught.updated_at


async def test_a_business_that_taught_nothing(memory: Memory):
    assert await memory.businesses.get("nobody") is None
    assert await memory.businesses.training_stats("nobody") == {
        "trained": False,
        "business_name": None,
        "industry": None,
        "chunks": 0,
        "characters": 0,
        "updated_at": None,
    }


async def test_empty_training_is_no_passage(memory: Memory):
    assert await memory.businesses.train("salon", "", "", "", "", " \n", {}) == 0
    assert await memory.recall.passages("salon", "hair") == []


async def test_retraining_replaces_everything(memory: Memory):
    await teach(memory, "\n\n".join(f"# Part {n}\nOld hair {n}." for n in range(50)))
    await teach(memory, "New hair.")
    assert "Old" not in await answers(memory)
    assert "New hair." in await answers(memory)
    assert await indexed(memory.index) == 5
    assert (await memory.businesses.training_stats("salon"))["chunks"] == 5


async def test_trained_twice_at_once_it_knows_one_of_both(memory: Memory):
    contents = [f"Hair version {n}." for n in range(4)]
    await asyncio.gather(*(teach(memory, content) for content in contents))
    told = await answers(memory)
    kept = await memory.businesses.get("salon")
    assert kept is not None
    assert [content for content in contents if content in told] == [kept.content]
    assert await indexed(memory.index) == 5


class Failing(Embeddings):
    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        raise OSError("no route to host")

    def embed_query(self, text: str) -> list[float]:
        raise OSError("no route to host")


async def test_after_failing_trainings_the_old_knowledge_answers(memory: Memory):
    await teach(memory, "Old hair.")
    broken = Businesses(memory.records, memory.index, Failing())
    with pytest.raises(OSError, match="route"):
        await broken.train("salon", *SALON, "New hair.", {})
    for _ in range(3):
        with pytest.raises(ValueError, match="no time"):
            await Businesses(memory.records, memory.index, FakeEmbeddings(), clock=NoClock()).train(
                "salon", *SALON, "New hair.", {"parking": "behind"}
            )
    assert "Old hair." in await answers(memory)
    assert "New hair." not in await answers(memory)
    assert len(await memory.recall.passages("salon", "hair")) == 5
    await teach(memory, "Newest hair.")
    assert await indexed(memory.index) == 5


class NoClock:
    """Fails when the passages are in the index already, and the records are to follow."""

    def __call__(self) -> datetime:
        raise ValueError("no time")
