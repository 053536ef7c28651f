"""What our SQLite saver promises beyond the contract of all savers."""

import asyncio
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import closing
from pathlib import Path

import pytest

from memory.checkpoints import open_saver, strict_serde
from memory.checkpoints_sqlite import GroupCommitSqliteSaver
from tests.memory.checkpoint_script import Script, a_thread, thread_of, told


@pytest.fixture
async def ours(tmp_path: Path) -> AsyncGenerator[GroupCommitSqliteSaver]:
    path = str(tmp_path / "checkpoints.sqlite3")
    async with GroupCommitSqliteSaver.from_conn_string(path, serde=strict_serde()) as saver:
        yield saver


ROOT = Path(__file__).parents[2]
CHILD = """
import asyncio, sys
from pathlib import Path
from langgraph.graph import START, StateGraph
from typing import TypedDict
from memory.checkpoints import open_saver

class Count(TypedDict):
    done: list[str]

def node(name, hangs):
    async def run(state):
        print(name, flush=True)
        if hangs:
            await asyncio.sleep(60)
        return {"done": [*state["done"], name]}
    return run

async def main(folder, last):
    graph, names = StateGraph(Count), [f"n{n}" for n in range(8)]
    for name in names:
        graph.add_node(name, node(name, name == last))
    for one, other in zip([START, *names], names):
        graph.add_edge(one, other)
    async with open_saver("sqlite", Path(folder)) as saver:
        app = graph.compile(checkpointer=saver)
        config = {"configurable": {"thread_id": "t"}}
        found = (await app.aget_state(config)).values.get("done")
        print("found", found, flush=True)
        result = await app.ainvoke(None if found else {"done": []}, config, durability="sync")
        print(result["done"], flush=True)

asyncio.run(main(*sys.argv[1:]))
"""


def test_a_killed_process_loses_only_the_step_in_flight(tmp_path: Path) -> None:
    """With durability="sync" a node starts when the step before it is acknowledged."""
    command, names = [sys.executable, "-c", CHILD, str(tmp_path)], [f"n{n}" for n in range(8)]
    hanging = [*command, "n5"]
    with subprocess.Popen(hanging, stdout=subprocess.PIPE, text=True, cwd=ROOT) as child:
        assert child.stdout is not None
        heard = [child.stdout.readline().strip() for _ in range(7)]
        child.send_signal(signal.SIGKILL)
    assert heard == ["found None", *names[:6]]
    again = subprocess.check_output([*command, "nobody"], text=True, cwd=ROOT)
    assert again.splitlines() == [f"found {names[:5]}", *names[5:], str(names)]


async def test_a_read_sees_what_its_thread_has_queued(
    ours: GroupCommitSqliteSaver, tmp_path: Path
) -> None:
    script, config = Script(ours), a_thread()
    await script.run({"word": "hi"}, config)
    latest = await ours.aget_tuple(config)
    assert latest is not None
    with closing(sqlite3.connect(tmp_path / "checkpoints.sqlite3")) as other:
        other.execute("BEGIN IMMEDIATE")
        put = asyncio.create_task(
            ours.aput_writes(latest.config, [("word", "queued")], "task", "path")
        )
        await asyncio.sleep(0.02)
        read = asyncio.create_task(ours.aget_tuple(config))
        await asyncio.sleep(0.02)
        assert not put.done()
    found = await read
    assert found is not None
    assert found.pending_writes == [("task", "word", "queued")]
    await put


async def test_a_failed_write_fails_its_run_and_no_other(
    ours: GroupCommitSqliteSaver, tmp_path: Path
) -> None:
    script, poisoned, healthy = Script(ours), a_thread(), a_thread()
    with closing(sqlite3.connect(tmp_path / "checkpoints.sqlite3")) as other:
        other.execute(
            "CREATE TRIGGER refuse BEFORE INSERT ON checkpoints WHEN new.thread_id ="
            f" '{thread_of(poisoned)}'"
            " BEGIN SELECT RAISE(ABORT, 'refused'); END"
        )
    bad, good = await asyncio.gather(
        *(script.run({"word": "hi"}, config) for config in (poisoned, healthy)),
        return_exceptions=True,
    )
    assert isinstance(bad, sqlite3.IntegrityError)
    assert good == await script.said(healthy) == told("hi")


async def test_a_cancelled_run_leaves_the_saver_working(ours: GroupCommitSqliteSaver) -> None:
    script, config = Script(ours), a_thread()
    runs = [asyncio.create_task(script.run({"word": str(n)}, a_thread())) for n in range(20)]
    await asyncio.sleep(0.01)
    for run in runs:
        run.cancel()
    await asyncio.gather(*runs, return_exceptions=True)
    assert await script.run({"word": "hi"}, config) == told("hi")


async def test_a_closed_saver_refuses_at_once(tmp_path: Path) -> None:
    async with open_saver("sqlite", tmp_path) as saver:
        script = Script(saver)
        clone = Script(saver.with_allowlist([("some", "Type")]))
        config = a_thread()
        await clone.run({"word": "hi"}, config)
        latest = await saver.aget_tuple(config)
        assert latest is not None
        assert await script.said(config) == told("hi")
    with pytest.raises(ValueError, match="connection"):
        await clone.run({"word": "hi"}, config)
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        await saver.aput_writes(latest.config, [("word", "late")], "task")


def in_files(word: bytes, folder: Path) -> bool:
    return any(word in file.read_bytes() for file in folder.iterdir())


async def test_a_deleted_thread_leaves_no_byte_in_the_files(
    ours: GroupCommitSqliteSaver, tmp_path: Path
) -> None:
    script, gone, stays = Script(ours), a_thread(), a_thread()
    for _ in range(5):
        await script.run({"word": "xylophone" * 50}, gone)
        await script.run({"word": "marimba"}, stays)
    assert in_files(b"xylophone", tmp_path)
    await ours.adelete_thread(thread_of(gone))
    assert not in_files(b"xylophone", tmp_path)
    assert in_files(b"marimba", tmp_path)
    assert len(await script.said(stays)) == 25
