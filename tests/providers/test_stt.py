"""The contract of SpeechToText, held by every implementation, and what is special to one."""

import asyncio
import io
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import numpy as np
import pytest
import pytest_asyncio
import soundfile
import soxr

from core.errors import AudioEmptyError, AudioError, BusyError, TooLargeError
from core.seams import SpeechToText
from providers.stt.fake import FakeSTT, said
from providers.stt.openai import OpenAISTT
from providers.stt.pocketsphinx import PocketsphinxSTT
from providers.tts.espeak import EspeakTTS
from tests.providers.recordings import recorded, tone, written
from tests.vendors.patience import PATIENT
from tests.vendors.speech_server import SpeechServer, speech_server

pytestmark = pytest.mark.asyncio(loop_scope="module")

QUESTION = "what are your opening hours"
SILENCE = written(np.zeros(16_000, np.float32), 16_000)
NOISE = written(np.random.default_rng(2).normal(0, 0.1, 24_000).astype(np.float32), 16_000)


@dataclass
class Case:
    """An implementation, and how to say something to it."""

    stt: SpeechToText
    say: Callable[[str], Awaitable[bytes]]


async def _said(text: str) -> bytes:
    return said(text)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pocketsphinx() -> AsyncIterator[PocketsphinxSTT]:
    stt = PocketsphinxSTT(workers=1, queue_limit=2)
    yield stt
    await stt.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def caller() -> AsyncIterator[EspeakTTS]:
    tts = EspeakTTS()
    yield tts
    await tts.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def vendor() -> AsyncIterator[SpeechServer]:
    async with speech_server() as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def vendors(vendor: SpeechServer) -> AsyncIterator[dict[str, OpenAISTT]]:
    models = {
        "openai": "gpt-4o-mini-transcribe",
        "gpt-transcribe": "gpt-transcribe",
        "groq": "whisper-large-v3-turbo",
    }
    made = {
        name: OpenAISTT("key", vendor.url, model, seconds=PATIENT) for name, model in models.items()
    }
    yield made
    for stt in made.values():
        await stt.close()


@pytest.fixture(params=["fake", "pocketsphinx", "openai", "gpt-transcribe", "groq"])
def case(
    request: pytest.FixtureRequest,
    pocketsphinx: PocketsphinxSTT,
    caller: EspeakTTS,
    vendor: SpeechServer,
    vendors: dict[str, OpenAISTT],
) -> Case:
    if request.param == "fake":
        return Case(FakeSTT(), _said)
    if request.param == "pocketsphinx":
        return Case(pocketsphinx, caller.synthesize_wav)

    async def say(text: str) -> bytes:
        vendor.hears = text
        return await caller.synthesize_wav(text)

    return Case(vendors[request.param], say)


async def test_speech_is_heard(case: Case) -> None:
    transcript = await case.stt.transcribe(await case.say(QUESTION))
    assert transcript.text == QUESTION
    assert 0.1 < transcript.confidence <= 1
    assert 1 < transcript.seconds < 4


async def test_a_hint_changes_no_clear_words(case: Case) -> None:
    transcript = await case.stt.transcribe(await case.say(QUESTION), hint="Harbour Bikes")
    assert transcript.text == QUESTION


@pytest.mark.parametrize("audio", [SILENCE, NOISE], ids=["silence", "noise"])
async def test_silence_and_noise_give_no_words(case: Case, audio: bytes) -> None:
    transcript = await case.stt.transcribe(audio)
    assert (transcript.text, transcript.confidence) == ("", 0.0)


async def test_no_bytes_are_empty_audio(case: Case) -> None:
    with pytest.raises(AudioEmptyError):
        await case.stt.transcribe(b"")


@pytest.mark.parametrize("audio", [b"\x00", b"not audio at all", bytes(range(256)) * 40])
async def test_garbage_is_refused_and_the_next_one_heard(case: Case, audio: bytes) -> None:
    with pytest.raises(AudioError):
        await case.stt.transcribe(audio)
    assert (await case.stt.transcribe(SILENCE)).text == ""


async def test_the_fake_follows_its_script() -> None:
    stt = FakeSTT(["first", "second"], confidence=0.5)
    heard = [await stt.transcribe(SILENCE) for _ in range(3)]
    assert [transcript.text for transcript in heard] == ["first", "second", ""]
    assert heard[0].confidence == 0.5


async def test_one_caller_leaves_no_trace_in_the_next(
    pocketsphinx: PocketsphinxSTT, caller: EspeakTTS
) -> None:
    audio = await caller.synthesize_wav("yes please")
    first = await pocketsphinx.transcribe(audio)
    await pocketsphinx.transcribe(await caller.synthesize_wav("what is your address"))
    assert await pocketsphinx.transcribe(audio) == first


async def test_the_recognisers_own_marks_are_not_words(
    pocketsphinx: PocketsphinxSTT, caller: EspeakTTS
) -> None:
    # "and", "a" and "the" have several pronunciations; the pause is heard as a filler.
    audio = await caller.synthesize_wav("the dog and a cat. And then, the other one.")
    text = (await pocketsphinx.transcribe(audio)).text
    assert "and" in text
    assert set(text) <= set("abcdefghijklmnopqrstuvwxyz' ")


async def test_what_a_browser_records_is_heard(
    pocketsphinx: PocketsphinxSTT, caller: EspeakTTS
) -> None:
    samples, rate = soundfile.read(
        io.BytesIO(await caller.synthesize_wav(QUESTION)), dtype="float32"
    )
    webm = recorded(soxr.resample(samples, rate, 48_000), "webm", "libopus")
    assert (await pocketsphinx.transcribe(webm)).text == QUESTION


async def test_too_long_a_recording_is_refused(pocketsphinx: PocketsphinxSTT) -> None:
    with pytest.raises(TooLargeError):
        await pocketsphinx.transcribe(written(tone(61, 8_000), 8_000))


async def test_busy_when_too_many_wait(pocketsphinx: PocketsphinxSTT) -> None:
    asked = [pocketsphinx.transcribe(SILENCE) for _ in range(6)]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    refused = [answer for answer in answers if isinstance(answer, BusyError)]
    assert len(refused) == 3
