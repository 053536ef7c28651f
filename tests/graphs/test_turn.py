"""The turn graph, played as screenplays with fakes of every seam."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from core.appointments import nothing_known
from core.context import utc_now
from core.seams import Brief, Sentence
from core.state import (
    WINDOW,
    Moment,
    TurnRecord,
)
from providers.booking.fake import FakeBookingDetector
from providers.chat.fake import FakeResponder
from tests.graphs.scenes import Scene, fake_context

HOURS = "we open at nine and close at five"
SHOP = {"shop": [HOURS]}

pytestmark = pytest.mark.looptime


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


async def test_a_voice_turn_without_audio_or_record_was_not_heard() -> None:
    scene = Scene()
    state = await scene._run({"source": "voice"}, {})  # pyright: ignore[reportPrivateUsage]
    assert state["turn"].get("transcript") == ""


async def test_scripted_detector_is_the_seams() -> None:
    draft = await FakeBookingDetector().detect(
        "hello", {"status": "none"}, [], utc_now(), nothing_known()
    )
    assert draft["status"] == "none"


async def test_a_turn_record_is_what_json_can_hold() -> None:
    import json

    scene = Scene(fake_context(SHOP))
    await scene.says("when do you open")
    records: list[TurnRecord] = await scene.context.journal.turns(scene.session_id)
    assert json.loads(json.dumps(records)) == records
