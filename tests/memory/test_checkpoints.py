"""One contract for every saver, and the setting that chooses one.

With TEST_POSTGRES_URL in the environment PostgreSQL has to keep the contract too.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from langgraph.types import Command

from core.errors import SettingsError
from memory.checkpoints import Saver, open_saver, strict_serde
from memory.checkpoints_sqlite import GroupCommitSqliteSaver
from tests.databases import DATABASES, database
from tests.memory.checkpoint_script import Script, a_thread, thread_of, told

KINDS = ["memory", "stock", *DATABASES]


@pytest.fixture(params=KINDS)
async def saver(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncGenerator[Saver]:
    async with AsyncExitStack() as stack:
        if request.param == "stock":
            stock = AsyncSqliteSaver.from_conn_string(str(tmp_path / "stock.sqlite3"))
            yield await stack.enter_async_context(stock)
        else:
            setting: str = request.param
            if setting == "postgresql":
                setting = stack.enter_context(database("postgresql", tmp_path))
            yield await stack.enter_async_context(open_saver(setting, tmp_path))


async def test_turns_add_up_and_history_tells_each_step(saver: Saver) -> None:
    script, config = Script(saver), a_thread()
    assert await script.run({"word": "hi"}, config) == told("hi")
    assert (await script.run({"word": "yo"}, config))[5:] == told("yo")
    history = [it async for it in script.app.aget_state_history(config)]
    assert [it.next for it in reversed(history)] == [
        *(("__start__",), ("hear",), ("a", "b", "c"), ("answer",), ()) * 2
    ]
    assert [len(it.values.get("said", [])) for it in history] == [10, 9, 6, 5, 5, 5, 4, 1, 0, 0]
    steps = [(it.metadata or {}).get("step") for it in history]
    assert steps == [8, 7, 6, 5, 4, 3, 2, 1, 0, -1]
    parents = [it.parent_config for it in history]
    assert parents == [*(it.config for it in history[1:]), None]


async def test_what_finished_beside_a_failure_is_not_run_again(saver: Saver) -> None:
    script, config = Script(saver), a_thread()
    script.fails = {"b"}
    with pytest.raises(ConnectionError):
        await script.run({"word": "hi"}, config)
    snapshot = await script.app.aget_state(config)
    assert snapshot.next == ("b",)
    assert [task.name for task in snapshot.tasks if task.error] == ["b"]
    script.fails, script.ran = set(), []
    assert await script.run(None, config) == told("hi")
    assert script.ran == ["b", "answer"]


async def test_a_question_waits_for_its_answer(saver: Saver) -> None:
    script, config = Script(saver), a_thread()
    script.asks = {"c"}
    await script.run({"word": "hi"}, config)
    snapshot = await script.app.aget_state(config)
    assert [it.value for it in snapshot.interrupts] == ["sure?"]
    assert await script.run(Command(resume="!"), config) == [
        *("hear:hi", "a:hi", "b:hi", "c:hi!", "answer:hi"),
    ]


async def test_a_fork_leaves_the_first_telling_as_it_was(saver: Saver) -> None:
    script, config = Script(saver), a_thread()
    await script.run({"word": "hi"}, config)
    history = [it async for it in script.app.aget_state_history(config)]
    heard = next(it for it in history if it.next == ("a", "b", "c"))
    fork = await script.app.aupdate_state(heard.config, {"word": "ho"}, as_node="hear")
    script.ran = []
    assert await script.run(None, fork) == ["hear:hi", "a:ho", "b:ho", "c:ho", "answer:ho"]
    assert script.ran.count("hear") == 0
    assert await script.said(config) == ["hear:hi", "a:ho", "b:ho", "c:ho", "answer:ho"]
    assert await script.said(history[0].config) == told("hi")


async def test_a_deleted_thread_is_gone_and_the_others_stay(saver: Saver) -> None:
    script, gone, stays = Script(saver), a_thread(), a_thread()
    await asyncio.gather(script.run({"word": "x"}, gone), script.run({"word": "y"}, stays))
    await saver.adelete_thread(thread_of(gone))
    assert await saver.aget_tuple(gone) is None
    assert [it async for it in saver.alist(gone)] == []
    assert len(await script.said(stays)) == 5
    assert len(await script.run({"word": "new"}, gone)) == 5


async def test_a_list_can_be_filtered_limited_and_cut(saver: Saver) -> None:
    script, config = Script(saver), a_thread()
    await script.run({"word": "hi"}, config)
    everything = [it async for it in saver.alist(config)]
    assert len(everything) == 5
    inputs = [it async for it in saver.alist(config, filter={"source": "input"})]
    assert [it.metadata.get("step") for it in inputs] == [-1]
    assert [it async for it in saver.alist(config, limit=2)] == everything[:2]
    older = [it async for it in saver.alist(config, before=everything[1].config)]
    assert [it.config for it in older] == [it.config for it in everything[2:]]


async def test_a_write_is_kept_once_and_an_error_is_replaced(saver: Saver) -> None:
    config = a_thread()
    await Script(saver).run({"word": "hi"}, config)
    latest = await saver.aget_tuple(config)
    assert latest is not None
    for value in ("first", "second"):
        await saver.aput_writes(latest.config, [("word", value)], "task")
        await saver.aput_writes(latest.config, [("__error__", value)], "task")
    found = await saver.aget_tuple(config)
    assert found is not None
    assert sorted(found.pending_writes or []) == [
        ("task", "__error__", "second"),
        ("task", "word", "first"),
    ]


async def test_fifty_sessions_at_once_keep_to_themselves(saver: Saver) -> None:
    script, sessions = Script(saver), [a_thread() for _ in range(50)]

    async def session(config: RunnableConfig, word: str) -> None:
        for turn in range(3):
            await script.run({"word": f"{word}.{turn}"}, config)

    await asyncio.gather(*(session(config, str(n)) for n, config in enumerate(sessions)))
    for n, config in enumerate(sessions):
        assert await script.said(config) == told(f"{n}.0") + told(f"{n}.1") + told(f"{n}.2")


@dataclass
class Thing:
    word: str


def test_stored_bytes_never_become_objects_of_ours() -> None:
    serde = strict_serde()
    assert serde.loads_typed(serde.dumps_typed({"thing": Thing("x")})) == {"thing": {"word": "x"}}


async def test_settings_choose_the_saver(tmp_path: Path) -> None:
    async with open_saver("memory", tmp_path / "no") as saver:
        assert isinstance(saver, InMemorySaver)
    assert not (tmp_path / "no").exists()
    async with open_saver("sqlite", tmp_path / "a" / "b") as saver:
        assert isinstance(saver, GroupCommitSqliteSaver)
    assert (tmp_path / "a" / "b" / "checkpoints.sqlite3").exists()
    with pytest.raises(SettingsError, match="sqlite, memory, or a postgresql:// URL"):
        async with open_saver("mysql://me:secret@there", tmp_path):
            pass


@pytest.mark.skipif(find_spec("psycopg_pool") is not None, reason="the packages are there")
async def test_missing_packages_are_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="pip install langgraph-checkpoint-postgres"):
        async with open_saver("postgresql://nowhere.invalid/x", tmp_path):
            pass
