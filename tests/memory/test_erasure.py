"""A user is erased to the last byte, and nobody else loses one."""

import asyncio
import json
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import NAMESPACE_URL, uuid4, uuid5

import numpy as np
import pytest
from langgraph.checkpoint.base import empty_checkpoint
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

from core.appointments import BookingDraft
from core.errors import BusyError
from core.outbox import session_ended
from memory.chroma import NEXT, Collections
from memory.erasure import scrub
from memory.leftovers import sweep
from memory.store import Memory
from memory.worker import ChromaHere
from providers.embeddings.fake import FakeEmbeddings
from tests.memory.make import confirmed, remembering, summary, turn, unlike

ANN = ["zebrafrost", "quillmöss", "ödlandwyrm", "ann-7f3a"]
BOB = ["marblefinch", "tangentóak", "bob-91cc"]
CHECKPOINTS = "checkpoints.sqlite3"


def derived(session_id: str) -> Iterator[str]:
    yield str(uuid5(NAMESPACE_URL, session_id))


async def live(memory: Memory, saver: AsyncSqliteSaver, words: list[str], turns: int) -> list[str]:
    """A user with sessions, a business, a booking, an effect and checkpoints; returns threads."""
    user, threads = words[-1], list[str]()
    await memory.businesses.train(
        user, words[0], "", "", f"{user}@example.com", f"We sell {words[1]}.", {"note": words[0]}
    )
    for n in range(2):
        session = str(uuid4())
        threads += [session, *derived(session)]
        await memory.sessions.open(session, user, user, "2026-03-01T10:00:00Z", None, words[1])
        for index in range(turns):
            text = said(words, n, index)
            await memory.journal.record_turn(
                turn(user, text, session_id=session, index=index, reply=f"About {words[0]}.")
            )
        ended = summary(user, session, pain_points=[f"Lost {words[0]}"])
        await memory.history.store(ended)
        await memory.outbox.add(session_ended(ended))
        await memory.ledger.once(f"{session}:1:mail", lambda: asyncio.sleep(0, words[1]))
        for thread in threads[-2:]:
            checkpoint = empty_checkpoint()
            checkpoint["channel_values"] = {"turn": {"transcript": " ".join(words)}}
            checkpoint["channel_versions"] = {"turn": 1}
            config = {"configurable": {"thread_id": thread, "checkpoint_ns": ""}}
            await saver.aput(config, checkpoint, {}, {"turn": 1})  # pyright: ignore[reportArgumentType]
    await memory.outbox.hand_out(lambda _: ["webhook"])
    contact: BookingDraft = {**confirmed(), "name": words[1], "email": f"{user}@example.com"}
    await memory.bookings.book(f"{user}:k", user, user, {**contact, "service": words[0]})
    return threads


def said(words: list[str], session: int, index: int) -> str:
    return f"{words[0]} asks {words[1]} {unlike(f'{words[0]} {session} {index}')}"


def spellings(word: str) -> set[bytes]:
    escaped = json.dumps(word)[1:-1].encode()
    return {word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be"), escaped}


def traces(folder: Path, needles: set[bytes]) -> list[str]:
    files = [file for file in folder.rglob("*") if file.is_file()]
    return [f"{f.name}: {n!r}" for f in files for n in needles if n in f.read_bytes()]


def vectors(text: str) -> set[bytes]:
    return {np.array(FakeEmbeddings().embed_query(text), dtype=np.float32).tobytes()}


async def check_bob(memory: Memory, turns: int) -> None:
    user = BOB[-1]
    (passage, *_) = await memory.recall.passages(user, f"We sell {BOB[1]}.")
    assert passage["text"] == f"We sell {BOB[1]}."
    for n in range(2):
        for index in range(0, turns, 29):
            (moment, *_) = await memory.recall.moments(user, said(BOB, n, index), "now")
            assert moment["text"] == said(BOB, n, index)
    sessions = await memory.sessions.threads(user)
    assert [len(await memory.journal.turns(s)) for s in sessions] == [turns, turns]
    assert len(await memory.history.summaries(user)) == 2


# 30 turns stay in Chroma's queue; past 1,000 its vectors go to the HNSW files.
@pytest.mark.parametrize("turns", [30, 260])
async def test_no_byte_of_a_user_stays_and_nobody_else_loses_one(tmp_path: Path, turns: int):
    checkpoints = tmp_path / CHECKPOINTS
    async with (
        AsyncSqliteSaver.from_conn_string(str(checkpoints)) as saver,
        remembering(tmp_path, shards=1) as memory,
    ):
        threads = await live(memory, saver, ANN, turns)
        await live(memory, saver, BOB, turns)
        await memory.indexer.flush()
        mine = set[bytes]().union(*(spellings(word) for word in [*ANN, *threads]))
        mine |= vectors(said(ANN, 0, 1)) | vectors(f"We sell {ANN[1]}.")
        assert len(traces(tmp_path, mine)) >= len(ANN)

        erasure = memory.erasure(saver, derived, [checkpoints])
        erased = await erasure.erase_user(ANN[-1])

        assert erased == {
            "sessions": 2,
            "turns": 2 * turns,
            "summaries": 2,
            "bookings": 1,
            "effects": 2,
            "outbox": 3,
            "businesses": 1,
            "passages": 4,
            "threads": 4,
            "indexed": 2 * turns + 2 + 4,
        }
        assert traces(tmp_path, mine) == []
        assert await memory.recall.moments(ANN[-1], ANN[0], "now") == []
        assert await memory.recall.passages(ANN[-1], ANN[0]) == []
        assert await memory.businesses.get(ANN[-1]) is None
        await check_bob(memory, turns)
        assert not any((await erasure.erase_user(ANN[-1])).values())
        await check_bob(memory, turns)
    async with remembering(tmp_path, shards=1) as memory:
        await check_bob(memory, turns)
    assert traces(tmp_path, mine) == []
    for word in BOB:
        assert traces(tmp_path, spellings(word))


async def test_turns_go_on_while_another_user_is_erased(tmp_path: Path):
    checkpoints, session, lookups = tmp_path / CHECKPOINTS, str(uuid4()), 0
    async with (
        AsyncSqliteSaver.from_conn_string(str(checkpoints)) as saver,
        remembering(tmp_path, shards=1) as memory,
    ):
        await live(memory, saver, ANN, 30)
        await live(memory, saver, BOB, 30)
        await memory.indexer.flush()
        erasure = memory.erasure(saver, derived, [checkpoints])
        erasing = asyncio.create_task(erasure.erase_user(ANN[-1]))
        while not erasing.done():
            lookups += 1
            text = unlike(f"later {lookups}")
            await memory.journal.record_turn(turn(BOB[-1], text, session_id=session, index=lookups))
            (moment, *_) = await memory.recall.moments(BOB[-1], said(BOB, 1, 3), "now")
            assert moment["text"] == said(BOB, 1, 3)
        await erasing
        assert len(await memory.journal.turns(session)) == lookups
        await memory.indexer.flush()
        text = unlike(f"later {lookups}")
        (moment, *_) = await memory.recall.moments(BOB[-1], text, "now")
        assert moment["text"] == text


def test_what_chroma_leaves_in_unused_room_is_blanked(tmp_path: Path):
    used, living, dropped = 3, tmp_path / str(uuid4()), tmp_path / str(uuid4())
    for folder in (living, dropped, tmp_path / "other"):
        folder.mkdir()
        (folder / "header.bin").write_bytes(struct.pack("<iQQQQ", 1, 0, 100, used, 10) + b"rest")
        (folder / "data_level0.bin").write_bytes(b"x" * 10 * used + b"zebrafrost" * 97)
        (folder / "length.bin").write_bytes(b"y" * 4 * used + b"zebrafrost")
    with closing(sqlite3.connect(tmp_path / "chroma.sqlite3")) as db:
        db.execute("CREATE TABLE segments (id TEXT)")
        db.execute("INSERT INTO segments VALUES (?)", (living.name,))
        db.commit()
    sweep(tmp_path)
    assert not dropped.exists()
    assert (living / "data_level0.bin").read_bytes() == b"x" * 10 * used + bytes(970)
    assert (living / "length.bin").read_bytes() == b"y" * 4 * used + bytes(10)
    assert b"zebrafrost" in (tmp_path / "other" / "length.bin").read_bytes()


@pytest.mark.parametrize("cut", ["while copying", "before the new name"])
async def test_a_compaction_cut_by_a_crash_is_put_right(tmp_path: Path, cut: str):
    asked = ("bob", "where is the garden", "now")
    async with remembering(tmp_path, shards=1) as memory:
        await memory.journal.record_turn(turn("bob", "where is the garden"))
        await memory.indexer.flush()
    chroma = ChromaHere(tmp_path / "chroma")
    if cut == "while copying":
        chroma.call(Collections.create, "conversations-00" + NEXT)
    else:
        chroma.call(Collections.get, "conversations-00").modify(name="conversations-00" + NEXT)
    chroma.close()
    async with remembering(tmp_path, shards=1) as memory:
        assert len(await memory.recall.moments(*asked)) == 1
    names = chroma.call(Collections.names)
    chroma.close()
    assert "conversations-00" in names
    assert not any(name.endswith(NEXT) for name in names)


def test_scrubbing_a_file_that_is_not_there_makes_none(tmp_path: Path):
    scrub(tmp_path / "none.sqlite3")
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_use_is_reported(tmp_path: Path):
    path = tmp_path / "used.sqlite3"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE t (x)")
        db.execute("BEGIN IMMEDIATE")
        with pytest.raises(BusyError, match="in use"):
            scrub(path, seconds=0.2)
