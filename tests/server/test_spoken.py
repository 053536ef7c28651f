"""Spoken conversations with the real recogniser, voice and embeddings, over a real line."""

import asyncio
import io
import json
from collections.abc import AsyncIterator
from typing import Any

import numpy as np
import pytest
import pytest_asyncio
import requests
import soundfile
import soxr
import websockets
from numpy.typing import NDArray

from providers.embeddings.wordllama import WordLlamaEmbeddings
from providers.stt.pocketsphinx import PocketsphinxSTT
from providers.tts.espeak import EspeakTTS
from tests.providers.recordings import SPEECH_RATE, recorded, written
from tests.server.line import Server, serving

pytestmark = pytest.mark.asyncio(loop_scope="module")

HOURS, ADDRESS = "what are your opening hours", "what is your address"
BIKES = {
    "user_id": "bikes",
    "business_name": "Harbour Bikes",
    "industry": "Bicycle shop",
    "phone": "+49 30 1234",
    "email": "hello@harbour.example",
    "additional_content": (
        "We repair bicycles of every make. Our opening hours are Monday to Friday from 9 AM to "
        "6 PM. Our address is 12 Harbour Street, opposite the library. We also rent cargo bikes."
    ),
}
BAKERY = {
    "user_id": "bakery",
    "business_name": "Mill Bakery",
    "additional_content": (
        "We bake sourdough every night. Our opening hours are Tuesday to Sunday from 7 AM to "
        "1 PM. You find us at 3 Mill Lane, beside the church."
    ),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def voice() -> AsyncIterator[EspeakTTS]:
    tts = EspeakTTS()
    yield tts
    await tts.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(
    tmp_path_factory: pytest.TempPathFactory, voice: EspeakTTS
) -> AsyncIterator[Server]:
    """One for all tests here, with the two businesses taught."""
    stt = PocketsphinxSTT(workers=1)
    real: dict[str, Any] = {"stt": stt, "tts": voice, "embeddings": WordLlamaEmbeddings()}
    async with serving(tmp_path_factory.mktemp("data"), real) as server:
        for business in (BIKES, BAKERY):
            assert (await server.rest.post("/data", json=business)).status_code == 200
        yield server
    await stt.close()


async def test_the_seeds_test_script(server: Server, voice: EspeakTTS) -> None:
    """As in the seed, but for the port, the recording where it says so, and a thread."""
    wav_audio_bytes = await voice.synthesize_wav(ADDRESS)
    uri = f"ws://localhost:{server.port}/ws/voice?user_id=test_user"
    async with websockets.connect(uri) as ws:
        connection = json.loads(await ws.recv())
        await ws.send(wav_audio_bytes)
        metadata = json.loads(await ws.recv())
        audio = await ws.recv()
    url = f"http://localhost:{server.port}/users/test_user/emotion-stats"
    stats = (await asyncio.to_thread(requests.get, url, timeout=90)).json()
    assert connection["type"] == "connected"
    assert connection["greeting"] == "Hello! How can I assist you today?"
    assert metadata["type"] == "response_metadata"
    assert metadata["transcript"] == ADDRESS
    assert metadata["response_text"]
    assert isinstance(audio, bytes)
    assert len(audio) == metadata["audio_size"] > 1_000
    assert stats["user_id"] == "test_user"
    assert stats["emotion_stats"]["total_sessions"] == 1


async def test_spoken_questions_are_answered_from_the_business(
    server: Server, voice: EspeakTTS
) -> None:
    async with server.call("ann", "bikes") as ann:
        hours = await ann.speaks(await voice.synthesize_wav(HOURS))
        address = await ann.speaks(await voice.synthesize_wav(ADDRESS))
    assert "9 AM to 6 PM" in hours["response_text"]
    assert "12 Harbour Street" in address["response_text"]


@pytest.mark.parametrize(
    ("business", "own"), [("bakery", ["7 AM to 1 PM", "3 Mill Lane"]), ("nobody", ["", ""])]
)
async def test_another_business_answers_with_nothing_of_the_first(
    server: Server, voice: EspeakTTS, business: str, own: list[str]
) -> None:
    async with server.call(f"ben of {business}", business) as ben:
        answers = [await ben.speaks(await voice.synthesize_wav(each)) for each in (HOURS, ADDRESS)]
    assert [answer["transcript"] for answer in answers] == [HOURS, ADDRESS]
    for answer, expected in zip(answers, own, strict=True):
        assert expected in answer["response_text"]
        assert answer["answered"] is bool(expected)
    # Names and times that the server makes up may hold any digits.
    made_up = {"client_id", "session_id", "turn_id", "timings_ms", "confidence", "audio_size"}
    told = [{k: v for k, v in one.items() if k not in made_up} for one in [ben.connected, *answers]]
    heard = json.dumps(told).lower()
    for secret in ("harbour", "9 am", "6 pm", "library", "1234", "bicycle", "cargo"):
        assert secret not in heard


async def test_every_kind_of_recording_is_heard(server: Server, voice: EspeakTTS) -> None:
    wav = await voice.synthesize_wav(HOURS)
    samples, rate = soundfile.read(io.BytesIO(wav), dtype="float32")

    def at(wanted: int) -> NDArray[np.float32]:
        return soxr.resample(samples, rate, wanted)

    kinds = {
        "telephone": written(at(8_000), 8_000, subtype="PCM_U8"),
        "studio": written(at(44_100), 44_100, subtype="FLOAT", channels=2),
        "webm": recorded(at(SPEECH_RATE), "webm", "libopus"),
        "ogg": recorded(at(SPEECH_RATE), "ogg", "libopus"),
        "mp4": recorded(at(SPEECH_RATE), "mp4", "aac"),
    }
    async with server.call("cat") as cat:
        heard = {name: (await cat.speaks(audio))["transcript"] for name, audio in kinds.items()}
    assert all(heard.values()), heard
