"""Logs: ids and codes at info level, never a caller's words; to stderr and a rotated file."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest
import structlog

from core.seams import Transcript
from server.logs import logging_to
from tests.server.line import serving


async def test_a_session_leaves_ids_and_no_words(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    class Breaks:
        async def transcribe(self, audio: bytes, hint: str = "") -> Transcript:
            raise ValueError(f"could not handle {audio!r}")

    with logging_to(tmp_path / "logs", "info"):
        async with serving(tmp_path / "data", {"stt": Breaks()}) as server:
            async with server.call("ann-of-the-quince-tree") as ann:
                metadata = await ann.says("my secret is xylophonequark")
                assert (await ann.sends(b"marmaladefjord"))["code"] == "internal_error"
            await server.rest.post("/data", json={"user_id": "a", "business_name": "gherkinlamp"})
            await server.json("/users/ann-of-the-quince-tree/emotion-stats")
    text = (tmp_path / "logs" / "rapport.log").read_text()
    shown = capfd.readouterr().err
    assert len(shown.splitlines()) == len(text.splitlines())
    lines: list[dict[str, Any]] = [json.loads(line) for line in text.splitlines()]
    events = {line["event"]: line for line in lines}
    answered = events["turn_answered"]
    assert answered["session_id"] == ann.connected["session_id"]
    assert answered["turn_id"] == metadata["turn_id"]
    assert events["session_ended"]["outcome"]
    assert events["turn_crashed"]["level"] == "error"
    assert "ValueError" in events["turn_crashed"]["exception"]
    for word in ("xylophonequark", "marmaladefjord", "gherkinlamp", "quince"):
        assert word not in text + shown


def test_the_file_is_rotated_and_old_handlers_go(tmp_path: Path) -> None:
    before = list(logging.getLogger().handlers)
    with logging_to(tmp_path, "info"):
        structlog.stdlib.get_logger("test").info("hello", session_id="s")
        logging.getLogger("other").warning("from %s", "elsewhere")
    assert logging.getLogger().handlers == before
    lines = [json.loads(line) for line in (tmp_path / "rapport.log").read_text().splitlines()]
    assert [line["event"] for line in lines] == ["hello", "from elsewhere"]
