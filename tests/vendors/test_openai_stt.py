"""OpenAI's and Groq's transcription: what is sent, what is made of the answer, and every fault."""

import asyncio
import io
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
import soundfile

from core.deadline import deadline
from core.errors import AudioError, VendorError
from core.errors import Fault as Kind
from providers.resilience.fallbacks import FallbackSTT
from providers.resilience.health import Health
from providers.stt.fake import FakeSTT
from providers.stt.openai import OpenAISTT
from providers.stt.openai_answer import UNSAID
from tests.vendors.audio import babble, silence
from tests.vendors.faults import Cut, Fault, Garble, Refuse, Stall
from tests.vendors.patience import HASTY, PATIENT, sooner_or_later, until
from tests.vendors.plain_openai import plain_openai
from tests.vendors.speech_server import SpeechServer, segment, speech_server

pytestmark = pytest.mark.asyncio(loop_scope="module")

SPEECH = babble()
WHISPER, NEWER, NEWEST = "whisper-large-v3-turbo", "gpt-4o-mini-transcribe", "gpt-transcribe"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ears() -> AsyncIterator[dict[str, OpenAISTT]]:
    async with speech_server() as server:
        models = {
            WHISPER: OpenAISTT("secret", server.url, WHISPER, "en", PATIENT, "Groq"),
            NEWER: OpenAISTT("secret", server.url, NEWER, seconds=PATIENT),
            NEWEST: OpenAISTT(None, server.url, NEWEST, seconds=PATIENT),
            "hasty": OpenAISTT("secret", server.url, WHISPER, seconds=HASTY),
        }
        SERVER.append(server)
        for stt in models.values():
            await stt.start()
        yield models
        for stt in models.values():
            await stt.close()


SERVER: list[SpeechServer] = []


@pytest.fixture
def server(ears: dict[str, OpenAISTT]) -> SpeechServer:
    """The server, as if just started."""
    (one,) = SERVER
    fresh = SpeechServer(url=one.url, hears="are you open on Sunday")
    vars(one).update(vars(fresh))
    return one


async def test_the_request_is_well_formed(server: SpeechServer, ears: dict[str, OpenAISTT]) -> None:
    await ears[WHISPER].transcribe(babble(rate=48_000), hint="  Harbour\r\n Bikes ")
    (upload,) = server.uploads
    assert dict(upload.fields) == {
        "model": WHISPER,
        "language": "en",
        "prompt": "Harbour Bikes",
        "response_format": "verbose_json",
    }
    assert (upload.file_name, upload.content_type) == ("speech.wav", "audio/wav")
    assert server.keys == ["Bearer secret"]
    file = soundfile.info(io.BytesIO(upload.audio))
    assert (file.samplerate, file.channels, file.subtype) == (16_000, 1, "PCM_16")
    assert file.duration == pytest.approx(1.0, abs=0.01)


async def test_newer_models_are_asked_in_their_own_way(
    server: SpeechServer, ears: dict[str, OpenAISTT]
) -> None:
    server.logprobs = [{"token": "are", "logprob": -0.1}, {"token": " you", "logprob": -0.3}]
    heard = await ears[NEWER].transcribe(SPEECH)
    assert dict(server.uploads[0].fields) == {
        "model": NEWER,
        "response_format": "json",
        "include[]": "logprobs",
    }
    assert heard.confidence == pytest.approx(0.8187, abs=0.001)
    assert (await ears[NEWEST].transcribe(SPEECH)).confidence == UNSAID
    assert dict(server.uploads[1].fields) == {"model": NEWEST, "response_format": "json"}


async def test_confidence_is_of_the_segments(
    server: SpeechServer, ears: dict[str, OpenAISTT]
) -> None:
    server.hears = "yes. please. Thank you for watching!"
    server.segments = [
        segment("yes.", logprob=0.0, no_speech=0.0, end=3.0),
        segment("please.", logprob=-0.6931, no_speech=0.0, start=3.0, end=4.0),
        segment("Thank you for watching!", logprob=-1.2, no_speech=0.7, start=4.0, end=30.0),
    ]
    heard = await ears[WHISPER].transcribe(SPEECH)
    assert heard.text == "yes. please."
    assert heard.confidence == pytest.approx((3 * 1.0 + 1 * 0.5) / 4, abs=0.001)


async def test_what_is_invented_in_silence_is_not_heard(
    server: SpeechServer, ears: dict[str, OpenAISTT]
) -> None:
    server.hears = "Thank you."
    server.segments = [segment("Thank you.", logprob=-0.3, no_speech=0.95)]
    heard = await ears[WHISPER].transcribe(SPEECH)
    assert (heard.text, heard.confidence) == ("", 0.0)


async def test_silence_and_bad_audio_are_not_sent(
    server: SpeechServer, ears: dict[str, OpenAISTT]
) -> None:
    heard = await ears[WHISPER].transcribe(silence(40))
    assert (heard.text, heard.seconds) == ("", 40.0)
    with pytest.raises(AudioError):
        await ears[WHISPER].transcribe(b"no audio")
    assert not server.uploads


async def test_silence_is_no_probe(server: SpeechServer, ears: dict[str, OpenAISTT]) -> None:
    now = 0.0
    health = Health(lambda: now)
    stt = FallbackSTT([("groq", ears[WHISPER]), ("embedded", FakeSTT())], health)
    service = health.service("transcribe", "groq")
    service.breaker.failed("network")
    now = 10.0
    with deadline(10 * PATIENT):
        assert (await stt.transcribe(silence(2))).text == ""
        assert (service.breaker.state, service.calls) == ("half_open", 0)
        assert (await stt.transcribe(SPEECH)).text == "are you open on Sunday"
    assert (service.breaker.state, service.calls) == ("closed", 1)


FAULTS: dict[str, tuple[Fault, Kind, float | None]] = {
    "401": (Refuse(401), "auth", None),
    "403": (Refuse(403), "auth", None),
    "429": (Refuse(429), "limit", None),
    "429-retry-after": (Refuse(429, {"retry-after": "7"}), "limit", 7.0),
    "500": (Refuse(500), "server", None),
    "503": (Refuse(503), "server", None),
    "stall": (Stall(), "timeout", None),
    "stall-in-the-middle": (Stall(after_first_part=True), "timeout", None),
    "malformed": (Garble(), "protocol", None),
    "another-schema": (Garble(b'{"words": []}'), "protocol", None),
    "a-page": (Garble(b"<html>"), "protocol", None),
}


@pytest.mark.parametrize("name", FAULTS)
async def test_every_fault_is_told(
    server: SpeechServer, ears: dict[str, OpenAISTT], name: str
) -> None:
    server.fault, kind, wait = FAULTS[name]
    stalls = isinstance(server.fault, Stall)
    with pytest.raises(VendorError) as raised:
        await ears["hasty" if stalls else WHISPER].transcribe(SPEECH)
    assert (raised.value.fault, raised.value.retry_after) == (kind, wait)
    assert "secret" not in str(raised.value)
    uploads = len(server.uploads)
    assert uploads == 1 or (stalls and not uploads), "the SDK retried"
    server.fault = None
    assert (await ears[WHISPER].transcribe(SPEECH)).text == "are you open on Sunday"
    if stalls:
        await sooner_or_later(lambda: ears["hasty"].transcribe(SPEECH))


async def test_a_cut_answer_is_a_fault(server: SpeechServer, ears: dict[str, OpenAISTT]) -> None:
    server.fault = Cut()
    with pytest.raises(VendorError) as raised:
        await ears[WHISPER].transcribe(SPEECH)
    assert raised.value.fault in ("network", "protocol")


async def test_a_refused_connection_is_a_fault(ears: dict[str, OpenAISTT]) -> None:
    stt = OpenAISTT("secret", "http://127.0.0.1:9/v1", seconds=PATIENT)
    await stt.start()
    with pytest.raises(VendorError) as raised:
        await stt.transcribe(SPEECH)
    await stt.close()
    assert raised.value.fault == "network"


async def test_cancelling_is_prompt(server: SpeechServer, ears: dict[str, OpenAISTT]) -> None:
    server.fault = Stall()
    asked = asyncio.create_task(ears[WHISPER].transcribe(SPEECH))
    await until(lambda: server.uploads)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked


@pytest.mark.parametrize("model", [WHISPER, NEWER])
async def test_a_server_that_knows_json_alone_is_asked_for_that(model: str) -> None:
    async with plain_openai(verbose=False) as plain:
        stt = OpenAISTT(None, f"{plain.root}/v1", model, seconds=PATIENT)
        try:
            await stt.start()
            for _ in range(2):
                heard = await stt.transcribe(SPEECH)
                assert (heard.text, heard.confidence) == (plain.heard, UNSAID)
        finally:
            await stt.close()
        formats = [body["response_format"] for body in plain.bodies("transcriptions")]
        assert formats == ["verbose_json" if model == WHISPER else "json", "json", "json"]
        assert "include[]" not in plain.asked[-1].body
