"""What is a yes, what is a no, and what is neither, by itself and in a conversation."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.appointments import BookingDraft
from providers.booking import report, wish
from providers.booking.numbers import plain
from tests.providers.booking_knowledge import HAIRCUT, having, played

ASKED = played("book me tomorrow at ten")
"""A draft that has been read back."""

SURE = (
    "yes", "yeah", "yep", "sure", "ok", "alright then", "perfect", "that'd be lovely", "cool",
    "go for it", "make it so", "let's do it", "go on then", "by all means", "you bet", "uh huh",
    "I'm happy with that", "that's fine by me", "fine with me", "lock it in", "please do",
    "that would be great", "yes it is", "that works for me", "go ahead", "book it", "sounds good",
    "could you book it for me", "I'll take it", "everything is correct", "I think so", "of course",
    "mm-hmm", "absolutely", "that time is good", "yes, tomorrow at ten", "ten is perfect",
)  # fmt: skip
MILD = ("please", "thank you", "sure why not", "please book", "I'd love that", "no problem")
"""A yes to "Shall I book it?", though not wherever else it is said."""
BEFORE = ("", "oh ", "Well, ", "hm, ", "Yes, ", "sorry, ")
AFTER = ("", "!", " please", ", thanks", ", thank you so much.", " thanks a lot", ", see you then")

TURNS = (
    "let me think about it", "let me check my diary", "let me ask my wife", "I'll call you back",
    "is there parking?", "what's the address?", "how much is it", "do you have parking",
    "could you do it in the afternoon", "can you add my wife too", "in the evening", "not at ten",
    "tomorrow evening would be nicer", "a bit later", "the other one", "if it is cheap",
    "unless it rains", "maybe", "hold on", "wait", "next week", "on friday", "on another day",
    "would that be fine", "is that ok", "I'm not sure",
    "one for my friend", "a massage as well", "never mind",
)  # fmt: skip
REFUSALS = (
    "no", "nope, not that", "no thanks", "no thank you", "never mind", "forget it", "cancel that",
    "don't book it", "I'd rather not", "I'll pass", "I don't think so", "absolutely not",
    "no I'm good", "no it's not", "no, let me think", "no good",
)  # fmt: skip
NEITHER = (
    "no that's fine", "no worries", "No, that's all.", "no it's fine thanks", "really?", "I'm good",
    "hm", "right now", "is that right?", "is ten good?", "thanks, bye", "I guess not", "so", "it",
    "good question", "",
)  # fmt: skip


def consents(text: str, draft: Any = None) -> bool:
    return wish.consents(plain(text), plain(text), draft)


@given(st.sampled_from(BEFORE), st.sampled_from(SURE), st.sampled_from(AFTER))
@settings(max_examples=300, deadline=None)
def test_a_yes_with_any_courtesy_books(before: str, yes: str, after: str) -> None:
    text = f"{before}{yes}{after}"
    assert played(text, draft=ASKED)["status"] == "confirmed"
    assert not wish.declines(plain(text))


@pytest.mark.parametrize("text", MILD)
def test_so_does_a_mild_one(text: str) -> None:
    assert played(text, draft=ASKED)["status"] == "confirmed"


@given(
    st.sampled_from(SURE), st.sampled_from((" ", ", ", " and ", " but ")), st.sampled_from(TURNS)
)
@settings(max_examples=300, deadline=None)
def test_a_yes_that_turns_away_books_nothing(yes: str, joint: str, turn: str) -> None:
    assert played(f"{yes}{joint}{turn}", draft=ASKED)["status"] != "confirmed"
    assert not consents(f"{yes}{joint}{turn}")


@given(st.from_regex(r"yes,? (?:[a-z]+ )?[xqz][a-z]{3,8}(?: [a-z]+)?", fullmatch=True))
@settings(max_examples=100, deadline=None)
def test_words_that_nobody_foresaw_are_asked_back(text: str) -> None:
    assert not consents(text)


@pytest.mark.parametrize("question", ["yes is there parking?", "yes, what's the address?"])
def test_a_question_beside_the_yes_leaves_the_draft_as_it_is(question: str) -> None:
    assert wish.inquires(plain(question))
    assert played(question, draft=ASKED) == ASKED


@pytest.mark.parametrize("text", REFUSALS)
def test_a_no_is_one(text: str) -> None:
    assert wish.declines(plain(text))
    assert not consents(text)


@pytest.mark.parametrize("text", NEITHER)
def test_what_is_neither_is_asked_again(text: str) -> None:
    assert played(text, draft=ASKED) == ASKED


@given(st.lists(st.sampled_from((*SURE, *MILD, *TURNS, *REFUSALS, *NEITHER)), max_size=4))
@settings(max_examples=200, deadline=None)
def test_nothing_is_a_yes_and_a_no(pieces: list[str]) -> None:
    text = plain(" ".join(pieces))
    assert not (wish.agrees(text) and wish.declines(text))


CUT: BookingDraft = {"status": "confirming", "service": "Beard trim", "time": "10:00"}


@pytest.mark.parametrize(
    "text", ["yes, the beard trim please", "yes, in the morning", "yes, ten am"]
)
def test_what_the_draft_holds_may_be_said_again(text: str) -> None:
    assert consents(text, CUT)
    assert not consents(text.replace("beard trim", "massage"), {"time": "18:00"})


@pytest.mark.parametrize(
    ("intent", "text"), [("cancel", "yes, cancel it"), ("change", "yes please move it")]
)
def test_a_yes_may_name_what_is_to_be_done(intent: Any, text: str) -> None:
    assert not wish.declines(plain(text))
    assert consents(text, {"intent": intent})
    assert not consents(text, {"intent": "book"})


def test_to_cancel_is_confirmed_by_the_same_words() -> None:
    assert played("cancel my appointment", "go for it", known=having(HAIRCUT))["status"] == (
        "confirmed"
    )


@pytest.mark.parametrize("yes", SURE)
def test_what_is_a_yes_to_us_is_one_between_others(yes: str) -> None:
    assert report.agrees(plain(yes))
    assert report.agrees(plain(f"{yes}. What's the address?"))


@pytest.mark.parametrize(
    "text", ["No.", "ok, let me think", "That is wrong, right?", "I'd like to"]
)
def test_what_is_none_is_none_between_others(text: str) -> None:
    assert not report.agrees(plain(text))


def test_giving_up_is_more_than_a_no() -> None:
    assert wish.gives_up("no thanks")
    assert wish.gives_up("i'd rather not")
    assert not wish.gives_up("no")
    assert not wish.gives_up("no not that 1")
