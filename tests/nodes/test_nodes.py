"""Nodes one at a time: a state, a context of fakes, one direct call."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from langgraph.runtime import Runtime

from core.appointments import BookingDraft, Known, nothing_known
from core.context import Context
from core.errors import BookingError
from core.seams import Sentence, Transcript
from core.state import PastTurn, TurnState, no_reading
from memory.fake import FakeBookings
from nodes.book import book
from nodes.classify_emotion import classify_emotion, said_before
from nodes.detect_booking import detect_booking
from nodes.respond import reply_of
from nodes.retrieve import query_for
from nodes.speak import speak
from nodes.transcribe import transcribe
from tests.graphs.scenes import NOON, fake_context

pytestmark = pytest.mark.looptime


def runtime(context: Context) -> Runtime[Context]:
    return Runtime(context=context)


def state(**turn: Any) -> TurnState:
    given: Any = {
        "id": "t1",
        "session_id": "s1",
        "user_id": "caller",
        "business_id": "shop",
        "index": 1,
        "source": "text",
        "at": NOON.isoformat(),
        **turn,
    }
    return {
        "turn": given,
        "mood": no_reading(),
        "passages": [],
        "moments": [],
        "timings": {"id": "t1"},
    }


def past(transcript: str, answered: bool | None = True) -> PastTurn:
    return {
        "id": "t0",
        "transcript": transcript,
        "reply": "We open at nine.",
        "mood": "neutral",
        "sentiment": 0.0,
        "answered": answered,
    }


async def test_transcribe_trims_a_text_and_times_itself() -> None:
    update = await transcribe(state(transcript="  hello  "), runtime(fake_context()))
    assert update.get("turn") == {"transcript": "hello", "stt_confidence": 1.0}
    assert update.get("timings", {})["stt"] >= 0


async def test_a_turn_knows_of_no_appointments_but_those_that_it_read() -> None:
    assert (await transcribe(state(transcript="hi"), runtime(fake_context()))).get(
        "upcoming", 0
    ) is None
    mine: Any = {"booking_id": "b", "date": "2026-12-01", "time": "10:00"}

    class Booked(FakeBookings):
        async def known(self, business_id: str, user_id: str, now: datetime) -> Known:
            return {**nothing_known(), "upcoming": [mine]}

    context = fake_context(bookings=Booked())
    update = await detect_booking(state(transcript="hi"), runtime(context))
    assert update.get("upcoming") == [mine]


class Words:
    def __init__(self, fault: Exception | None = None, seconds: float = 0.0) -> None:
        self._fault, self._seconds = fault, seconds

    async def words(self, business_id: str) -> str:
        await asyncio.sleep(self._seconds)
        if self._fault:
            raise self._fault
        return f"the words of {business_id}"


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (None, "The Shop"),
        (Words(), "the words of shop"),
        (Words(OSError("no disk")), "The Shop"),
        (Words(seconds=60), "The Shop"),
    ],
)
async def test_a_recogniser_is_told_what_to_expect(words: Words | None, hint: str) -> None:
    hints: list[str] = []

    class Ear:
        async def transcribe(self, audio: bytes, hint: str = "") -> Transcript:
            hints.append(hint)
            return Transcript("hello", 0.9, 1.0)

    context = fake_context(stt=Ear(), vocabulary=words, audio=b"sound")
    update = await transcribe(state(business_name="The Shop"), runtime(context))
    assert update.get("turn", {})["transcript"] == "hello"
    assert hints == [hint]


async def test_the_emotion_model_sees_what_was_said_before() -> None:
    seen: list[Any] = []

    class Watching:
        async def read(self, text: str, context: Any = ()) -> Any:
            seen.append((text, list(context)))
            return no_reading()

    given = {**state(transcript="and now"), "window": [past("when do you open")]}
    await classify_emotion(given, runtime(fake_context(emotion=Watching())))  # pyright: ignore[reportArgumentType]
    assert seen == [("and now", said_before([past("when do you open")]))]
    assert [each["speaker"] for each in seen[0][1]] == ["caller", "assistant"]


async def test_speak_without_a_voice_synthesises_the_reply_itself() -> None:
    context = fake_context()
    update = await speak(state(transcript="hi", reply="Hello there."), runtime(context))
    size = len(await context.tts.synthesize("Hello there.", "neutral"))
    assert update.get("turn", {})["audio_size"] == size
    assert [record["turn"]["id"] for record in await context.journal.turns("s1")] == ["t1"]
    await speak(state(transcript="hi", reply="Hello there."), runtime(context))
    assert len(await context.journal.turns("s1")) == 1


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ([Sentence("We open at nine.", cites="p1")], True),
        ([Sentence("Sorry to hear that."), Sentence("I lack that.", gap=True)], False),
        ([Sentence("You're welcome.")], None),
        ([Sentence("We open at nine.", cites="p1"), Sentence("More I lack.", gap=True)], True),
    ],
)
def test_a_reply_answers_when_it_cites(said: list[Sentence], answered: bool | None) -> None:
    reply = reply_of(said)
    assert reply["answered"] is answered
    assert reply["reply"] == " ".join(sentence.text for sentence in said)


def test_the_query_leans_on_the_turn_before_only_where_it_must() -> None:
    assert query_for("when do you open", []) == "when do you open"
    assert query_for("and on sunday", [past("when do you open")]) == (
        "when do you open and on sunday"
    )
    assert query_for("where can I park my car", [past("when do you open")]) == (
        "where can I park my car"
    )
    assert query_for("no I mean the big one", [past("do you have a hall", answered=False)]) == (
        "do you have a hall no I mean the big one"
    )


class Full:
    """A business in New York that has only three o'clock left."""

    async def known(self, business_id: str, user_id: str, now: datetime) -> Known:
        return {**nothing_known(), "rules": {"timezone": "America/New_York"}}

    async def check(self, business_id: str, draft: BookingDraft, now: datetime) -> BookingDraft:
        assert now.utcoffset() == timedelta(hours=-5)
        return {**draft, "status": "collecting", "offers": ["2026-12-01T15:00"]}

    async def book(self, key: str, business_id: str, user_id: str, draft: BookingDraft) -> str:
        raise BookingError("Two o'clock is already taken.", ["2026-12-01T15:00"])


async def test_a_draft_is_checked_on_the_business_clock() -> None:
    given = state(transcript="[book 2026-12-01 14:00]")
    update = await detect_booking(given, runtime(fake_context(bookings=Full())))
    assert update.get("turn", {}).get("is_booking") is True
    assert update.get("booking", {}).get("status") == "collecting"
    assert update.get("booking", {}).get("offers") == ["2026-12-01T15:00"]


async def test_a_booking_that_fails_leaves_other_times_to_choose_from() -> None:
    draft: BookingDraft = {"status": "confirmed", "date": "2026-12-01", "time": "14:00"}
    update = await book({**state(), "booking": draft}, runtime(fake_context(bookings=Full())))
    assert update.get("booking") == {
        **draft,
        "status": "failed",
        "problem": "Two o'clock is already taken.",
        "offers": ["2026-12-01T15:00"],
    }


async def test_a_booking_made_has_its_id_and_no_old_problem() -> None:
    draft: BookingDraft = {"status": "confirmed", "date": "2026-12-01", "time": "14:00"}
    before: BookingDraft = {**draft, "problem": "Taken.", "offers": ["2026-12-01T14:00"]}
    update = await book({**state(), "booking": before}, runtime(fake_context()))
    assert update.get("booking") == {
        **draft,
        "status": "booked",
        "booking_id": "booking-s1:t1:book",
        "problem": None,
        "offers": [],
    }
