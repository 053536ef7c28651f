"""`langgraph dev` on a copy of the recordings: threads, history, runs and forks through the SDK."""

import asyncio
import os
import socket
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from langgraph_sdk import get_client
from langgraph_sdk.client import LangGraphClient

from server.services import end_thread
from tests.server.line import TURN_DEADLINE
from tests.server.test_replay import counted, recorded

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 240.0


@asynccontextmanager
async def studio(data_dir: Path, log: Path) -> AsyncGenerator[LangGraphClient]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    quiet = {
        "LANGGRAPH_CLI_NO_ANALYTICS": "1",
        "LANGGRAPH_NO_VERSION_CHECK": "true",
        "LANGSMITH_TRACING": "false",
        "DATA_DIR": str(data_dir),
        "TURN_DEADLINE": str(TURN_DEADLINE),
    }
    langgraph = str(Path(sys.executable).parent / "langgraph")
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            *(langgraph, "dev", "--no-browser", "--no-reload", "--port", port),
            cwd=ROOT,
            env={**os.environ, **quiet},
            stdout=output,
            stderr=output,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            await answers(f"{url}/ok", process, log)
            async with get_client(url=url, timeout=PATIENCE) as client:
                yield client
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()


async def answers(url: str, process: Any, log: Path) -> None:
    began = time.monotonic()
    async with httpx.AsyncClient() as rest:
        while time.monotonic() - began < PATIENCE:
            assert process.returncode is None, log.read_text()[-3000:]
            try:
                if (await rest.get(url)).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.1)
    raise AssertionError(f"langgraph dev did not come up: {log.read_text()[-3000:]}")


async def thread_state(client: LangGraphClient, thread_id: str) -> Any:
    """Threads are registered shortly after the start."""
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE:
        try:
            return await client.threads.get_state(thread_id)
        except httpx.HTTPStatusError:
            await asyncio.sleep(0.1)
    raise AssertionError("the session is no thread in Studio")


async def test_a_recorded_session_is_a_thread_that_can_be_forked(tmp_path: Path) -> None:
    data = tmp_path / "data"
    session_id = await recorded(data)
    before = counted(data)
    async with studio(data, tmp_path / "studio.log") as client:
        graphs = {assistant["graph_id"] for assistant in await client.assistants.search()}
        assert graphs == {"turn", "session_end"}

        state = await thread_state(client, session_id)
        assert state["values"]["booking"]["status"] == "booked"
        ended = await thread_state(client, end_thread(session_id))
        assert ended["values"]["summary"]["turns"] == 2

        history: list[Any] = await client.threads.get_history(session_id, limit=100)
        [fork] = [
            step
            for step in history
            if "book" in step["next"] and step["values"]["turn"]["index"] == 2
        ]
        runs: Any = client.runs
        forked = await runs.wait(session_id, "turn", input=None, checkpoint=fork["checkpoint"])
        assert forked["booking"]["status"] == "booked"

        fresh = await client.threads.create()
        turn = {
            "id": "turn-1",
            "session_id": fresh["thread_id"],
            "user_id": "ann",
            "business_id": "shop",
            "index": 1,
            "source": "text",
            "at": "2026-11-24T12:00:00+00:00",
            "transcript": "thank you, that is great",
        }
        start = {"turn": turn, "timings": {"id": "turn-1"}}
        ran = await runs.wait(fresh["thread_id"], "turn", input=start)
        assert ran["turn"]["reply"]
        assert ran["turn"]["audio_size"] > 0
    assert counted(data) == before
