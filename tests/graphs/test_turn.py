"""The turn graph, played as screenplays with fakes of every seam."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest

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
from core.state import (
    WINDOW,
    BookingDraft,
    Moment,
    MoodReading,
    Passage,
    PastTurn,
    TurnRecord,
    Utterance,
)
from nodes import respond as respond_module
from providers.booking.fake import FakeBookingDetector
from providers.chat.fake import FakeResponder
from server.voice import GatheredVoice
from tests.graphs.scenes import Scene, fake_context

HOURS = "we open at nine and close at five"
SHOP = {"shop": [HOURS]}


class BriefKept(FakeResponder):
    """Answers as the fake does, and keeps what it was told."""

    def __init__(self) -> None:
        self.briefs: list[Brief] = []

    def respond(self, brief: Brief) -> AsyncIterator[Sentence]:
        self.briefs.append(brief)
        return super().respond(brief)


async def test_a_text_turn_is_answered_from_the_business_and_recorded() -> None:
    scene = Scene(fake_context(SHOP))
    state = await scene.says("when do you open")
    turn = state["turn"]
    assert turn.get("cites") == ["shop-0"]
    assert turn.get("answered") is True
    assert turn.get("audio_size", 0) > 0
    assert state.get("window", [])[0]["transcript"] == "when do you open"
    [record] = await scene.context.journal.turns(scene.session_id)
    assert record["turn"] == turn
    assert {"stt", "emotion", "retrieval", "booking_detection", "ai_agent", "tts"} <= set(
        state["timings"]
    )


async def test_a_voice_turn_is_heard_through_the_recogniser() -> None:
    scene = Scene(fake_context(SHOP))
    state = await scene.speaks(b"say:when do you open")
    assert state["turn"].get("transcript") == "when do you open"
    assert 0 < state["turn"].get("stt_confidence", 0) <= 1
    assert state["turn"].get("answered") is True


async def test_silence_is_asked_again_and_the_last_turns_findings_are_not_reused() -> None:
    scene = Scene(fake_context(SHOP))
    await scene.says("when do you open [angry]")
    state = await scene.speaks(b"say:")
    assert state["turn"].get("reply")
    assert state["passages"] == []
    assert state["mood"]["mood"] == "neutral"
    assert "emotion" not in state["timings"]


async def test_audio_that_is_none_rises_to_the_caller_and_the_next_turn_works() -> None:
    class Deaf:
        async def transcribe(self, audio: bytes) -> Transcript:
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


async def test_a_responder_cut_off_keeps_what_it_had_said() -> None:
    class CutOff:
        async def respond(self, brief: Brief) -> AsyncIterator[Sentence]:
            yield Sentence("We open at nine.")
            raise ResponderError("cut off")

    scene = Scene()
    voice = GatheredVoice(scene.context.tts)
    state = await scene.says("when do you open", responder=CutOff(), voice=voice)
    assert state["turn"].get("reply") == "We open at nine."
    assert state["turn"].get("answered") is None
    assert voice.audio == await scene.context.tts.synthesize("We open at nine.")


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


async def test_a_booking_is_confirmed_once_and_booked() -> None:
    scene = Scene()
    asked = await scene.says("[book 2026-12-01 14:00]")
    assert asked.get("booking", {}).get("status") == "confirming"
    assert asked["turn"].get("is_booking") is True
    booked = await scene.says("[yes]")
    assert booked.get("booking", {}).get("status") == "booked"
    assert booked["turn"].get("booking_status") == "booked"
    assert booked.get("booking", {}).get("booking_id")
    after = await scene.says("thanks")
    assert after["turn"].get("is_booking") is False


async def test_a_slot_that_is_taken_says_so() -> None:
    class Full:
        async def book(self, key: str, business_id: str, user_id: str, draft: BookingDraft) -> str:
            raise BookingError("That time is already taken")

    scene = Scene()
    await scene.says("[book 2026-12-01 14:00]")
    state = await scene.says("[yes]", bookings=Full())
    assert state.get("booking", {}).get("status") == "failed"
    assert state.get("booking", {}).get("problem") == "That time is already taken"


async def test_the_opening_and_the_mood_reach_the_first_brief_only() -> None:
    responder = BriefKept()
    scene = Scene(fake_context(SHOP, responder=responder))
    await scene.says("when do you open [frustrated]")
    await scene.says("thank you for that now [happy]")
    first, second = responder.briefs
    assert (first.opening, second.opening) == ("repair", None)
    assert (first.style, second.style) == ("empathetic", "cheerful")
    assert second.window[0]["mood"] == "frustrated"


async def test_related_moments_of_earlier_sessions_reach_the_brief() -> None:
    moment: Moment = {
        "turn_id": "t",
        "session_id": "earlier",
        "text": "what is your address",
        "reply": "somewhere",
        "mood": "frustrated",
        "sentiment": -0.6,
        "at": "2026-11-20T10:00:00+00:00",
        "score": 0.9,
    }
    responder = BriefKept()
    scene = Scene(fake_context(SHOP, {"caller": [moment]}, responder=responder))
    await scene.says("your address again please")
    assert list(responder.briefs[0].moments) == [moment]


@pytest.mark.parametrize(
    ("said", "query_finds"),
    [("and on sunday", True), ("tell me all about your lovely parking", False)],
)
async def test_a_short_message_is_looked_up_with_the_one_before(
    said: str, query_finds: bool
) -> None:
    scene = Scene(fake_context(SHOP))
    await scene.says("when do you open then")
    state = await scene.says(said)
    assert bool(state["passages"]) is query_finds


async def test_an_unanswered_question_is_looked_up_again_with_the_next_message() -> None:
    scene = Scene(fake_context({"shop": ["the address is twelve harbour street"]}))
    await scene.says("parking please where can one park")
    state = await scene.says("then only tell me your address please")
    assert state["turn"].get("answered") is True


async def test_the_window_is_bounded() -> None:
    scene = Scene()
    states = [await scene.says(f"message {number}") for number in range(WINDOW + 3)]
    window = states[-1].get("window", [])
    assert len(window) == WINDOW
    assert window[-1]["transcript"] == f"message {WINDOW + 2}"


async def test_a_replay_takes_the_recorded_transcript_and_repeats_no_effect() -> None:
    scene = Scene()
    await scene.says("[book 2026-12-01 14:00]")
    await scene.speaks(b"say:[yes]")
    bookings: Any = scene.context.bookings
    assert len(bookings.by_key) == 1
    starts = [
        snapshot
        async for snapshot in scene.turn.aget_state_history(scene.config)
        if snapshot.next == ("transcribe",) and snapshot.values["turn"]["index"] == 2
    ]
    state: Any = await scene.turn.ainvoke(None, starts[0].config, context=scene.context)
    assert state["turn"]["transcript"] == "[yes]"
    assert state["booking"]["status"] == "booked"
    assert len(bookings.by_key) == 1
    assert len(await scene.context.journal.turns(scene.session_id)) == 2


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


async def test_a_voice_turn_without_audio_or_record_was_not_heard() -> None:
    scene = Scene()
    state = await scene._run({"source": "voice"}, {})  # pyright: ignore[reportPrivateUsage]
    assert state["turn"].get("transcript") == ""


async def test_scripted_detector_is_the_seams() -> None:
    draft = await FakeBookingDetector().detect("hello", {"status": "none"}, [], None)  # pyright: ignore[reportArgumentType]
    assert draft["status"] == "none"


async def test_a_turn_record_is_what_json_can_hold() -> None:
    import json

    scene = Scene(fake_context(SHOP))
    await scene.says("when do you open")
    records: list[TurnRecord] = await scene.context.journal.turns(scene.session_id)
    assert json.loads(json.dumps(records)) == records
