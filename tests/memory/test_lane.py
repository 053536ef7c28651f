import asyncio
import threading
from collections.abc import AsyncGenerator
from contextlib import suppress

import pytest

from core.errors import BusyError, RecallError
from memory.lane import WAITING, Lane


@pytest.fixture
async def lane() -> AsyncGenerator[Lane]:
    opened = Lane()
    yield opened
    await opened.close()


async def held(lane: Lane) -> tuple[threading.Event, "asyncio.Task[bool]"]:
    """Keep the lane's thread busy until the event is set."""
    started, release = threading.Event(), threading.Event()

    def hold() -> bool:
        started.set()
        return release.wait(60)

    task = asyncio.create_task(lane.write(hold))
    await asyncio.to_thread(started.wait)
    return release, task


async def test_lookups_overtake_waiting_writes_and_each_kind_keeps_its_order(lane: Lane):
    release, task = await held(lane)
    done: list[str] = []
    calls = [lane.write(lambda n=n: done.append(f"write {n}")) for n in range(3)]
    calls += [lane.lookup(lambda n=n: done.append(f"lookup {n}")) for n in range(2)]
    waiting = asyncio.gather(*calls)
    await asyncio.sleep(0)
    release.set()
    await waiting
    assert await task
    assert done == ["lookup 0", "lookup 1", "write 0", "write 1", "write 2"]


async def test_all_calls_run_on_one_other_thread(lane: Lane):
    names = {await lane.lookup(threading.get_ident) for _ in range(3)}
    names |= {await lane.write(threading.get_ident) for _ in range(3)}
    assert len(names) == 1
    assert threading.get_ident() not in names


async def test_an_error_reaches_its_caller_and_the_lane_goes_on(lane: Lane):
    with pytest.raises(ZeroDivisionError):
        await lane.lookup(lambda: 1 // 0)
    assert await lane.lookup(lambda: "well") == "well"


async def test_a_cancelled_call_never_runs(lane: Lane):
    release, task = await held(lane)
    ran: list[str] = []
    cancelled = asyncio.create_task(lane.write(lambda: ran.append("cancelled")))
    await asyncio.sleep(0)
    cancelled.cancel()
    with suppress(asyncio.CancelledError):
        await cancelled
    release.set()
    await task
    await lane.write(lambda: ran.append("next"))
    assert ran == ["next"]


async def test_past_the_limit_callers_are_told_to_wait(lane: Lane):
    release, task = await held(lane)
    waiting = [asyncio.create_task(lane.lookup(lambda: None)) for _ in range(WAITING)]
    await asyncio.sleep(0)
    with pytest.raises(BusyError):
        await lane.lookup(lambda: None)
    release.set()
    await asyncio.gather(task, *waiting)


async def test_closing_finishes_what_waits():
    lane, done = Lane(), list[int]()
    release, task = await held(lane)
    waiting = [asyncio.create_task(lane.write(lambda n=n: done.append(n))) for n in range(5)]
    await asyncio.sleep(0)
    release.set()
    await lane.close()
    await asyncio.gather(task, *waiting)
    assert done == [0, 1, 2, 3, 4]
    with pytest.raises(RecallError, match="closed"):
        await lane.lookup(lambda: None)
