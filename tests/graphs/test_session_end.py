"""The session_end graph: summed up, an opening chosen, stored once."""

import pytest

from tests.graphs.scenes import Scene

pytestmark = pytest.mark.looptime


async def test_a_session_is_summed_up_with_an_opening_and_stored_once() -> None:
    scene = Scene()
    await scene.says("where are you [frustrated]")
    await scene.says("whatever [resigned]")
    first = await scene.leaves()
    assert first["summary"]["turns"] == 2
    assert [point["mood"] for point in first["summary"]["trajectory"]] == ["frustrated", "resigned"]
    assert first["summary"].get("greeting")
    assert first.get("stored") is True
    second = await scene.leaves()
    assert second.get("stored") is False
    assert len(await scene.context.history.summaries("caller")) == 1


async def test_the_opening_sees_earlier_sessions_too() -> None:
    scene = Scene()
    await scene.says("hello [happy]")
    await scene.leaves()
    later = Scene(scene.context)
    await later.says("hello again")
    await later.leaves()
    history = await scene.context.history.summaries("caller")
    assert [each["session_id"] for each in history] == [later.session_id, scene.session_id]
