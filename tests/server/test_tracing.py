"""LangSmith: nothing leaves without a key and the wish for it, whatever else is set."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from server.tracing import OLD_SWITCH, SWITCHES, settle_tracing
from tests.evals.langsmith_double import serving

SCRIPT = """
import asyncio
from langchain_core.tracers.langchain import wait_for_all_tracers
from server.live import LiveSessions
from server.services import open_services
from server.settings import load_settings
from tests.server.line import fakes

async def main():
    async with open_services(load_settings(), fakes(), isolated=False) as services:
        live = LiveSessions(services)
        session = await live.start("ann", "shop")
        await session.text_turn("hello")
        await live.end(session, "closed")
    wait_for_all_tracers()

asyncio.run(main())
"""


SWITCHED_ON = dict.fromkeys(map(str, SWITCHES), "true")
KEY = {"LANGSMITH_API_KEY": "a key"}


@pytest.mark.parametrize(
    ("environ", "on"),
    [
        ({}, False),
        (SWITCHED_ON, False),
        ({**SWITCHED_ON, "LANGSMITH_API_KEY": ""}, False),
        (KEY, False),
        ({**KEY, "LANGCHAIN_TRACING_V2": "true", "LANGSMITH_TRACING_V2": "true"}, False),
        ({**KEY, "LANGSMITH_TRACING": "false"}, False),
        ({**KEY, "LANGSMITH_TRACING": "True"}, True),
        ({"LANGCHAIN_API_KEY": "a key", "LANGSMITH_TRACING": "true"}, True),
    ],
)
def test_all_switches_say_the_same(environ: dict[str, str], on: bool) -> None:
    settled = {**environ, OLD_SWITCH: "true"}
    assert settle_tracing(settled) is on
    assert {settled[name] for name in SWITCHES} == {"true" if on else "false"}
    assert OLD_SWITCH not in settled


async def traced(
    folder: Path, wishes: dict[str, str], written: dict[str, str] | None = None
) -> list[str]:
    """What LangSmith was called for by a session that was told these wishes.

    They are in the environment, or `written` into a `.env` in its folder.
    """
    folder.mkdir()
    lines = [f"{name}={value}\n" for name, value in (written or {}).items()]
    (folder / ".env").write_text("".join(lines))
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("LANGSMITH", "LANGCHAIN"))}
    with serving() as langsmith:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            SCRIPT,
            cwd=folder,
            env={
                **clean,
                **wishes,
                "LANGSMITH_ENDPOINT": langsmith.address,
                "PYTHONPATH": str(Path(__file__).parents[2]),
            },
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        output, _ = await process.communicate()
        assert process.returncode == 0, output.decode()
        return list(langsmith.calls)


async def test_what_langsmith_gets(tmp_path: Path) -> None:
    without, with_key, from_file, unwished = await asyncio.gather(
        traced(tmp_path / "without", SWITCHED_ON),
        traced(tmp_path / "with", {**KEY, **SWITCHED_ON}),
        traced(tmp_path / "file", {"LANGSMITH_TRACING": ""}, {**KEY, "LANGSMITH_TRACING": "true"}),
        traced(tmp_path / "unwished", {"LANGSMITH_TRACING": "false"}, {**KEY, **SWITCHED_ON}),
    )
    assert without == []
    assert unwished == [], "the environment goes before the file"
    assert [call for call in with_key if call.startswith("POST /runs")], with_key
    assert [call for call in from_file if call.startswith("POST /runs")], from_file
