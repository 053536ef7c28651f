"""The voice socket, field by field and fault by fault."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import connect

from core.moods import BY_NAME, Style
from tests.server.line import Caller, Server, fakes, serving

SHOP = {
    "user_id": "shop",
    "business_name": "Harbour Bikes",
    "phone": "+49 30 1234",
    "additional_content": "We are open from 9 AM to 6 PM. Our address is 12 Harbour Street.",
}


async def taught(server: Server) -> None:
    answer = await server.rest.post("/data", json=SHOP)
    assert answer.status_code == 200, answer.text


async def test_connected_carries_the_seeds_fields(tmp_path: Path) -> None:
    async with serving(tmp_path) as server, server.call("ann") as ann:
        connected = ann.connected
        assert connected["type"] == "connected"
        assert connected["user_id"] == "ann"
        assert connected["status"] == "ready"
        assert connected["greeting"] == "Hello! How can I assist you today?"
        assert connected["emotion_tracking"] is True
        assert connected["emotion_stats"]["total_sessions"] == 0
        host, port, when = connected["client_id"].rsplit(":", 2)
        assert host
        assert port.isdigit()
        assert when.isdigit()


async def test_a_spoken_turn_is_metadata_then_audio(tmp_path: Path) -> None:
    async with serving(tmp_path) as server:
        await taught(server)
        async with server.call("ann", "shop") as ann:
            metadata = await ann.speaks(b"say:what is your address")
    assert metadata["transcript"] == "what is your address"
    assert "12 Harbour Street" in metadata["response_text"]
    assert metadata["audio_size"] > 0
    assert 0 < metadata["confidence"] <= 1
    assert metadata["user_id"] == "ann"
    assert metadata["is_booking"] is False
    assert metadata["mood"] in BY_NAME
    assert -1 <= metadata["sentiment"] <= 1
    assert 0 <= metadata["mood_confidence"] <= 1
    assert metadata["degraded"] == []
    assert {"stt", "emotion", "retrieval", "ai_agent", "tts", "total"} <= set(
        metadata["timings_ms"]
    )


async def test_status_is_answered_with_the_seeds_fields(tmp_path: Path) -> None:
    async with serving(tmp_path) as server:
        async with server.call("ann") as ann:
            status = await ann.sends({"type": "get_status"})
        assert status["type"] == "status_response"
        assert status["mode"] == "single_shot"
        assert status["user_id"] == "ann"
        assert status["user_status"] == "untrained"
        assert status["emotion_stats"]["has_history"] is False
        await taught(server)
        async with server.call("shop") as owner:
            assert (await owner.sends({"type": "get_status"}))["user_status"] == "ready"


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("not json at all", "invalid_message"),
        ("[1, 2]", "invalid_message"),
        ("{}", "invalid_message"),
        ('{"type": 7}', "invalid_message"),
        ('{"type": "text"}', "invalid_message"),
        ('{"type": "text", "text": ""}', "invalid_message"),
        ('{"type": "text", "text": " \\u0000 "}', "invalid_message"),
        ('{"type": "text", "text": "\\ud800"}', "invalid_message"),
        ('{"type": "text", "text": 5}', "invalid_message"),
        ({"type": "text", "text": "x" * 5000}, "too_large"),
        ({"type": "text", "text": "x" * 50_000}, "too_large"),
        ({"type": "dance"}, "unknown_command"),
        ({"type": "start_continuous", "vad_provider": "silero"}, "not_available"),
        ({"type": "stop_continuous"}, "not_available"),
        (b"", "empty_audio"),
        (b"x" * 20_000, "too_large"),
        (b"these bytes are no recording", "invalid_audio"),
    ],
)
async def test_a_bad_message_gets_a_code_and_the_next_turn_works(
    tmp_path: Path, message: Any, code: str
) -> None:
    async with (
        serving(tmp_path, max_audio_bytes=10_000) as server,
        server.call("ann") as ann,
    ):
        error = await ann.sends(message)
        assert error["type"] == "error"
        assert error["code"] == code
        assert error["message"]
        assert error["retryable"] is False
        assert (await ann.says("hello"))["turn"] == 1


@pytest.mark.parametrize("query", ["", "?user_id=", "?user_id=%00", "?user_id=" + "x" * 129])
async def test_a_line_without_a_proper_caller_is_refused_with_a_reason(
    tmp_path: Path, query: str
) -> None:
    async with (
        serving(tmp_path) as server,
        connect(f"ws://127.0.0.1:{server.port}/ws/voice{query}") as line,
    ):
        error = json.loads(await line.recv())
        assert error["code"] == "invalid_input"
        assert "user_id" in error["message"]
        await line.wait_closed()
        assert line.close_code == 1008


class Slow:
    """A voice that waits for a sign."""

    def __init__(self) -> None:
        self.go = asyncio.Event()

    async def synthesize(self, text: str, style: Style = "neutral") -> bytes:
        await self.go.wait()
        return text.encode()


async def test_too_many_messages_are_told_busy_and_none_taken_is_lost(tmp_path: Path) -> None:
    slow = Slow()
    async with serving(tmp_path, {"tts": slow}, turns_ahead=2) as server:
        async with server.call("ann") as ann:
            for number in range(6):
                await ann.line.send(json.dumps({"type": "text", "text": f"hello {number}"}))
            first = await ann.hears()
            assert (first["code"], first["retryable"]) == ("busy", True)
            status = await ann.sends({"type": "get_status"})
            while status["type"] == "error":
                status = await ann.hears()
            assert status["type"] == "status_response"
            slow.go.set()
            turns: list[Any] = []
            while len(turns) < 2:
                message = await ann.hears()
                if isinstance(message, dict):
                    turns.append(message["turn"])
        stats = await server.json("/users/ann/emotion-stats")
        assert stats["emotion_stats"]["total_sessions"] == 1


async def test_a_caller_who_hangs_up_mid_turn_is_still_recorded(tmp_path: Path) -> None:
    slow = Slow()
    async with serving(tmp_path, {"tts": slow}) as server:
        async with server.call("ann") as ann:
            await ann.line.send(json.dumps({"type": "text", "text": "hello there"}))
            await asyncio.sleep(0.2)
        asking = asyncio.create_task(server.json("/users/ann/emotion-stats"))
        await asyncio.sleep(0.1)
        assert not asking.done(), "figures wait for the session to be summed up"
        slow.go.set()
        stats = (await asking)["emotion_stats"]
        assert stats["total_sessions"] == 1
        turns = await server.services.context.journal.turns(ann.connected["session_id"])
        assert [record["turn"].get("transcript") for record in turns] == ["hello there"]


async def test_a_caller_who_vanishes_is_summed_up_as_dropped(tmp_path: Path) -> None:
    async with serving(tmp_path) as server:
        ann = await server.call("ann").__aenter__()
        await ann.says("what is your address")
        await ann.vanishes()
        history = server.services.context.history
        async with asyncio.timeout(60):
            while not await history.summaries("ann"):  # noqa: ASYNC110 - nobody tells of it
                await asyncio.sleep(0.05)
        assert [each["ended"] for each in await history.summaries("ann")] == ["dropped"]


async def test_fifty_callers_at_once_each_get_their_own_answers(tmp_path: Path) -> None:
    async def call(number: int, server: Server) -> None:
        async with server.call(f"user-{number}") as caller:
            for turn in range(1, 4):
                metadata = await caller.says(f"my word is walnut{number}x{turn}")
                assert metadata["transcript"] == f"my word is walnut{number}x{turn}"
                assert metadata["user_id"] == f"user-{number}"
                assert metadata["turn"] == turn
                assert metadata["session_id"] == caller.connected["session_id"]

    async with serving(tmp_path) as server:
        await asyncio.gather(*(call(number, server) for number in range(50)))
        figures = (await server.json("/stats"))["performance"]["requests"]
        assert figures == {
            "total": 150,
            "successful": 150,
            "failed": 0,
            "success_rate_percent": 100.0,
        }


async def test_two_lines_of_one_caller_are_two_sessions(tmp_path: Path) -> None:
    async with serving(tmp_path) as server:
        async with server.call("ann") as one, server.call("ann") as two:
            assert one.connected["session_id"] != two.connected["session_id"]
            await one.says("hello")
            await two.says("hello")
        stats = await server.json("/users/ann/emotion-stats")
        assert stats["emotion_stats"]["total_sessions"] == 2


async def test_a_stopped_server_ends_its_sessions(tmp_path: Path) -> None:
    caller: Caller
    async with serving(tmp_path) as server:
        caller = await server.call("ann").__aenter__()
        await caller.says("hello")
    async with serving(tmp_path, fakes()) as server:
        stats = await server.json("/users/ann/emotion-stats")
        assert stats["emotion_stats"]["total_sessions"] == 1
