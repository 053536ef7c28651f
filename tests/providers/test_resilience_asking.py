"""What says nothing about a service: our own line, and answers for which it was not asked."""

import asyncio
import time

import pytest

from core.appointments import no_booking, nothing_known
from core.context import utc_now
from core.deadline import deadline
from core.degradation import Notes, collecting
from core.errors import VendorError
from core.moods import Style
from core.seams import Brief
from core.state import SessionRef, no_reading
from providers.booking.fake import FakeBookingDetector
from providers.chat.fake import FakeResponder
from providers.emotion.fake import FakeEmotion
from providers.resilience.fake import Faulty
from providers.resilience.fallbacks import (
    FallbackDetector,
    FallbackEmotion,
    FallbackSummarizer,
    FallbackTTS,
)
from providers.resilience.health import Health
from providers.resilience.responder import FallbackResponder
from providers.summary.fake import FakeSummarizer
from providers.tts.cache import CachedTTS
from providers.tts.fake import FakeTTS
from providers.tts.gate import Gate

pytestmark = pytest.mark.looptime

REF: SessionRef = {
    "session_id": "s",
    "user_id": "ann",
    "business_id": "shop",
    "started_at": "2026-11-24T12:00:00+00:00",
    "ended_at": "2026-11-24T12:05:00+00:00",
    "ended": "closed",
}


class Narrow:
    """A voice for one sentence at a time: the first takes as long as it must, the others
    `seconds`."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.gate = Gate(1, queue_limit=64, seconds=60)
        self.seconds = seconds
        self.asked: list[str] = []
        self.first_done = asyncio.Event()

    async def synthesize(self, text: str, style: Style = "neutral") -> bytes:
        async with self.gate.passed():
            self.asked.append(text)
            if len(self.asked) == 1:
                await self.first_done.wait()
            else:
                await asyncio.sleep(self.seconds)
            return text.encode()


async def test_who_waits_in_our_line_to_no_avail_blames_nobody() -> None:
    health, notes, voice = Health(), Notes(), Narrow()
    tts = FallbackTTS([("acme", voice), ("embedded", FakeTTS())], health)
    with deadline(30):
        first = asyncio.create_task(tts.synthesize("One."))
    await asyncio.sleep(0)
    with deadline(1.0), collecting(notes):
        spoken = await asyncio.gather(*[tts.synthesize(f"Number {n}.") for n in range(20)])
    assert all(spoken)
    assert voice.asked == ["One."]
    assert notes.timings() == {"speak_degraded": "acme:busy"}
    assert health.figures()["speak.acme"]["errors"] == {}
    assert health.states()["speak.acme"]["state"] == "closed"
    voice.first_done.set()
    assert await first == b"One."


@pytest.mark.looptime(False)
async def test_a_machine_that_stands_still_while_we_wait_blames_nobody() -> None:
    health, notes, voice = Health(), Notes(), Narrow()
    tts = FallbackTTS([("acme", voice), ("embedded", FakeTTS())], health)
    with deadline(30):
        first = asyncio.create_task(tts.synthesize("One."))
    await asyncio.sleep(0)
    with deadline(1.0), collecting(notes):
        # Our patience and the service's own time both end while nothing runs.
        asyncio.get_running_loop().call_later(0.01, time.sleep, 0.8)
        assert await tts.synthesize("Two.")
    assert notes.timings() == {"speak_degraded": "acme:busy"}
    assert health.figures()["speak.acme"]["errors"] == {}
    assert health.states()["speak.acme"]["state"] == "closed"
    voice.first_done.set()
    assert await first == b"One."


@pytest.mark.parametrize("cached", [False, True])
async def test_the_services_time_begins_when_it_is_asked(cached: bool) -> None:
    health, voice = Health(), Narrow(seconds=2.4)
    it = CachedTTS(voice, 1_000) if cached else voice
    tts = FallbackTTS([("acme", it), ("embedded", FakeTTS())], health)
    with deadline(6.0):
        first = asyncio.create_task(tts.synthesize("One."))
        second = asyncio.create_task(tts.synthesize("Two."))
        await asyncio.sleep(1.2)
        voice.first_done.set()
        assert await asyncio.gather(first, second) == [b"One.", b"Two."]
    assert health.states()["speak.acme"]["state"] == "closed"


async def test_who_waits_for_a_sentence_that_another_asked_for_blames_nobody() -> None:
    health, voice = Health(), Narrow()
    tts = FallbackTTS([("acme", CachedTTS(voice, 1_000)), ("embedded", FakeTTS())], health)
    with deadline(30):
        first = asyncio.create_task(tts.synthesize("One."))
    await asyncio.sleep(0)
    with deadline(0.5):
        assert await tts.synthesize("One.") == await FakeTTS().synthesize("One.")
    assert health.states()["speak.acme"]["state"] == "closed"
    voice.first_done.set()
    assert await first == b"One."


class Failing(FakeTTS):
    """Speaks until it is `down`."""

    down = False

    async def synthesize(self, text: str, style: Style = "neutral") -> bytes:
        if self.down:
            raise VendorError("down", "limit")
        return await super().synthesize(text, style)


async def test_a_sentence_that_is_kept_is_no_probe() -> None:
    now = 0.0
    health, voice = Health(lambda: now), Failing()
    tts = FallbackTTS([("acme", CachedTTS(voice, 1_000)), ("embedded", FakeTTS())], health)
    service = health.service("speak", "acme")
    await tts.synthesize("Kept.")
    voice.down = True
    service.breaker.failed("network")
    rests = [service.breaker.retry_in]
    for number in range(3):
        now += rests[-1]
        assert await tts.synthesize("Kept.")
        assert service.breaker.state == "half_open"
        await tts.synthesize(f"New {number}.")
        rests.append(service.breaker.retry_in)
    assert rests == [10, 20, 40, 80]
    assert service.calls == 1 + len(rests[1:])


async def test_where_nothing_was_said_no_service_is_asked() -> None:
    vendor, health = Faulty("stall"), Health()
    emotion = FallbackEmotion([("acme", vendor), ("embedded", FakeEmotion())], health)
    await emotion.read("  ")
    detector = FallbackDetector([("acme", vendor), ("embedded", FakeBookingDetector())], health)
    await detector.detect("", no_booking(), [], utc_now(), nothing_known())
    responder = FallbackResponder([("acme", vendor), ("embedded", FakeResponder())], health)
    assert [each async for each in responder.respond(Brief(" ", no_reading(), "neutral"))]
    summarizer = FallbackSummarizer([("acme", vendor), ("embedded", FakeSummarizer())], health)
    await summarizer.summarize(REF, [])
    assert vendor.calls == 0
    assert {figures["calls"] for figures in health.figures().values()} == {0}
