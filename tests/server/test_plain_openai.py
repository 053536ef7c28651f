"""One address in the environment, and a stranger's server does the thinking.

The server is a process of its own, as `make run` starts it, with nothing else set.
"""

import asyncio
import json
from pathlib import Path
from typing import Any, cast, get_args
from urllib.parse import urlencode

import httpx
import pytest
from websockets.asyncio.client import connect

from core.moods import MOODS
from core.outcomes import Outcome
from core.seams import Brief
from core.state import no_reading
from evals.process import serving
from providers.chat.llm import LLMResponder
from providers.llm.models import Vendor
from providers.stt.openai import OpenAISTT
from server.language import chat
from server.settings import Settings
from server.speech import hearing
from server.vendors import keys_of
from tests.vendors.audio import babble
from tests.vendors.plain_openai import PlainOpenAI, plain_openai

BUSINESS = {
    "user_id": "bikes",
    "business_name": "Harbour Bikes",
    "additional_content": "On Saturday we are open until two. We are at 12 Harbour Street. "
    "We repair derailleurs by Shimano, and fit derailleurs of others.",
    "services": [{"name": "wheel truing", "duration_minutes": 30}],
}
PATIENT = {"turn_deadline": "120", "llm_timeout": "60", "speech_timeout": "60"}
"""A busy machine must not have the embedded providers step in."""

LAST_MOOD = MOODS[-1].name
LAST_OUTCOME = get_args(Outcome)[-1]


async def call(port: int, *messages: str | bytes) -> list[dict[str, Any]]:
    """All that was told in one streamed call, with the audio's size after each piece."""
    query = urlencode({"user_id": "ann", "business_id": "bikes", "streaming": "true"})
    told: list[dict[str, Any]] = []
    async with (
        asyncio.timeout(180),
        connect(f"ws://127.0.0.1:{port}/ws/voice?{query}", max_size=None) as line,
    ):
        told.append(json.loads(await line.recv()))
        for message in messages:
            said = message
            if isinstance(message, str):
                said = json.dumps({"type": "text", "text": message})
            await line.send(said)
            while told[-1]["type"] != "response_ended" or told[-1].get("seen"):
                heard = await line.recv()
                if isinstance(heard, bytes):
                    told.append({"type": "audio", "size": len(heard)})
                else:
                    told.append(json.loads(heard))
            told[-1]["seen"] = True
    return told


def of(told: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [each for each in told if each["type"] == kind]


def well_formed(model: PlainOpenAI, key: str | None) -> None:
    """By the API reference."""
    for asked in model.asked:
        assert asked.authorization.startswith("Bearer ")
        assert not key or asked.authorization == f"Bearer {key}"
        assert isinstance(asked.body["model"], str)
        assert asked.body["model"]
    for body in model.bodies("/chat/completions"):
        roles = [message["role"] for message in body["messages"]]
        assert roles[0] == "system"
        assert roles[-1] == "user"
        assert set(roles) <= {"system", "user", "assistant"}
        assert all(message["content"] for message in body["messages"])
        assert 0 <= (body.get("temperature") or 0) <= 2
    for body in model.bodies("/audio/transcriptions"):
        assert body["file"].startswith(b"RIFF")


@pytest.mark.parametrize(
    ("vendor", "path", "key", "old"),
    [("openai", "/v1", None, False), ("groq", "", "gsk-1", True)],
    ids=["openai", "groq, and an old server"],
)
async def test_it_hears_answers_reads_moods_and_sums_up(
    tmp_path: Path, vendor: str, path: str, key: str | None, old: bool
) -> None:
    less: dict[str, Any] = {"formats": (), "verbose": False} if old else {}
    async with plain_openai(**less) as model:
        settings = {f"{vendor}_base_url": model.root + path, **PATIENT}
        if key:
            settings[f"{vendor}_api_key"] = key
        async with (
            serving(tmp_path, **settings) as server,
            httpx.AsyncClient(base_url=server.url, timeout=180) as rest,
        ):
            assert (await rest.post("/data", json=BUSINESS)).status_code == 200
            first = await call(server.port, babble(2.0), "This is taking so long!")
            stats = (await rest.get("/users/ann/emotion-stats")).json()["emotion_stats"]
            await call(server.port, "Hello again")
            health = (await rest.get("/healthz")).json()
        log = (tmp_path / "stderr.log").read_text()

    assert of(first, "degraded") == []
    heard, _ = of(first, "response_metadata")
    assert heard["transcript"] == model.heard
    words = [each["text"] for each in of(first, "response_text")]
    assert " ".join(words[:2]) == model.reply
    assert all(each["audio_size"] > 0 for each in of(first, "response_metadata"))
    assert stats["last_session_outcome"] == LAST_OUTCOME

    expected = {recording["prompt"] for recording in model.bodies("/audio/transcriptions")}
    assert expected == {"Harbour Bikes, wheel truing, Harbour, Street, Shimano, derailleurs"}

    replies = [body for body in model.bodies("/chat/completions") if body.get("stream")]
    systems = [str(body["messages"][0]["content"]) for body in replies]
    assert len(systems) == 3
    assert "Harbour Bikes" in systems[0]
    assert "open until two" in systems[0]
    assert all("mood is" in system for system in systems)
    assert ["Opening (" in system for system in systems] == [True, False, True]
    assert "Opening (first_meeting)" in systems[0]
    assert "Opening (first_meeting)" not in systems[2]
    assert replies[0]["messages"][-1]["content"].count(model.heard) == 1
    well_formed(model, key)

    assert health["services"][f"summarize.{vendor}"]["last_fault"] is None
    assert health["services"][f"refine_emotion.{vendor}"]["last_fault"] is None
    assert health["providers"]["stt"][0] == vendor
    assert "Traceback" not in log
    assert model.heard not in log


@pytest.mark.parametrize(
    ("vendor", "path", "key"),
    [
        ("openai", "/v1", "k-1"),
        ("openai", "/v1/", None),
        ("openai", "", None),
        ("openai", "/", "k-1"),
        ("groq", "/v1", None),
        ("groq", "/v1/", "k-1"),
        ("groq", "", None),
        ("groq", "/openai/v1", None),
        ("groq", "/openai/v1/", "k-1"),
        ("groq", "/openai", None),
        ("groq", "/gateway", None),
        ("groq", "/gateway/openai", "k-1"),
        ("groq", "/gateway/openai/v1", "k-1"),
        ("groq", "/gateway/v1/", None),
        ("openai", "/gateway/v1", None),
    ],
)
async def test_an_address_in_any_of_its_forms(vendor: Vendor, path: str, key: str | None) -> None:
    async with plain_openai() as model:
        given: Any = {
            f"{vendor}_base_url": model.root + path,
            f"{vendor}_api_key": key,
            **PATIENT,
        }
        settings = Settings(_env_file=None, **given)  # pyright: ignore[reportCallIssue]
        responder = LLMResponder(chat(settings, vendor))
        said = [each.text async for each in responder.respond(Brief("Hi", no_reading(), "neutral"))]
        assert " ".join(said) == model.reply
        ((name, stt),) = hearing(settings, keys_of(settings))
        assert name == vendor
        try:
            assert (await stt.transcribe(babble())).text == model.heard
        finally:
            await cast(OpenAISTT, stt).close()
    assert len({asked.path.partition("/v1/")[0] for asked in model.asked}) == 1, "one address"
    well_formed(model, key)
