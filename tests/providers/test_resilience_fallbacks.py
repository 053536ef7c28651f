"""Each seam with services that fail before an embedded one: it answers, in time."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from core.appointments import no_booking, nothing_known
from core.context import utc_now
from core.deadline import deadline, left
from core.degradation import Notes, collecting
from core.errors import AudioError, BusyError, VendorError
from core.seams import Brief, Transcript
from core.state import SessionRef, no_reading
from providers.booking.fake import FakeBookingDetector
from providers.chat.fake import FakeResponder
from providers.emotion.fake import FakeEmotion
from providers.resilience.fake import FAULTS, NOTED, Faulty
from providers.resilience.fallbacks import (
    FallbackDetector,
    FallbackEmotion,
    FallbackOpening,
    FallbackSTT,
    FallbackSummarizer,
    FallbackTTS,
)
from providers.resilience.health import Health
from providers.resilience.responder import FallbackResponder
from providers.stt.fake import FakeSTT, said
from providers.summary.fake import FakeOpening, FakeSummarizer
from providers.tts.fake import FakeTTS

pytestmark = pytest.mark.looptime

BRIEF = Brief("when do you open", no_reading(), "neutral")
REF: SessionRef = {
    "session_id": "s",
    "user_id": "ann",
    "business_id": "shop",
    "started_at": "2026-11-24T12:00:00+00:00",
    "ended_at": "2026-11-24T12:05:00+00:00",
    "ended": "closed",
}


TURN: Any = {"id": "t", "index": 1, "transcript": "when do you open"}
HEARD: Any = [{"turn": TURN, "mood": no_reading(), "timings": {}}]


async def replies(responder: Any) -> list[str]:
    return [sentence.text async for sentence in responder.respond(BRIEF)]


async def summary() -> Any:
    return await FakeSummarizer().summarize(REF, [])


async def opening(chooser: Any) -> Any:
    return await chooser.choose([await summary()])


SEAMS: dict[str, tuple[Any, Any, Callable[[Any], Awaitable[Any]]]] = {
    "transcribe": (FallbackSTT, FakeSTT, lambda stt: stt.transcribe(said("hello"))),
    "speak": (FallbackTTS, FakeTTS, lambda tts: tts.synthesize("Hello.", "warm")),
    "classify_emotion": (FallbackEmotion, FakeEmotion, lambda model: model.read("hello", [])),
    "detect_booking": (
        FallbackDetector,
        FakeBookingDetector,
        lambda it: it.detect("[yes]", no_booking(), [], utc_now(), nothing_known()),
    ),
    "summarize": (FallbackSummarizer, FakeSummarizer, lambda it: it.summarize(REF, HEARD)),
    "choose_opening": (FallbackOpening, FakeOpening, opening),
    "respond": (FallbackResponder, FakeResponder, replies),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("stage", SEAMS)
async def test_the_embedded_one_answers_and_it_is_noted(stage: str, fault: str) -> None:
    wrapper, embedded, ask = SEAMS[stage]
    vendor, health, notes = Faulty(fault), Health(), Notes()
    it = wrapper([("acme", vendor), ("embedded", embedded())], health)
    with collecting(notes), deadline(0.5):
        answer = await asyncio.wait_for(ask(it), 2)
    assert answer == await ask(embedded())
    noted = NOTED.get(fault, fault)
    assert notes.timings() == {f"{stage}_degraded": f"acme:{noted}"}
    assert health.figures()[f"{stage}.acme"]["errors"] == {noted: 1}
    assert health.states()[f"{stage}.acme"]["last_fault"] == noted
    asked = vendor.calls
    with collecting(notes):
        assert await asyncio.wait_for(ask(it), 1) == answer
    if noted != "protocol":
        assert vendor.calls == asked, "an open breaker spares the wait"
        assert notes.timings()[f"{stage}_degraded"] == f"acme:{noted},acme:open"


@pytest.mark.parametrize("stage", SEAMS)
async def test_a_service_that_answers_is_used_and_counted(stage: str) -> None:
    wrapper, embedded, ask = SEAMS[stage]
    health, notes = Health(), Notes()
    it = wrapper([("acme", embedded()), ("embedded", Faulty("crash"))], health)
    with collecting(notes):
        assert await ask(it) == await ask(embedded())
    assert notes.timings() == {}
    figures = health.figures()[f"{stage}.acme"]
    assert (figures["calls"], figures["errors"]) == (1, {})
    assert figures["mean_ms"] >= 0
    assert figures["p50_ms"] >= 0
    assert health.states()[f"{stage}.acme"]["state"] == "closed"


async def test_the_next_service_is_asked_before_the_embedded_one() -> None:
    stt = FallbackSTT(
        [("first", Faulty("auth")), ("second", FakeSTT()), ("embedded", Faulty("crash"))], Health()
    )
    assert (await stt.transcribe(said("hello"))).text == "hello"


async def test_stalls_one_after_another_leave_time_for_the_embedded_one() -> None:
    stalled = [(name, Faulty("stall")) for name in "abc"]
    with deadline(4.0):
        for stage in ("transcribe", "classify_emotion", "respond", "speak"):
            wrapper, embedded, ask = SEAMS[stage]
            await ask(wrapper([*stalled, ("embedded", embedded())], Health()))
        assert left() > 0


@pytest.mark.parametrize("stage", SEAMS)
async def test_with_a_long_deadline_it_is_never_too_late_at_the_start(stage: str) -> None:
    wrapper, embedded, ask = SEAMS[stage]
    vendor = Faulty("auth")
    with deadline(600):
        await ask(wrapper([("acme", vendor), ("embedded", embedded())], Health()))
    assert vendor.calls == 1


async def test_when_it_is_too_late_nobody_is_blamed() -> None:
    health, notes, vendor = Health(), Notes(), Faulty("stall")
    tts = FallbackTTS([("acme", vendor), ("embedded", FakeTTS())], health)
    with collecting(notes), deadline(0.2):
        await asyncio.sleep(0.2)
        assert await tts.synthesize("Hello.")
    assert vendor.calls == 0
    assert notes.timings() == {"speak_degraded": "acme:late"}
    assert health.states()["speak.acme"]["state"] == "closed"


async def test_bad_audio_is_the_callers_fault_not_the_services() -> None:
    class Picky:
        async def transcribe(self, audio: bytes, hint: str = "") -> Transcript:
            raise AudioError("The audio could not be read")

    health = Health()
    stt = FallbackSTT([("acme", Picky()), ("embedded", FakeSTT())], health)
    with pytest.raises(AudioError):
        await stt.transcribe(said("hello"))
    assert health.states()["transcribe.acme"] == {
        "state": "closed",
        "last_fault": None,
        "retry_in_s": 0.0,
    }


async def test_busy_goes_to_the_next_and_from_the_last_to_the_caller() -> None:
    class Full:
        async def transcribe(self, audio: bytes, hint: str = "") -> Transcript:
            raise BusyError("Too many")

    health, notes = Health(), Notes()
    stt = FallbackSTT([("acme", Full()), ("embedded", FakeSTT())], health)
    with collecting(notes):
        assert (await stt.transcribe(said("hello"))).text == "hello"
    assert notes.timings() == {"transcribe_degraded": "acme:busy"}
    assert health.states()["transcribe.acme"]["state"] == "closed"
    with pytest.raises(BusyError):
        await FallbackSTT([("embedded", Full())], health).transcribe(b"")


class Flaky:
    """Fails once, then works."""

    def __init__(self, error: VendorError) -> None:
        self.errors = [error]

    async def transcribe(self, audio: bytes, hint: str = "") -> Transcript:
        if self.errors:
            raise self.errors.pop()
        return Transcript("second try", 1.0, 1.0)


@pytest.mark.parametrize(
    ("error", "heard"),
    [
        (VendorError("no", "server"), "second try"),
        (VendorError("no", "network"), "second try"),
        (VendorError("no", "limit", 0.05), "second try"),
        (VendorError("no", "limit", 30), "hello"),
        (VendorError("no", "limit"), "hello"),
        (VendorError("no", "auth"), "hello"),
        (VendorError("no", "protocol"), "hello"),
    ],
)
async def test_only_what_passes_quickly_is_tried_again(error: VendorError, heard: str) -> None:
    stt = FallbackSTT([("acme", Flaky(error)), ("embedded", FakeSTT())], Health())
    assert (await stt.transcribe(said("hello"))).text == heard


async def test_after_its_rest_one_call_probes_and_closes_the_breaker() -> None:
    now = 0.0
    health = Health(lambda: now)
    vendor = Flaky(VendorError("no", "limit", 7))
    stt = FallbackSTT([("acme", vendor), ("embedded", FakeSTT())], health)
    assert (await stt.transcribe(said("hello"))).text == "hello"
    assert health.states()["transcribe.acme"]["retry_in_s"] == 7
    now = 6.9
    assert (await stt.transcribe(said("hello"))).text == "hello"
    now = 7.0
    assert health.states()["transcribe.acme"]["state"] == "half_open"
    assert (await stt.transcribe(said("hello"))).text == "second try"
    assert health.states()["transcribe.acme"]["state"] == "closed"


async def test_a_cancelled_probe_gives_its_place_back() -> None:
    now = 0.0
    health = Health(lambda: now)
    vendor = Faulty("timeout")
    stt = FallbackSTT([("acme", vendor), ("embedded", FakeSTT())], health)
    await stt.transcribe(said("hello"))
    now, vendor.fault = 30.0, "stall"
    probe = asyncio.create_task(stt.transcribe(said("hello")))
    await vendor.stalled.wait()
    assert (await stt.transcribe(said("while probing"))).text == "while probing"
    assert vendor.calls == 2
    probe.cancel()
    with pytest.raises(asyncio.CancelledError):
        await probe
    vendor.fault = "server"
    await stt.transcribe(said("hello"))
    assert vendor.calls > 2


async def test_a_caller_without_a_history_waits_for_no_service() -> None:
    vendor = Faulty("stall")
    chooser = FallbackOpening([("acme", vendor), ("embedded", FakeOpening())], Health())
    assert await asyncio.wait_for(chooser.choose([]), 1) == await FakeOpening().choose([])
    assert vendor.calls == 0
