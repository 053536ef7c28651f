"""Several bookings wished for in one breath: none of them is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.appointments import BookingDraft, nothing_known
from providers.booking.later import MOST, ONE_BY_ONE
from providers.booking.llm import LLMBookingDetector
from providers.booking.rules import draft_after
from providers.llm.booking_notes import notes_of
from tests.providers.booking_knowledge import NOW, played, values
from tests.providers.llm import groq
from tests.providers.test_booking_one_by_one import salon
from tests.vendors.brain import brain
from tests.vendors.chat_server import ChatServer

LESSONS = "Two lessons, one Thursday at ten and one Friday at eleven"
THURSDAY, FRIDAY = ("2026-10-15", "10:00"), ("2026-10-16", "11:00")


def wishes(draft: BookingDraft) -> list[tuple[str | None, str | None, str | None]]:
    drafts = [draft, *(draft.get("later") or [])]
    return [(one.get("service"), one.get("date"), one.get("time")) for one in drafts]


@pytest.mark.parametrize(
    "said",
    [
        LESSONS,
        "I'd like two lessons, one Thursday at ten and one Friday at eleven",
        "book two lessons one on thursday at ten and one on friday at eleven please",
        "book me Thursday at ten and Friday at eleven",
        "book me in tomorrow at 10 a.m. and friday at 11 a.m.",
        "do you have time for two lessons, thursday at ten and friday at eleven?",
    ],
)
def test_the_first_is_read_back_and_the_other_waits(said: str) -> None:
    draft = played(said)
    assert wishes(draft) == [(None, *THURSDAY), (None, *FRIDAY)]
    assert values(draft, "status", "problem") == ("confirming", ONE_BY_ONE)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "a haircut tomorrow at ten and a massage at eleven",
            [("Haircut", *THURSDAY), ("Massage", "2026-10-15", "11:00")],
        ),
        (
            "book a haircut and a massage tomorrow at ten",
            [("Haircut", *THURSDAY), ("Massage", "2026-10-15", None)],
        ),
        (
            "book two haircuts for tomorrow at ten and eleven",
            [("Haircut", *THURSDAY), ("Haircut", "2026-10-15", "11:00")],
        ),
        (
            "book a haircut for me tomorrow at ten and one for my son at half past ten",
            [("Haircut", *THURSDAY), ("Haircut", "2026-10-15", "10:30")],
        ),
        (
            "I want two haircuts, Thursday and Friday at eleven",
            [("Haircut", "2026-10-15", "11:00"), ("Haircut", *FRIDAY)],
        ),
    ],
)
def test_what_is_not_said_again_is_the_one_befores(
    said: str, expected: list[tuple[str, str, str]]
) -> None:
    assert wishes(played(said, known=salon())) == expected


@pytest.mark.parametrize(
    "said",
    [
        "book a haircut tomorrow at ten or friday at eleven",
        "book me tomorrow at ten, no, friday at eleven",
        "please book a haircut on friday at ten and put it under Sam",
        "book a table for two tomorrow at seven and my number is 415 555 2671",
        "book an hour and a half tomorrow at ten and call me when it's done",
        "I'd like to book for Thursday and I'd like ten o'clock",
        "we had two lessons, one Monday at ten and one Tuesday at eleven",
    ],
)
def test_a_choice_a_correction_and_a_detail_are_no_second_booking(said: str) -> None:
    assert not played(said).get("later")


def test_the_answer_to_a_question_may_be_two_days() -> None:
    draft = played("I'd like to book two haircuts", LESSONS, known=salon())
    assert wishes(draft) == [("Haircut", *THURSDAY), ("Haircut", *FRIDAY)]


def test_the_second_is_the_draft_once_the_first_is_booked() -> None:
    first = played(LESSONS, "yes, Sam Lee")
    assert values(first, "status", "date", "name") == ("confirmed", "2026-10-15", "Sam Lee")
    booked: BookingDraft = {**first, "status": "booked", "booking_id": "b7"}
    asked = played("how far is it?", draft=booked)
    assert values(asked, "status", "date", "time") == ("confirming", *FRIDAY)
    agreed = played("yes", draft=booked)
    assert values(agreed, "status", "date", "name") == ("confirmed", "2026-10-16", "Sam Lee")
    assert not agreed.get("later")
    assert played("no, at noon", draft=booked).get("time") == "12:00"


def test_who_wants_no_first_one_is_asked_for_the_second() -> None:
    dropped = played(LESSONS, "forget it")
    assert dropped["status"] == "dropped"
    assert values(played("yes", draft=dropped), "status", "date") == ("confirmed", "2026-10-16")
    assert not played(LESSONS, "forget them both").get("later")


def test_a_first_one_that_failed_loses_no_second() -> None:
    failed: BookingDraft = {
        **played(LESSONS, "yes"),
        "status": "failed",
        "offers": ["2026-10-15T12:00"],
    }
    chosen = played("yes", draft=failed)
    assert wishes(chosen) == [(None, "2026-10-15", "12:00"), (None, *FRIDAY)]
    left = played("then not", draft=failed)
    assert values(left, "status", "date", "time") == ("confirming", *FRIDAY)


def test_what_a_business_needs_is_asked_once() -> None:
    known = salon()
    known["rules"]["required"] = ["name", "phone"]
    wish = "book a haircut tomorrow at ten and a massage on friday at two"
    first = played(wish, "Ann Bell", "415 555 2671", "yes", known=known)
    assert first["status"] == "confirmed"
    [second] = first.get("later") or []
    assert values(second, "status", "name", "missing") == ("confirming", "Ann Bell", [])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from([*LESSONS.split(), ",", "and", "or", "yes", "no", "a"]), max_size=60)
)
def test_any_words_give_a_draft_and_few_that_wait(words: list[str]) -> None:
    draft = draft_after(" ".join(words), {"status": "none"}, NOW, nothing_known())
    assert len(draft.get("later") or []) <= MOST


async def test_a_language_model_goes_on_to_the_second_as_well() -> None:
    booked: BookingDraft = {**played(LESSONS, "yes, Sam"), "status": "booked"}
    with ChatServer(brain) as server:
        detector = LLMBookingDetector(groq(server))
        after = await detector.detect("hm, how far is it?", booked, [], NOW, nothing_known())
    assert values(after, "status", "date", "time") == ("confirming", *FRIDAY)
    told = notes_of(booked)
    assert "It is booked" in told
    assert "go on to the next one" in told
    assert "date: 2026-10-16" in told
