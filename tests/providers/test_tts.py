"""The contract of TextToSpeech, held by every implementation, and what is special to one."""

import asyncio
import io
import wave
from collections.abc import AsyncIterator
from typing import get_args

import numpy as np
import psutil
import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import SettingsError
from core.moods import Style
from core.seams import TextToSpeech
from providers.audio import decode
from providers.tts.cache import CachedTTS
from providers.tts.edge import EdgeTTS
from providers.tts.espeak import EspeakTTS
from providers.tts.espeak_worker import DELIVERIES
from providers.tts.fake import FakeTTS
from providers.tts.mp3_frames import Header, header, joinable
from providers.tts.openai import OpenAITTS
from providers.tts.speakable import speakable
from tests.vendors.edge_server import edge_server
from tests.vendors.patience import PATIENT
from tests.vendors.speech_server import speech_server

pytestmark = pytest.mark.asyncio(loop_scope="module")

GREETING = "Welcome back. How can I help?"
STYLES: tuple[Style, ...] = get_args(Style)
FRAME_SYNC = 0xFFE0


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def espeak() -> AsyncIterator[EspeakTTS]:
    tts = EspeakTTS()
    yield tts
    await tts.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def vendors() -> AsyncIterator[dict[str, TextToSpeech]]:
    async with edge_server() as edge, speech_server() as openai:
        spoken = [
            OpenAITTS("key", openai.url, model, seconds=PATIENT)
            for model in ("gpt-4o-mini-tts", "tts-1")
        ]
        yield {
            "edge": EdgeTTS(url=edge.url, seconds=PATIENT),
            "openai": spoken[0],
            "tts-1": spoken[1],
            "cached": CachedTTS(EdgeTTS(url=edge.url, seconds=PATIENT), 1_000_000),
        }
        for voice in spoken:
            await voice.close()


@pytest.fixture(params=["fake", "espeak", "edge", "openai", "tts-1", "cached"])
def tts(
    request: pytest.FixtureRequest, espeak: EspeakTTS, vendors: dict[str, TextToSpeech]
) -> TextToSpeech:
    return {"fake": FakeTTS(), "espeak": espeak, **vendors}[request.param]


@pytest.mark.parametrize("style", STYLES)
async def test_every_style_gives_mp3_frames(tts: TextToSpeech, style: Style) -> None:
    audio = await tts.synthesize(GREETING, style)
    assert int.from_bytes(audio[:2]) & FRAME_SYNC == FRAME_SYNC


@pytest.mark.parametrize("text", ["", "  \n", "...", "?!", "🙂🙂", "\u200b\x07\ue000"])
async def test_nothing_to_say_gives_nothing(tts: TextToSpeech, text: str) -> None:
    assert await tts.synthesize(text) == b""


async def test_texts_and_styles_differ(tts: TextToSpeech) -> None:
    cheerful, calm = await asyncio.gather(
        tts.synthesize(GREETING, "cheerful"), tts.synthesize(GREETING, "calm")
    )
    assert cheerful != calm
    assert cheerful != await tts.synthesize("Goodbye.", "cheerful")


async def test_a_reply_may_change_its_voice(
    espeak: EspeakTTS, vendors: dict[str, TextToSpeech]
) -> None:
    voices: list[TextToSpeech] = [espeak, *vendors.values()]
    pieces = [await voice.synthesize(GREETING) for voice in voices]
    together = b"".join(pieces)
    assert joinable(together) == together
    assert {(first.rate, first.mono) for first in map(_first, pieces)} == {(24_000, True)}
    total = sum(decode(piece)[1] for piece in pieces)
    assert decode(together)[1] == pytest.approx(total, abs=0.1)


def _first(audio: bytes) -> Header:
    found = header(audio, 0)
    assert found is not None
    return found


async def test_the_fake_is_the_same_every_time() -> None:
    tts = FakeTTS()
    assert await tts.synthesize(GREETING) == await FakeTTS().synthesize(GREETING)
    assert tts.spoken == [(GREETING, "neutral")]


async def test_pieces_can_be_joined(espeak: EspeakTTS) -> None:
    pieces = await asyncio.gather(espeak.synthesize("Welcome back."), espeak.synthesize(GREETING))
    lengths = [decode(piece)[1] for piece in pieces]
    assert decode(b"".join(pieces))[1] == pytest.approx(sum(lengths), abs=0.1)
    assert b"Xing" not in pieces[0]
    assert b"Info" not in pieces[0]


async def test_a_mood_is_heard_in_the_pace(espeak: EspeakTTS) -> None:
    lengths = {style: decode(await espeak.synthesize(GREETING, style))[1] for style in STYLES}
    by_rate = sorted(STYLES, key=lambda style: DELIVERIES[style].rate, reverse=True)
    assert sorted(STYLES, key=lambda style: lengths[style]) == by_rate


@pytest.mark.parametrize("style", STYLES)
async def test_wav_is_loud_enough_and_does_not_clip(espeak: EspeakTTS, style: Style) -> None:
    text = "Oh! I am sorry about that. Shall we say Tuesday at 4 PM? It is $25."
    data = await espeak.synthesize_wav(text, style)
    with wave.open(io.BytesIO(data)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        assert file.getframerate() <= 24_000
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    assert 8_000 < np.abs(samples.astype(int)).max() < 32_767
    assert await espeak.synthesize_wav("...") == b""


async def test_another_voice_sounds_different(espeak: EspeakTTS) -> None:
    other = EspeakTTS("en-us+f3")
    high, low = await other.synthesize_wav("Hello."), await espeak.synthesize_wav("Hello.")
    await other.close()
    assert high[:4] == low[:4] == b"RIFF"
    assert len(high) != len(low)


@pytest.mark.parametrize("text", ["Hello.", "naïve café 你好"])
async def test_a_crash_of_the_library_does_not_silence(text: str) -> None:
    before = psutil.Process().children()
    tts = EspeakTTS()
    await tts.start()
    (worker,) = set(psutil.Process().children()) - set(before)
    worker.kill()
    assert await tts.synthesize(text)
    assert not worker.is_running()
    await tts.close()


async def test_an_unknown_voice_is_named() -> None:
    tts = EspeakTTS("xx-klingon")
    with pytest.raises(SettingsError, match="xx-klingon"):
        await tts.start()
    await tts.close()


@pytest.mark.parametrize(
    "text",
    [
        "مرحبا بك",
        "नमस्ते दुनिया",
        "你好",
        "привет",
        "naïve café 🙂",
        "½ €5 ﷺ",
        "a\0b",
        "[[x]] <b>",
    ],
)
async def test_other_scripts_are_not_met_with_silence(espeak: EspeakTTS, text: str) -> None:
    assert await espeak.synthesize(text)


async def test_a_long_text_is_capped(espeak: EspeakTTS) -> None:
    audio = await espeak.synthesize("hello " * 20_000)
    assert 0 < len(audio) < 2_000_000


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.text(max_size=80))
async def test_no_text_fails_and_none_is_met_with_silence(espeak: EspeakTTS, text: str) -> None:
    audio = await espeak.synthesize(text)
    assert bool(audio) == bool(speakable(text))
