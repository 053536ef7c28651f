"""OpenAI's speech: what is asked, what is made of the answer, and every fault."""

from collections.abc import AsyncIterator

import numpy as np
import pytest
import pytest_asyncio

from core.errors import Fault as Kind
from core.errors import VendorError
from providers.audio import decode
from providers.tts.mp3_frames import header
from providers.tts.openai import INSTRUCTIONS, SPEEDS, OpenAITTS
from tests.providers.recordings import tone, written
from tests.vendors.faults import Cut, Fault, Garble, Refuse, Stall
from tests.vendors.patience import HASTY, PATIENT, sooner_or_later
from tests.vendors.sound import mp3
from tests.vendors.speech_server import SpeechServer, speech_server

pytestmark = pytest.mark.asyncio(loop_scope="module")

SERVER: list[SpeechServer] = []


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def voices() -> AsyncIterator[dict[str, OpenAITTS]]:
    async with speech_server() as server:
        SERVER.append(server)
        made = {
            "instructed": OpenAITTS("secret", server.url, voice="coral", seconds=PATIENT),
            "plain": OpenAITTS(None, server.url, "kokoro", seconds=PATIENT),
            "hasty": OpenAITTS("secret", server.url, seconds=HASTY),
        }
        for voice in made.values():
            await voice.start()
        yield made
        for voice in made.values():
            await voice.close()


@pytest.fixture
def server(voices: dict[str, OpenAITTS]) -> SpeechServer:
    (one,) = SERVER
    vars(one).update(vars(SpeechServer(url=one.url)))
    return one


async def test_the_style_is_told_in_words(
    server: SpeechServer, voices: dict[str, OpenAITTS]
) -> None:
    await voices["instructed"].synthesize('She said "no" <break/> & left 🙂.', "calm")
    assert server.spoken == [
        {
            "model": "gpt-4o-mini-tts",
            "voice": "coral",
            "input": 'She said "no" <break/> & left .',
            "response_format": "mp3",
            "instructions": INSTRUCTIONS["calm"],
        }
    ]
    assert server.keys == ["Bearer secret"]


async def test_or_by_the_speed(server: SpeechServer, voices: dict[str, OpenAITTS]) -> None:
    await voices["plain"].synthesize("Hello.", "empathetic")
    (asked,) = server.spoken
    assert asked["speed"] == SPEEDS["empathetic"]
    assert "instructions" not in asked


async def test_tags_and_the_lengths_frame_are_taken_off(
    server: SpeechServer, voices: dict[str, OpenAITTS]
) -> None:
    sound = mp3("hello")
    tag = b"ID3\x04\x00\x00\x00\x00\x00\x14" + b"TSSE".ljust(20, b"\0")
    info = sound[:4] + bytes(9) + b"Info" + bytes(144 - 17)
    server.sound = tag + info + sound + b"TAG".ljust(128, b"\0")
    assert await voices["plain"].synthesize("Hello.") == sound


OTHERS = {
    "wav": written(tone(1.0, 44_100), 44_100, channels=2),
    "mp3-44100": written(tone(1.0, 44_100), 44_100, "MP3", "MPEG_LAYER_III", channels=2),
    "flac": written(tone(1.0, 48_000), 48_000, "FLAC"),
}


@pytest.mark.parametrize("kind", OTHERS)
async def test_other_forms_are_encoded_again(
    server: SpeechServer, voices: dict[str, OpenAITTS], kind: str
) -> None:
    server.sound = OTHERS[kind]
    audio = await voices["plain"].synthesize("Hello.")
    first = header(audio, 0)
    assert first is not None
    assert (first.rate, first.mono) == (24_000, True)
    samples, seconds = decode(audio)
    assert seconds == pytest.approx(1.0, abs=0.15)
    assert np.abs(samples).max() > 0.3


FAULTS: dict[str, tuple[Fault, set[Kind], float | None]] = {
    "401": (Refuse(401), {"auth"}, None),
    "403": (Refuse(403), {"auth"}, None),
    "429": (Refuse(429), {"limit"}, None),
    "429-retry-after": (Refuse(429, {"retry-after": "7"}), {"limit"}, 7.0),
    "500": (Refuse(500), {"server"}, None),
    "503": (Refuse(503), {"server"}, None),
    "stall": (Stall(), {"timeout"}, None),
    "stall-in-the-middle": (Stall(after_first_part=True), {"timeout"}, None),
    "cut": (Cut(), {"network"}, None),
    "malformed": (Garble(), {"protocol"}, None),
    "nothing": (Garble(b""), {"protocol"}, None),
}


@pytest.mark.parametrize("name", FAULTS)
async def test_every_fault_is_told(
    server: SpeechServer, voices: dict[str, OpenAITTS], name: str
) -> None:
    server.fault, kinds, wait = FAULTS[name]
    stalls = isinstance(server.fault, Stall)
    with pytest.raises(VendorError) as raised:
        await voices["hasty" if stalls else "instructed"].synthesize("I am sorry.")
    assert raised.value.fault in kinds
    assert raised.value.retry_after == wait
    assert "secret" not in str(raised.value)
    assert "sorry" not in str(raised.value)
    spoken = len(server.spoken)
    assert spoken == 1 or (stalls and not spoken), "the SDK retried"
    server.fault = None
    assert await voices["instructed"].synthesize("I am sorry.")
    if stalls:
        assert await sooner_or_later(lambda: voices["hasty"].synthesize("I am sorry."))


async def test_a_refused_connection_is_a_fault() -> None:
    voice = OpenAITTS("secret", "http://127.0.0.1:9/v1", seconds=PATIENT)
    with pytest.raises(VendorError) as raised:
        await voice.synthesize("Hello.")
    await voice.close()
    assert raised.value.fault == "network"
