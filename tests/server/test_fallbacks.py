"""Every service of a turn fails at once, over a real line: the caller hears an answer in time."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from core.seams import Brief, Sentence
from nodes.respond import CLOSING as CUT
from providers.resilience.fake import FAULTS, NOTED, CutOff, Faulty
from providers.resilience.responder import CLOSING
from server.fallbacks import FALLBACKS
from tests.server.line import Server, serving

STAGES = {"transcribe", "classify_emotion", "detect_booking", "respond", "speak"}
DEADLINE, UNHURRIED = 6.0, 60.0
"""Seconds of a turn whose service stalls, and of one where nothing is to be waited for, however
slow the machine."""


def failing(vendor: Any) -> dict[str, list[tuple[str, Any]]]:
    return {seam: [("acme", vendor)] for seam in FALLBACKS}


async def timings(server: Server, session_id: str) -> list[dict[str, Any]]:
    records = await server.services.context.journal.turns(session_id)
    return [{**record["timings"]} for record in records]


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_turn_is_audible_announced_and_the_next_does_not_wait(
    tmp_path: Path, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    vendor = Faulty(fault)
    noted = NOTED.get(fault, fault)
    patience = DEADLINE if fault == "stall" else UNHURRIED
    with capture_logs() as lines:
        async with serving(tmp_path, vendors=failing(vendor), turn_deadline=patience) as server:
            async with server.call("ann") as ann:
                async with asyncio.timeout(2 * patience):
                    first = await ann.speaks(b"say:my secret question")
                asked = vendor.calls
                second = await ann.speaks(b"say:and again")
                asked_again = vendor.calls
            assert first["audio_size"] > 0
            assert first["transcript"] == "my secret question"
            assert set(first["degraded"]) == STAGES
            health = (await server.json("/healthz"))["services"]
            stats = await server.json("/stats")
            turns = await timings(server, ann.connected["session_id"])
            ended = await server.json("/users/ann/emotion-stats")
    assert {turns[0][f"{stage}_degraded"].split(",")[0] for stage in STAGES} == {f"acme:{noted}"}
    if noted != "protocol":
        assert second["audio_size"] > 0
        assert asked_again == asked, "its breaker spares the second turn the wait"
        assert {turns[1][f"{stage}_degraded"] for stage in STAGES} == {"acme:open"}
        assert health["respond.acme"]["state"] == "open"
        assert health["respond.acme"]["retry_in_s"] > 0
    assert health["respond.acme"]["last_fault"] == noted
    assert stats["services"]["respond.acme"]["errors"][noted] >= 1
    assert stats["performance"]["degraded_stages"]["respond"] >= 2
    assert ended["emotion_stats"]["total_sessions"] == 1
    quiet = {"debug", "info", "warning"}
    assert [line for line in lines if line["log_level"] not in quiet or "exc_info" in line] == []
    assert "secret" not in str([line for line in lines if line["log_level"] != "debug"])
    assert [record for record in caplog.records if record.levelname in ("ERROR", "CRITICAL")] == []
    failed = [line for line in lines if line["event"] == "service_failed"]
    assert {(line["service"], line["fault"]) for line in failed} == {("acme", noted)}


async def test_a_streaming_client_hears_of_it_as_it_happens(tmp_path: Path) -> None:
    vendors = {"stt": [("acme", Faulty("server"))], "responder": [("acme", CutOff("network"))]}
    async with serving(tmp_path, vendors=vendors) as server, server.call("ann") as ann:
        await ann.sends({"type": "configure", "streaming": True})
        heard = [await ann.sends(b"say:when do you open")]
        while isinstance(heard[-1], bytes) or heard[-1]["type"] != "response_ended":
            heard.append(await ann.hears())
    told: list[Any] = [each for each in heard if not isinstance(each, bytes)]
    assert [each["type"] for each in told[:3]] == ["response_started", "degraded", "response_text"]
    degraded = [(each["stage"], each["code"]) for each in told if each["type"] == "degraded"]
    assert degraded == [("transcribe", "acme:server"), ("respond", "acme:network")]
    texts = [each["text"] for each in told if each["type"] == "response_text"]
    assert texts == ["We open at nine.", CLOSING]


async def test_a_model_that_never_ends_and_a_voice_that_stalls_leave_sound_in_time(
    tmp_path: Path,
) -> None:
    class Endless:
        async def respond(self, brief: Brief) -> AsyncIterator[Sentence]:
            while True:
                yield Sentence("And another thing.")
                await asyncio.sleep(0.4)

    vendors = {"responder": [("acme", Endless())], "tts": [("acme", Faulty("stall"))]}
    async with serving(tmp_path, vendors=vendors, turn_deadline=DEADLINE) as server:
        async with server.call("ann") as ann:
            async with asyncio.timeout(2 * DEADLINE):
                metadata = await ann.says("tell me all")
        states = (await server.json("/healthz"))["services"]
    assert metadata["audio_size"] > 0
    assert metadata["response_text"].endswith(CUT)
    assert states["respond.acme"]["state"] == "closed", "a talker is not a faulty service"


async def test_without_services_nothing_is_wrapped(tmp_path: Path) -> None:
    async with serving(tmp_path) as server:
        assert (await server.json("/healthz"))["services"] == {}
        context = server.services.context
        assert not [
            seam for seam in FALLBACKS if "Fallback" in type(getattr(context, seam)).__name__
        ]


async def test_everything_embedded_hangs_and_the_line_still_answers(tmp_path: Path) -> None:
    """Beyond what a service can do to us: no state lasts for good."""
    hung = Faulty("stall")
    overrides = {"stt": hung, "responder": hung, "tts": hung, "summarizer": hung}
    with capture_logs() as lines:
        async with serving(tmp_path, overrides, turn_deadline=1) as server:
            async with server.call("ann") as ann:
                async with asyncio.timeout(20):
                    metadata = await ann.sends(b"say:hello")
                assert metadata["response_text"]
                assert await ann.hears() == b""
                assert {"transcribe", "respond", "speak"} <= set(metadata["degraded"])
            await server.json("/users/ann/greeting")
    assert "session_end_failed" in {line["event"] for line in lines}, "the next start ends it"
