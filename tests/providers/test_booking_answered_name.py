"""Whose name is in an answer to the read-back, and what is no name."""

import pytest
from hypothesis import given

from core.appointments import BookingDraft, Known, nothing_known
from providers.booking.answered_name import Answered, name_answered
from providers.booking.rules import draft_after
from tests.providers.booking_knowledge import NOW
from tests.providers.booking_speech import SPOKEN

READ_BACK = "That's Friday at 2 PM. Shall I book it, and under what name?"
OPEN: BookingDraft = {
    "status": "confirming",
    "intent": "book",
    "date": "2027-01-05",
    "time": "14:00",
}
SALON: Known = {
    **nothing_known(),
    "rules": {"services": [{"name": "haircut", "duration_minutes": 45}]},
}


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("Yes, Sam.", Answered("Sam", True, True)),
        ("yes sam", Answered("Sam", True, True)),
        ("ok, under Sam Lee please", Answered("Sam Lee", True, True)),
        ("Sounds good. Mary Poppins", Answered("Mary Poppins", True, True)),
        ("it's for sam", Answered("Sam", False, True)),
        ("Mary O'Neil", Answered("Mary O'Neil", False, True)),
        ("shkodran", Answered("Shkodran", False, False)),
        ("yes breathe", None),
        ("Yes, Wonderful", None),
        ("Yes, Please Do", None),
        ("yes go ahead", None),
        ("Friday", None),
        ("Wait", None),
        ("What?", None),
        ("no", None),
        ("", None),
    ],
)
def test_names_are_told_from_other_words(text: str, answered: Answered | None) -> None:
    assert name_answered(text) == answered


@given(SPOKEN)
def test_a_name_is_always_what_was_said(text: str) -> None:
    if answered := name_answered(text):
        assert answered.name.casefold() in text.replace("\u2019", "'").casefold()


@pytest.mark.parametrize(
    ("text", "reply", "status", "name"),
    [
        ("Sam Lee", READ_BACK, "confirmed", "Sam Lee"),
        ("shkodran", READ_BACK, "confirming", "Shkodran"),
        ("Sam Lee", "Shall I book it?", "confirming", None),
        ("yes, Sam", "Shall I book it?", "confirmed", "Sam"),
        ("yes breathe", READ_BACK, "confirmed", None),
    ],
)
def test_a_lone_name_is_a_yes_only_where_it_was_asked_for(
    text: str, reply: str, status: str, name: str | None
) -> None:
    draft = draft_after(text, OPEN, NOW, nothing_known(), reply=reply)
    assert (draft["status"], draft.get("name")) == (status, name)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("tomorrow at two", "book"),
        ("Hello, I'd like a haircut please", "book"),
        ("how much is a haircut", None),
        ("what times do you have tomorrow", "availability"),
        ("I want to cancel", "cancel"),
    ],
)
def test_how_a_booking_may_begin(text: str, intent: str | None) -> None:
    assert draft_after(text, {"status": "none"}, NOW, SALON).get("intent") == intent


def test_one_of_the_times_offered_after_a_failure_is_taken() -> None:
    failed: BookingDraft = {
        **OPEN,
        "status": "failed",
        "offers": ["2027-01-05T13:30", "2027-01-05T15:00"],
    }
    draft = draft_after("the later one", failed, NOW, nothing_known())
    assert (draft["status"], draft.get("time")) == ("confirming", "15:00")


def test_a_part_of_the_day_is_where_free_times_are_looked_for() -> None:
    draft = draft_after("anything free tomorrow afternoon?", {"status": "none"}, NOW, SALON)
    assert (draft.get("intent"), draft.get("around")) == ("availability", "14:00")
    assert draft.get("time") is None
    assert "time" in (draft.get("missing") or [])


@pytest.mark.parametrize(
    ("text", "status"), [("I have no phone", "collecting"), ("never mind", "dropped")]
)
def test_no_number_is_no_refusal_of_the_booking(text: str, status: str) -> None:
    asked: BookingDraft = {**OPEN, "status": "collecting", "missing": ["phone"]}
    assert draft_after(text, asked, NOW, nothing_known())["status"] == status
