import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import psutil
import pytest

from core.errors import AudioError, BusyError, SpeechToTextError, StageError
from providers.workers import Workers
from tests.vendors.patience import PATIENT, until

ROOT = Path(__file__).parents[2]
SERVER = """
import asyncio, time
from providers.workers import Workers

async def main():
    workers = Workers(2, 4)
    try:
        await workers.start()
        print(*workers.pids, flush=True)
        await workers.run(time.sleep, 60, limit=60)
    finally:
        await workers.close()

asyncio.run(main())
"""


@pytest.fixture
async def workers() -> AsyncIterator[Workers]:
    pool = Workers(2, 2, name="test", failure=SpeechToTextError)
    await pool.start()
    yield pool
    await pool.close()


def reject(_: str) -> None:
    raise AudioError("The audio could not be read.")


def refuse_to_start() -> None:
    raise AudioError("No model.")


def chatter() -> str:
    os.write(1, b"noise of a C library")
    return "answer"


async def test_a_function_runs_in_another_process(workers: Workers) -> None:
    assert await workers.run(os.getpid, limit=PATIENT) in workers.pids
    assert os.getpid() not in workers.pids


async def test_large_arguments_and_results_pass(workers: Workers) -> None:
    data = os.urandom(3_000_000)
    assert await workers.run(bytes, data, limit=PATIENT) == data


async def test_a_rapport_error_arrives_as_it_is(workers: Workers) -> None:
    with pytest.raises(AudioError, match="could not be read"):
        await workers.run(reject, "", limit=PATIENT)


async def test_any_other_error_is_the_stages(workers: Workers) -> None:
    with pytest.raises(SpeechToTextError) as caught:
        await workers.run(int, "no number", limit=PATIENT)
    assert isinstance(caught.value.__cause__, ValueError)


async def test_a_crash_fails_only_its_own_job(workers: Workers) -> None:
    before = set(workers.pids)
    crashed, slept = await asyncio.gather(
        workers.run(os._exit, 3, limit=PATIENT),
        workers.run(time.sleep, 0.3, limit=PATIENT),
        return_exceptions=True,
    )
    assert isinstance(crashed, SpeechToTextError)
    assert slept is None
    await until(lambda: len(before - set(workers.pids)) == 1)
    assert await workers.run(os.getpid, limit=PATIENT) in workers.pids


async def test_a_job_past_its_time_is_killed(workers: Workers) -> None:
    before = workers.pids
    with pytest.raises(SpeechToTextError, match="too long"):
        await workers.run(time.sleep, 60, limit=0.2)
    await until(lambda: sum(map(_runs, before)) == 1)
    assert await workers.run(os.getpid, limit=PATIENT) in workers.pids


async def test_a_worker_that_died_idle_is_replaced(workers: Workers) -> None:
    before = workers.pids
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    while any(map(_runs, before)):
        time.sleep(0.01)  # noqa: ASYNC251 - so that the event loop has not heard of it
    assert await workers.run(os.getpid, limit=PATIENT) not in before


async def test_busy_when_the_queue_is_full(workers: Workers) -> None:
    jobs = [asyncio.create_task(workers.run(time.sleep, 0.3, limit=PATIENT)) for _ in range(4)]
    await asyncio.sleep(0)
    with pytest.raises(BusyError):
        await workers.run(time.sleep, 0, limit=PATIENT)
    await asyncio.gather(*jobs)
    await workers.run(time.sleep, 0, limit=PATIENT)


async def test_a_cancelled_caller_leaves_a_sound_worker(workers: Workers) -> None:
    before = workers.pids
    jobs = [asyncio.create_task(workers.run(time.sleep, 0.2, limit=PATIENT)) for _ in range(4)]
    await asyncio.sleep(0.05)
    for job in jobs:
        job.cancel()
    await asyncio.gather(*jobs, return_exceptions=True)
    # An answer to the cancelled job must not be taken for the answer to this one.
    assert await workers.run(len, "four", limit=PATIENT) == 4
    assert workers.pids == before


async def test_a_print_does_not_spoil_the_reply(workers: Workers) -> None:
    assert await workers.run(chatter, limit=PATIENT) == "answer"


async def test_a_failing_initializer_says_why() -> None:
    workers = Workers(1, 1, refuse_to_start)
    with pytest.raises(AudioError, match="No model"):
        await workers.start()
    await workers.close()


async def test_an_initializer_that_crashes_fails_the_job() -> None:
    workers = Workers(1, 1, partial(os._exit, 1))
    with pytest.raises(StageError, match="crashed"):
        await workers.start()
    await workers.close()


async def test_a_closed_pool_fails_what_runs_waits_or_comes() -> None:
    workers = Workers(1, 2)
    await workers.start()
    (pid,) = workers.pids
    jobs = [asyncio.create_task(workers.run(time.sleep, 60, limit=60)) for _ in range(2)]
    await asyncio.sleep(0.05)
    await workers.close()
    await workers.close()
    failed = await asyncio.gather(*jobs, return_exceptions=True)
    assert [type(error) for error in failed] == [StageError] * 2
    with pytest.raises(StageError, match="shut down"):
        await workers.run(os.getpid, limit=PATIENT)
    assert not psutil.pid_exists(pid)


async def test_a_worker_starts_light() -> None:
    workers = Workers(1, 1)
    expression = "list(__import__('sys').modules)"
    modules: list[str] = await workers.run(eval, expression, limit=PATIENT)
    await workers.close()
    assert "providers.worker_main" in modules
    assert not {"asyncio", "numpy", "chromadb", "langgraph", "server", "pytest"} & set(modules)


def _children(server: "subprocess.Popen[str]") -> list[int]:
    assert server.stdout is not None
    pids = [int(pid) for pid in server.stdout.readline().split()]
    assert len(pids) == 2
    return pids


def _serve() -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", SERVER],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def _gone(pids: list[int]) -> bool:
    deadline = time.monotonic() + PATIENT
    while time.monotonic() < deadline:
        if not any(_runs(pid) for pid in pids):
            return True
        time.sleep(0.05)
    return False


def _runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_no_worker_outlives_a_killed_server() -> None:
    with _serve() as server:
        pids = _children(server)
        server.kill()
        server.communicate()
    assert _gone(pids)


def test_ctrl_c_is_the_servers_alone() -> None:
    with _serve() as server:
        pids = _children(server)
        os.killpg(server.pid, signal.SIGINT)
        _, errors = server.communicate()
    assert _gone(pids)
    assert errors.count("Traceback") <= 2  # The server's own, of asyncio and of the program.
    assert "worker_main" not in errors
