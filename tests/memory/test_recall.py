"""What is found, and above all what is never found."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from langchain_core.embeddings import Embeddings

from core.errors import RecallError
from memory.recall import ChromaRecall
from memory.store import Memory
from providers.embeddings.wordllama import WordLlamaEmbeddings
from tests.memory.make import remembering, summary, turn

NASTY = [
    "",
    " ",
    "a",
    "A",
    "a ",
    "a\x00",
    "é",
    "e\u0301",
    "'; DROP TABLE turns; --",
    '"quoted"',
    "$or",
    '{"$ne": ""}',
    "%",
    "_",
    "*",
    "None",
    "0",
    "用户",
    "👩‍👩‍👧",
    "x" * 5000,
    "x" * 5001,
]


@pytest.fixture(params=[1, 64])
async def sharded(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncGenerator[Memory]:
    async with remembering(tmp_path, shards=request.param) as opened:
        yield opened


async def test_nobody_ever_gets_what_is_anothers(sharded: Memory):
    for number, owner in enumerate(NASTY):
        said = f"secret number{number} of the garden"
        await sharded.businesses.train(owner, "", "", "", "", said, {})
        await sharded.journal.record_turn(turn(owner, said, session_id=f"s{number}"))
        await sharded.history.store(summary(owner, f"s{number}", pain_points=[said]))
    await sharded.indexer.flush()
    for number, owner in enumerate(NASTY):
        said = f"secret number{number} of the garden"
        asked = f"secret number{(number + 1) % len(NASTY)} of the garden"
        passages = await sharded.recall.passages(owner, asked)
        moments = await sharded.recall.moments(owner, asked, "now")
        assert [p["text"] for p in passages] == [said]
        assert [(m["text"], m["session_id"]) for m in moments] == [(said, f"s{number}")]
    for stranger in ("b", "$and", "x" * 4999, "\u00e9 "):
        assert await sharded.recall.passages(stranger, "secret of the garden") == []
        assert await sharded.recall.moments(stranger, "secret of the garden", "now") == []


async def test_a_moment_tells_all_about_itself(memory: Memory):
    record = turn(
        "ann",
        "where is your address",
        session_id="s1",
        reply="In town.",
        mood="frustrated",
        sentiment=-0.6,
    )
    await memory.journal.record_turn(record)
    await memory.indexer.flush()
    (moment,) = await memory.recall.moments("ann", "where is your address", "s2")
    assert moment.pop("score") == pytest.approx(1, abs=1e-4)
    assert moment == {
        "turn_id": record["turn"]["id"],
        "session_id": "s1",
        "text": "where is your address",
        "reply": "In town.",
        "mood": "frustrated",
        "sentiment": -0.6,
        "at": "2026-03-01T10:00:00+00:00",
    }


async def test_moments_are_of_earlier_sessions_and_at_most_three(memory: Memory):
    for n in range(5):
        await memory.journal.record_turn(turn("ann", "your address please", session_id=f"s{n}"))
    for _ in range(5):
        await memory.journal.record_turn(turn("ann", "your address please", session_id="now"))
    await memory.indexer.flush()
    moments = await memory.recall.moments("ann", "your address please", "now")
    assert len(moments) == 3
    assert "now" not in {moment["session_id"] for moment in moments}


async def test_moments_must_be_alike_enough_and_come_best_first(tmp_path: Path):
    said = ["I need your exact address again", "what's the address", "how much is a haircut"]
    async with remembering(tmp_path, WordLlamaEmbeddings()) as memory:
        for n, text in enumerate(said):
            await memory.journal.record_turn(turn("ann", text, session_id=f"s{n}"))
        await memory.indexer.flush()
        moments = await memory.recall.moments("ann", "what's your address?", "now")
    assert [m["text"] for m in moments] == [said[1], said[0]]


async def test_passages_are_at_most_six_and_best_first(memory: Memory):
    content = "\n\n".join(f"# Topic {n}\nword{n} and something else" for n in range(20))
    await memory.businesses.train("salon", "", "", "", "", content, {})
    passages = await memory.recall.passages("salon", "word7 and something")
    assert len(passages) == 6
    assert passages[0]["text"] == "Topic 7\nword7 and something else"
    assert [p["score"] for p in passages] == sorted((p["score"] for p in passages), reverse=True)
    assert all(-1 <= p["score"] <= 1.0001 for p in passages)


@pytest.mark.parametrize("query", ["", " \n"])
async def test_an_empty_query_finds_nothing(memory: Memory, query: str):
    await memory.businesses.train("salon", "Salon", "", "", "", "We cut hair.", {})
    assert await memory.recall.passages("salon", query) == []
    assert await memory.recall.moments("salon", query, "s") == []


async def test_words_that_no_database_can_hold_still_find_something(memory: Memory):
    await memory.journal.record_turn(turn("ann", "broken \ud800 words", reply="\udfff"))
    await memory.indexer.flush()
    (moment,) = await memory.recall.moments("ann", "broken \ud800 words", "now")
    assert moment["text"] == "broken ? words"


class BrokenEmbeddings(Embeddings):
    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        raise OSError("no route to host")

    def embed_query(self, text: str) -> list[float]:
        raise OSError("no route to host")


async def test_a_failing_search_says_so_in_one_sentence(memory: Memory):
    recall = ChromaRecall(memory.records, memory.index, BrokenEmbeddings())
    with pytest.raises(RecallError, match=r"^The memory could not be searched\.$"):
        await recall.passages("salon", "hello")
    with pytest.raises(RecallError):
        await recall.moments("salon", "hello", "s")
