"""The turn graph when something breaks: the turn degrades, it is not silenced."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest

from core.appointments import BookingDraft
from core.deadline import deadline, left
from core.errors import (
    AudioError,
    BookingError,
    EmotionError,
    RecallError,
    ResponderError,
    TextToSpeechError,
)
from core.moods import Style
from core.seams import Brief, Sentence, Transcript
from core.state import Moment, MoodReading, Passage, PastTurn, Utterance
from memory.fake import FakeBookings
from nodes import book as book_module
from nodes import respond as respond_module
from server.streaming import StreamedVoice
from server.voice import GatheredVoice
from tests.graphs.scenes import Scene, fake_context

HOURS = "we open at nine and close at five"
SHOP = {"shop": [HOURS]}

pytestmark = pytest.mark.looptime


async def test_audio_that_is_none_rises_to_the_caller_and_the_next_turn_works() -> None:
    class Deaf:
        async def transcribe(self, audio: bytes, hint: str = "") -> Transcript:
            raise AudioError("The audio could not be read")

    scene = Scene(fake_context(SHOP))
    with pytest.raises(AudioError):
        await scene.speaks(b"garbage", stt=Deaf())
    state = await scene.says("when do you open")
    assert state["turn"].get("answered") is True
    assert len(await scene.context.journal.turns(scene.session_id)) == 1


class BrokenEmotion:
    async def read(self, text: str, context: Sequence[Utterance] = ()) -> MoodReading:
        raise EmotionError("No reading")


class BrokenRecall:
    async def passages(self, business_id: str, query: str) -> list[Passage]:
        raise RecallError("No index")

    async def moments(self, user_id: str, query: str, session_id: str) -> list[Moment]:
        return []


class BrokenDetector:
    async def detect(
        self, text: str, draft: BookingDraft, window: Sequence[PastTurn], now: Any
    ) -> BookingDraft:
        raise ValueError("a bug")


class HangingRecall(BrokenRecall):
    async def passages(self, business_id: str, query: str) -> list[Passage]:
        await asyncio.sleep(60)
        return []


@pytest.mark.parametrize(
    ("seam", "broken", "stage", "code"),
    [
        ("emotion", BrokenEmotion(), "classify_emotion", "emotion_failed"),
        ("recall", BrokenRecall(), "retrieve", "recall_failed"),
        ("booking_detector", BrokenDetector(), "detect_booking", "stage_failed"),
    ],
)
async def test_one_that_fails_side_by_side_takes_no_other_with_it(
    seam: str, broken: Any, stage: str, code: str
) -> None:
    scene = Scene(fake_context(SHOP))
    state = await scene.says("when do you open", **{seam: broken})
    assert state["turn"].get("reply")
    assert scene.events == [{"type": "stage_degraded", "stage": stage, "code": code}]
    assert state["timings"][f"{stage}_degraded"] == code
    if seam != "recall":
        assert state["turn"].get("answered") is True
    again = await scene.says("when do you open")
    assert again["turn"].get("answered") is True


async def test_one_that_hangs_is_given_up() -> None:
    scene = Scene(fake_context(SHOP), patience=0.05)
    state = await scene.says("when do you open", recall=HangingRecall())
    assert state["passages"] == []
    assert scene.events[0]["stage"] == "retrieve"


async def test_a_failing_responder_leaves_an_apology_not_silence() -> None:
    class Mute:
        async def respond(self, brief: Brief) -> AsyncIterator[Sentence]:
            raise ResponderError("no words")
            yield

    scene = Scene()
    voice = GatheredVoice(scene.context.tts)
    state = await scene.says("hello", responder=Mute(), voice=voice)
    assert state["turn"].get("reply") == respond_module.APOLOGY
    assert state["turn"].get("answered") is False
    assert voice.audio
    assert scene.events[0]["stage"] == "respond"
    assert (await scene.says("hello", responder=Mute()))["turn"].get("reply")


async def test_a_responder_cut_off_keeps_what_it_had_said_and_closes_it() -> None:
    class CutOff:
        async def respond(self, brief: Brief) -> AsyncIterator[Sentence]:
            yield Sentence("We open at nine.")
            raise ResponderError("cut off")

    scene = Scene()
    voice = GatheredVoice(scene.context.tts)
    state = await scene.says("when do you open", responder=CutOff(), voice=voice)
    said = ["We open at nine.", respond_module.CLOSING]
    assert state["turn"].get("reply") == " ".join(said)
    assert state["turn"].get("answered") is None
    assert voice.audio == b"".join([await scene.context.tts.synthesize(text) for text in said])


class Talkative:
    """Says its first sentence after `first` seconds and `more` others, one every `pace`."""

    def __init__(self, first: float, pace: float, more: int = 1_000) -> None:
        self.first, self.pace, self.more = first, pace, more

    async def respond(self, brief: Brief) -> AsyncIterator[Sentence]:
        await asyncio.sleep(self.first)
        yield Sentence("We open at nine.")
        for _ in range(self.more):
            await asyncio.sleep(self.pace)
            yield Sentence("And another thing.")


async def unread(message: Any, audio: bytes | None = None) -> None:
    """A streaming client's end."""


@pytest.mark.parametrize("pace", [0.1, 60.0])
async def test_one_who_hears_the_reply_at_once_hears_it_within_the_deadline(pace: float) -> None:
    scene = Scene()
    voice = GatheredVoice(scene.context.tts)
    with deadline(4.0):
        state = await scene.says("tell me all", responder=Talkative(0.0, pace), voice=voice)
        assert left() > 0
    reply = state["turn"].get("reply", "")
    assert reply.startswith("We open at nine.")
    assert reply.endswith(respond_module.CLOSING)
    assert voice.audio.endswith(await scene.context.tts.synthesize(respond_module.CLOSING))
    assert scene.events[-1]["stage"] == "respond"


async def test_a_streamed_reply_is_closed_when_the_deadline_has_passed_once_more() -> None:
    scene = Scene()
    voice = StreamedVoice(scene.context.tts, 1, unread)
    with deadline(1.0):
        async with asyncio.timeout(5):
            state = await scene.says("tell me all", responder=Talkative(0.0, 0.1), voice=voice)
    assert state["turn"].get("reply", "").endswith(respond_module.CLOSING)


async def test_a_streamed_reply_that_began_late_is_not_cut_at_once() -> None:
    scene = Scene()
    voice = StreamedVoice(scene.context.tts, 1, unread)
    with deadline(0.6):
        responder = Talkative(first=0.9, pace=0.05, more=1)
        state = await scene.says("when do you open", responder=responder, voice=voice)
    assert state["turn"].get("reply") == "We open at nine. And another thing."


async def test_a_streamed_reply_has_the_deadline_again_for_each_sentence() -> None:
    seen: list[float] = []

    class Watching(Talkative):
        async def respond(self, brief: Brief) -> AsyncIterator[Sentence]:
            async for sentence in super().respond(brief):
                seen.append(left())
                yield sentence

    scene = Scene()
    voice = StreamedVoice(scene.context.tts, 1, unread)
    with deadline(2.0):
        responder = Watching(first=0.0, pace=0.5, more=3)
        await scene.says("when do you open", responder=responder, voice=voice)
        assert left() < 1
    assert min(seen[1:]) > 1


async def test_a_failing_voice_leaves_a_reply_to_read() -> None:
    class Hoarse:
        async def synthesize(self, text: str, style: Style = "neutral") -> bytes:
            raise TextToSpeechError("no voice")

    scene = Scene(fake_context(SHOP))
    voice = GatheredVoice(Hoarse())
    state = await scene.says("when do you open", voice=voice, tts=Hoarse())
    assert state["turn"].get("audio_size") == 0
    assert state["turn"].get("reply")
    [record] = await scene.context.journal.turns(scene.session_id)
    assert record["timings"]["speak_degraded"] == "tts_failed"


async def test_a_slot_that_is_taken_says_so() -> None:
    class Full(FakeBookings):
        async def book(self, key: str, business_id: str, user_id: str, draft: BookingDraft) -> str:
            raise BookingError("That time is already taken")

    scene = Scene()
    await scene.says("[book 2026-12-01 14:00]")
    state = await scene.says("[yes]", bookings=Full())
    assert state.get("booking", {}).get("status") == "failed"
    assert state.get("booking", {}).get("problem") == "That time is already taken"


async def test_a_turn_cut_before_it_was_recorded_resumes_without_its_audio() -> None:
    writing = asyncio.Event()

    class Endless:
        async def respond(self, brief: Brief) -> AsyncIterator[Sentence]:
            writing.set()
            await asyncio.Event().wait()
            yield Sentence("never")

    scene = Scene(fake_context(SHOP))
    cut = asyncio.create_task(scene.speaks(b"say:when do you open", responder=Endless()))
    await writing.wait()
    cut.cancel()
    with pytest.raises(asyncio.CancelledError):
        await cut
    snapshot = await scene.turn.aget_state(scene.config)
    assert snapshot.next == ("respond",)
    state: Any = await scene.turn.ainvoke(None, scene.config, context=scene.context)
    assert state["turn"]["transcript"] == "when do you open"
    assert state["turn"]["answered"] is True
    assert len(await scene.context.journal.turns(scene.session_id)) == 1


async def test_a_calendar_that_breaks_leaves_the_caller_told_to_make_sure() -> None:
    class Locked(FakeBookings):
        async def book(self, key: str, business_id: str, user_id: str, draft: BookingDraft) -> str:
            raise OSError("database is locked")

    scene = Scene()
    await scene.says("[book 2026-12-01 14:00]")
    state = await scene.says("[yes]", bookings=Locked())
    booking = state.get("booking", {})
    assert booking.get("status") == "failed"
    assert booking.get("problem") == book_module.UNSURE
    assert scene.events[-1]["stage"] == "book"
    assert state["turn"].get("reply")
