"""The edge voice: what is asked of it, and every fault."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from edge_tts.constants import TRUSTED_CLIENT_TOKEN, WSS_URL
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import BusyError, SettingsError, VendorError
from core.errors import Fault as Kind
from providers.tts.edge import PROSODIES, EdgeTTS
from providers.tts.probe import SERVICE, reachable
from providers.tts.speakable import speakable
from tests.vendors.edge_server import EdgeServer, edge_server
from tests.vendors.faults import Cut, Fault, Garble, Refuse, Stall
from tests.vendors.patience import HASTY, PATIENT, sooner_or_later, until
from tests.vendors.sound import mp3


@pytest.fixture
async def server() -> AsyncIterator[EdgeServer]:
    async with edge_server() as server:
        yield server


@pytest.fixture
async def voice(server: EdgeServer) -> EdgeTTS:
    voice = EdgeTTS("de-DE-KatjaNeural", server.url, seconds=PATIENT)
    await voice.start()
    return voice


async def test_the_request_is_the_services(server: EdgeServer, voice: EdgeTTS) -> None:
    audio = await voice.synthesize("Guten Tag.", "cheerful")
    (said,) = server.spoken
    assert said.text == "Guten Tag."
    assert said.voice == "Microsoft Server Speech Text to Speech Voice (de-DE, KatjaNeural)"
    assert said.prosody == PROSODIES["cheerful"]._asdict()
    assert server.queries[0]["TrustedClientToken"] == TRUSTED_CLIENT_TOKEN
    assert server.queries[0]["Sec-MS-GEC"]
    assert "audio-24khz-48kbitrate-mono-mp3" in str(server.configs[0])
    assert audio == mp3(said.ssml)


async def test_the_public_address_is_the_librarys() -> None:
    assert WSS_URL.partition("?")[0] == SERVICE


INJECTED = """</prosody></voice><voice name='x'>"a" & 'b' &amp; <!-- c --> <![CDATA[ ]]> &#60;"""


async def test_text_is_never_markup(server: EdgeServer, voice: EdgeTTS) -> None:
    await voice.synthesize(INJECTED)
    assert [said.text for said in server.spoken] == [INJECTED]


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(text=st.text(st.sampled_from("ab1 <>&;'\"/!-[]#\x0b\x00é你🙂\ufffe"), max_size=40))
def test_no_text_is_markup(text: str) -> None:
    async def said() -> list[str]:
        async with edge_server() as server:
            voice = EdgeTTS(url=server.url, seconds=PATIENT)
            await voice.synthesize(text)
            return [each.text for each in server.spoken]

    assert asyncio.run(said()) == ([speakable(text)] if speakable(text) else [])


async def test_a_long_text_comes_in_parts_and_all_of_it(server: EdgeServer, voice: EdgeTTS) -> None:
    text = " ".join(["你好世界"] * 390)
    audio = await voice.synthesize(text)
    assert len(server.spoken) > 1
    assert " ".join(said.text for said in server.spoken) == text
    assert audio == b"".join(mp3(said.ssml) for said in server.spoken)


FAULTS: dict[str, tuple[Fault, Kind, float | None]] = {
    "401": (Refuse(401), "auth", None),
    "403": (Refuse(403), "auth", None),
    "403-without-a-date": (Refuse(403, {"Date": ""}), "auth", None),
    "429": (Refuse(429), "limit", None),
    "429-retry-after": (Refuse(429, {"Retry-After": "7"}), "limit", 7.0),
    "500": (Refuse(500), "server", None),
    "503": (Refuse(503), "server", None),
    "stall": (Stall(), "timeout", None),
    "stall-in-the-middle": (Stall(after_first_part=True), "timeout", None),
    "cut": (Cut(), "network", None),
    "malformed": (Garble(b"\x00"), "protocol", None),
    "malformed-and-mute": (Garble(b"\x00", then_stall=True), "timeout", None),
    "another-header": (Garble(b"\x00\x08Path:x\r\nno"), "protocol", None),
}


@pytest.mark.parametrize("name", FAULTS)
async def test_every_fault_is_told(server: EdgeServer, voice: EdgeTTS, name: str) -> None:
    server.fault, kind, wait = FAULTS[name]
    stalls = kind == "timeout"
    asked = EdgeTTS(url=server.url, seconds=HASTY) if stalls else voice
    with pytest.raises(VendorError) as raised:
        await asked.synthesize("I am sorry.")
    assert (raised.value.fault, raised.value.retry_after) == (kind, wait)
    assert "sorry" not in str(raised.value)
    server.fault = None
    assert await voice.synthesize("I am sorry.")
    if stalls:
        assert await sooner_or_later(lambda: asked.synthesize("I am sorry."))


async def test_a_connection_that_breaks_is_a_fault(server: EdgeServer, voice: EdgeTTS) -> None:
    server.fault, server.goodbye = Cut(), False
    with pytest.raises(VendorError) as raised:
        await voice.synthesize("Hello.")
    assert raised.value.fault == "network"


async def test_a_refused_connection_is_a_fault() -> None:
    voice = EdgeTTS(url="ws://127.0.0.1:9/edge/v1", seconds=PATIENT)
    with pytest.raises(VendorError) as raised:
        await voice.synthesize("Hello.")
    assert raised.value.fault == "network"


async def test_cancelling_is_prompt(server: EdgeServer, voice: EdgeTTS) -> None:
    server.fault = Stall(after_first_part=True)
    asked = asyncio.create_task(voice.synthesize("Hello."))
    await until(lambda: server.spoken)
    asked.cancel()
    async with asyncio.timeout(PATIENT / 2):
        with pytest.raises(asyncio.CancelledError):
            await asked


async def test_only_so_many_at_once_and_the_rest_in_line(server: EdgeServer) -> None:
    server.go.clear()
    voice = EdgeTTS(url=server.url, seconds=PATIENT, concurrency=2, queue_limit=3)
    said = [asyncio.create_task(voice.synthesize(f"Number {number}.")) for number in range(7)]
    await until(lambda: len(server.spoken) == 2 and sum(each.done() for each in said) == 2)
    server.go.set()
    answers = await asyncio.gather(*said, return_exceptions=True)
    refused = [answer for answer in answers if isinstance(answer, BusyError)]
    assert len(refused) == 2
    assert len(server.spoken) == 5
    assert server.most == 2


async def test_the_line_has_an_end(server: EdgeServer) -> None:
    server.go.clear()
    voice = EdgeTTS(url=server.url, concurrency=1, seconds=HASTY)
    # The first is given up when their time in line is over too. So many, for on a machine that
    # stands still some come into line so late that it is their turn.
    said = [voice.synthesize(f"Number {number}.") for number in range(20)]
    answers = await asyncio.gather(*said, return_exceptions=True)
    assert any(isinstance(answer, BusyError) for answer in answers)
    server.go.set()
    assert await sooner_or_later(lambda: voice.synthesize("Hello."))


@pytest.mark.parametrize("name", ["", "Emma", "en-US-Emma", "en-US-x'/><Neural"])
async def test_what_cannot_be_a_voice_is_refused(name: str) -> None:
    with pytest.raises(SettingsError, match="EDGE_VOICE"):
        EdgeTTS(name)


async def test_the_probe(server: EdgeServer) -> None:
    assert await reachable(PATIENT, server.url)
    assert not await reachable(PATIENT, "ws://127.0.0.1:9/edge/v1")
    assert not await reachable(PATIENT, server.url.replace("ws:", "wss:"))
    for nonsense in ("", "ws://", "ws://127.0.0.1:99999/x", "ws://[::", "ws://" + "a" * 300 + "/"):
        assert not await reachable(PATIENT if nonsense else 0.0, nonsense)
