"""Which questions are about the caller's own appointments, and what the rules make of them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.appointments import BookingDraft
from providers.booking.own import asks_own, treatment_asked
from providers.booking.rules import draft_after
from tests.providers.booking_knowledge import HAIRCUT, MASSAGE, NOW, having, played, values

ASKED = [
    "when is my appointment", "When's my appointment?", "what time is my haircut again?",
    "do i have an appointment this week", "can you remind me what i have booked",
    "what is my booking", "am i booked for friday", "am i down for friday at ten",
    "are we still on for tomorrow", "is my booking confirmed", "did my booking go through",
    "is my appointment on friday or thursday", "has my appointment been confirmed",
    "when am i coming in", "hi can you tell me when my appointment is",
    "i forgot when my appointment is", "what appointments do i have", "what have i booked",
    "when did i book", "do you have me down for friday", "do you have my booking",
    "do you have a reservation under my name", "what are my upcoming appointments",
    "do i have anything on friday", "what do i have on friday", "when is my next visit",
    "is my haircut tomorrow", "do i have a haircut booked", "was my appointment cancelled",
    "i'd like to know if i have an appointment tomorrow", "when is our reservation",
    "yes and when is my other appointment", "when is the appointment again",
]  # fmt: skip
NOT_ASKED = [
    "when can i get an appointment", "do i need an appointment?", "how long is an appointment",
    "what do i need to bring to my appointment", "where is my appointment",
    "what time do you have tomorrow", "how much is my haircut", "can i change my appointment",
    "when is my appointment, can you move it to friday", "cancel my appointment",
    "when is my wife's appointment", "when is my wifes appointment",
    "what time is my son's haircut", "when was my last appointment",
    "do you have any appointments on friday", "what appointments do you have",
    "when is the next appointment", "what are my booking options", "is my appointment refundable",
    "do i have to pay for my appointment", "do i have time to change my booking",
    "when is my order ready", "am i charged if i miss my appointment",
    "what happens if i have an appointment and am late", "i have an appointment tomorrow",
    "who is my appointment with", "how do i check my booking", "are you booked on friday",
    "who do i call when my appointment is cancelled", "book me an appointment for friday",
    "i'd like a haircut tomorrow at ten", "what time is the last appointment", "yes", "",
]  # fmt: skip
OFFER = "I see no appointment of yours here. Shall I book one?"


@pytest.mark.parametrize("text", ASKED)
def test_a_question_about_what_is_booked(text: str) -> None:
    assert asks_own(text)


@pytest.mark.parametrize("text", NOT_ASKED)
def test_any_other_message(text: str) -> None:
    assert not asks_own(text)


def test_a_treatment_is_called_by_its_name() -> None:
    assert treatment_asked("when is my massage") == "massage"
    assert treatment_asked("when is my massage appointment") is None
    assert treatment_asked("when is my appointment") is None


@pytest.mark.parametrize("text", ASKED)
def test_nothing_is_begun_by_it(text: str) -> None:
    assert draft_after(text, {"status": "none"}, NOW, having(HAIRCUT, MASSAGE)) == {
        "status": "none"
    }


OPEN = [
    ["book me tomorrow at ten"],
    ["i'd like an appointment"],
    ["cancel my appointment"],
    ["cancel my haircut"],
    ["move my haircut to friday"],
    ["do you have anything free tomorrow"],
]


@given(before=st.sampled_from(OPEN), asked=st.sampled_from(ASKED))
@settings(deadline=None, max_examples=60)
def test_an_open_draft_is_exactly_as_it_was(before: list[str], asked: str) -> None:
    known = having(HAIRCUT, MASSAGE)
    draft: BookingDraft = played(*before, known=known)
    assert draft["status"] in ("collecting", "confirming")
    assert draft_after(asked, draft, NOW, known) == draft


@pytest.mark.parametrize(
    ("said", "status", "date"),
    [
        ("yes", "collecting", None),
        ("yes please", "collecting", None),
        ("yes for tomorrow", "collecting", "2026-10-15"),
        ("tomorrow", "collecting", "2026-10-15"),
        ("yes tomorrow at ten", "confirming", "2026-10-15"),
        ("no", "none", None),
        ("no thanks", "none", None),
        ("yes but do you have parking", "none", None),
        ("are you open tomorrow", "none", None),
    ],
)
def test_a_yes_to_being_asked_whether_to_book_begins_a_booking(
    said: str, status: str, date: str | None
) -> None:
    draft = draft_after(said, {"status": "none"}, NOW, having(), reply=OFFER)
    assert values(draft, "status", "date") == (status, date)
    unasked = draft_after("yes", {"status": "none"}, NOW, having(), reply="We are open.")
    assert unasked == {"status": "none"}
