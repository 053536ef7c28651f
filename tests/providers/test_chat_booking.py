"""What the receptionist says in each state of a draft, and how briefly."""

from collections.abc import Sequence
from typing import Any, cast

import pytest

from core.appointments import BookingDraft
from core.moods import style_for
from core.seams import Brief
from core.state import PastTurn
from providers.chat.booking_talk import booking_words, taken_up
from providers.chat.extractive import ExtractiveResponder
from providers.chat.intent import understand
from providers.embeddings.wordllama import WordLlamaEmbeddings
from tests.providers import businesses
from tests.providers.callers import Caller, reading

TUESDAY = "2026-12-01"
DRAFT: BookingDraft = {"status": "confirming", "date": "2026-12-02", "time": "14:00"}
WEDNESDAY = {"date": "2026-12-09", "time": "14:00"}


def past(transcript: str, reply: str) -> PastTurn:
    return {
        "id": "1",
        "transcript": transcript,
        "reply": reply,
        "mood": "neutral",
        "sentiment": 0.0,
        "answered": None,
    }


def said(
    draft: Any, text: str = "yes", mood: str = "neutral", window: Sequence[PastTurn] = ()
) -> str:
    brief = Brief(text, reading(mood), style_for(mood), window=window, booking=draft, today=TUESDAY)
    return " ".join(booking_words(brief, understand(text).kind))


@pytest.mark.parametrize(
    ("missing", "given", "heard"),
    [
        (["date", "time"], {}, "Gladly! What day would suit you?"),
        (["time", "name"], {"date": "2026-12-02"}, "What time tomorrow?"),
        (["time"], {"date": "2026-12-04"}, "What time on Friday the 4th?"),
        (["date"], {"time": "14:00"}, "What day would that be?"),
        (["service"], DRAFT, "What would you like to book?"),
        (["party_size"], DRAFT, "For how many people?"),
        (["name", "phone"], DRAFT, "What name shall I put it under?"),
        (["phone", "email"], DRAFT, "What number can we reach you on?"),
        (["email"], DRAFT, "What is your e-mail address?"),
    ],
)
def test_one_missing_thing_is_asked_for(
    missing: list[str], given: dict[str, Any], heard: str
) -> None:
    draft = {**given, "status": "collecting", "missing": missing}
    assert said(draft, "I'd like to come") == heard
    again = said(draft, "er", window=[past("I'd like to come", heard)])
    assert again.endswith("?")
    assert again != heard


@pytest.mark.parametrize(
    ("given", "text", "heard"),
    [
        ({}, "two", "That's tomorrow at 2 PM. Shall I book it, and under what name?"),
        ({"name": "Sam Lee"}, "for Sam Lee",
         "That's tomorrow at 2 PM, under Sam Lee. Shall I book it?"),
        ({"name": "Sam Lee"}, "two", "That's tomorrow at 2 PM. Shall I book it, Sam?"),
        ({"service": "haircut", "party_size": 2}, "two",
         "That's your haircut tomorrow at 2 PM, for 2 people. "
         "Shall I book it, and under what name?"),
        ({"phone": "+15552345678", "name": "Al"}, "al, five five five two three four 5678",
         "That's tomorrow at 2 PM, under Al, phone 5 5 5, 2 3 4, 5 6 7 8. Shall I book it?"),
        ({"email": "al@example.com", "name": "Al"}, "Al, al at example dot com",
         "That's tomorrow at 2 PM, under Al, e-mail al@example.com. Shall I book it?"),
        ({"intent": "availability"}, "is two free?",
         "Yes, tomorrow at 2 PM is free. Shall I book it, and under what name?"),
        ({"intent": "cancel"}, "cancel it", "Shall I cancel your appointment tomorrow at 2 PM?"),
        ({"intent": "change", "reference": "2026-12-04T14:00", "service": "haircut"}, "tomorrow",
         "Shall I move your haircut on Friday the 4th at 2 PM to tomorrow at 2 PM?"),
        ({"intent": "change", "reference": "2026-12-02T10:00"}, "to two",
         "Shall I move your appointment tomorrow to 2 PM?"),
    ],
)  # fmt: skip
def test_everything_is_read_back_once(given: dict[str, Any], text: str, heard: str) -> None:
    assert said({**DRAFT, **given}, text) == heard


@pytest.mark.parametrize(
    ("draft", "heard"),
    [
        ({**DRAFT, "status": "booked"}, "Done! You are booked for tomorrow at 2 PM."),
        ({**DRAFT, "status": "booked", "service": "haircut"},
         "Done! Your haircut is booked for tomorrow at 2 PM."),
        ({**DRAFT, "status": "booked", "intent": "cancel"},
         "Done! Your appointment tomorrow at 2 PM is cancelled."),
        ({**DRAFT, "status": "booked", "intent": "change", "date": "2026-12-04"},
         "Done! Your appointment is moved to Friday the 4th at 2 PM."),
        ({**DRAFT, "status": "failed", "problem": "2 PM is already taken.",
          "offers": ["2026-12-02T13:30", "2026-12-02T14:30"]},
         "I'm sorry. 2 PM is already taken. I have 1:30 or 2:30 PM. Which would you like?"),
        ({**DRAFT, "status": "failed", "problem": "That did not work."},
         "I'm sorry. That did not work. What other day or time would suit you?"),
        ({"status": "dropped", "intent": "book"},
         "All right, I won't book anything. Can I help with anything else?"),
        ({"status": "dropped", "intent": "cancel"},
         "All right, your appointment stays as it is. Can I help with anything else?"),
        ({"status": "dropped", "intent": "cancel", "problem": "I see none of yours."},
         "I see none of yours. Can I help with anything else?"),
        ({"status": "collecting", "problem": "Do you mean 8 in the morning?", "missing": ["time"]},
         "Do you mean 8 in the morning?"),
        ({"status": "none"}, ""),
    ],
)  # fmt: skip
def test_what_came_of_it_is_told(draft: dict[str, Any], heard: str) -> None:
    assert said(draft) == heard


@pytest.mark.parametrize(
    ("offers", "date", "heard"),
    [
        (["2026-12-02T09:00", "2026-12-02T09:30", "2026-12-02T12:00"], "2026-12-02",
         "The first free times tomorrow are 9, 9:30 AM and noon. What time would suit you?"),
        (["2026-12-02T16:30"], "2026-12-02",
         "The only free time tomorrow is 4:30 PM. Would that suit you?"),
        (["2026-12-04T16:30", "2026-12-07T09:00"], "2026-12-05",
         "I have nothing free on Saturday the 5th, but I have Friday the 4th at 4:30 PM or "
         "Monday the 7th at 9 AM. Which would you like?"),
        ([], "2026-12-05",
         "I'm afraid I have nothing free on Saturday the 5th. What other day would suit you?"),
    ],
)  # fmt: skip
def test_free_times_are_told(offers: list[str], date: str, heard: str) -> None:
    draft = {"status": "collecting", "intent": "availability", "date": date, "missing": ["time"]}
    assert said({**draft, "offers": offers}, "what is free?") == heard


def test_an_upset_caller_is_acknowledged_once_and_asked_the_next_thing_only() -> None:
    draft = {"status": "collecting", "date": "2026-12-04", "missing": ["time"]}
    first = said(draft, "I said Friday, this is ridiculous", "angry")
    assert first == "I'm sorry about that. What time on Friday the 4th?"
    second = said(draft, "just book it", "angry", [past("I said Friday", first)])
    assert second == "What time would you like?"
    assert said(DRAFT, "yes", "angry").startswith("That's tomorrow")


def test_a_known_name_is_used_once() -> None:
    draft = {"status": "collecting", "missing": ["date", "time"], "name": "Sam Lee"}
    first = said(draft, "book me in")
    assert first == "Gladly, Sam! What day would suit you?"
    later = said({**DRAFT, "name": "Sam Lee"}, "two", window=[past("book me in", first)])
    assert later == "That's tomorrow at 2 PM. Shall I book it?"


def test_a_name_is_asked_for_once_and_a_repeated_read_back_is_short() -> None:
    window = [
        past("tomorrow at one", "That's tomorrow at 1 PM. Shall I book it, and under what name?")
    ]
    assert said(DRAFT, "no, two", window=window) == "That's tomorrow at 2 PM. Shall I book it?"
    window = [past("two", "That's tomorrow at 2 PM. Shall I book it?")]
    assert said(DRAFT, "um", window=window) == "Shall I book tomorrow at 2 PM, yes or no?"
    assert said(DRAFT, "pardon?", window=window).startswith("That's tomorrow at 2 PM.")


def test_a_goodbye_is_met_with_one_and_books_nothing() -> None:
    assert said(DRAFT, "bye").startswith("All right, I won't book anything. Goodbye")


@pytest.mark.parametrize(
    ("draft", "heard"),
    [
        (DRAFT, "Shall I book tomorrow at 2 PM?"),
        ({"status": "collecting", "date": "2026-12-04", "missing": ["time"]},
         "And what time on Friday the 4th?"),
        ({"status": "collecting", "missing": ["time"], "offers": ["2026-12-02T13:30",
          "2026-12-02T14:30"]}, "Which would you like?"),
    ],
)  # fmt: skip
def test_an_open_draft_is_taken_up_in_one_short_sentence(draft: Any, heard: str) -> None:
    brief = Brief("how much?", reading(), "neutral", booking=draft, today=TUESDAY)
    assert taken_up(brief) == heard


def test_what_a_caller_wrote_is_only_said() -> None:
    draft = {**DRAFT, "name": "=HYPERLINK(1)" * 900, "service": "\u202e<b>x</b>"}
    assert len(said(draft, "two")) < 300
    assert "<b>" not in said({**draft, "status": "booked"})


@pytest.fixture(scope="module")
def responder() -> ExtractiveResponder:
    return ExtractiveResponder(WordLlamaEmbeddings())


@pytest.fixture
def dentist(responder: ExtractiveResponder) -> Caller:
    return Caller(responder, businesses.passages_of("dentist"))


@pytest.mark.parametrize(
    "question", ["how much is a crown", "are you open on friday", "wait, how much is a crown?"]
)
async def test_a_question_is_answered_and_the_draft_taken_up(
    dentist: Caller, question: str
) -> None:
    reply = await dentist.says(question, booking=DRAFT)
    assert dentist.said[0].cites
    assert reply.endswith("Shall I book Wednesday, December 2 at 2 PM?")


async def test_what_is_unknown_is_said_without_a_second_question(dentist: Caller) -> None:
    reply = await dentist.says("do you sell bicycles", booking=DRAFT)
    assert dentist.gap
    assert reply.count("?") == 1


@pytest.mark.parametrize("text", ["crown", "a crown please", "when is your next free slot"])
async def test_what_fills_the_draft_is_no_question(dentist: Caller, text: str) -> None:
    draft: BookingDraft = {"status": "collecting", "service": "crown", "missing": ["date"]}
    reply = await dentist.says(text, booking=draft)
    assert not any(part.cites for part in dentist.said)
    assert reply.endswith("What day would suit you?")


@pytest.mark.parametrize(
    ("news", "text", "heard"),
    [
        ({"duration_minutes": 120}, "yes but for two hours", "for 2 hours"),
        ({"party_size": 3}, "yes but we are three people", "for 3 people"),
    ],
)
async def test_what_changes_is_read_back_and_no_question(
    dentist: Caller, news: dict[str, Any], text: str, heard: str
) -> None:
    draft = cast(BookingDraft, {**DRAFT, **news})
    window = [past("book me tomorrow at two", "That's tomorrow at 2 PM. Shall I book it?")]
    brief = Brief(text, reading(), "neutral", window=window, booking=draft, today=TUESDAY)
    assert heard in taken_up(brief)
    assert heard in await dentist.says(text, booking=draft)


@pytest.mark.parametrize(
    ("draft", "heard"),
    [
        (
            {"status": "booked", "later": [{"status": "confirming", **WEDNESDAY}]},
            "Done! You are booked for tomorrow at 2 PM. Now to the other one. "
            "That's Wednesday the 9th at 2 PM. Shall I book it, and under what name?",
        ),
        (
            {"status": "booked", "later": [{"status": "collecting", "missing": ["time"]}, DRAFT]},
            "Done! You are booked for tomorrow at 2 PM. Now to the next one. "
            "What time would you like?",
        ),
        (
            {"status": "dropped", "later": [{"status": "confirming", **WEDNESDAY, "name": "Ann"}]},
            "All right, I won't book that one. Now to the other one. "
            "That's Wednesday the 9th at 2 PM. Shall I book it, Ann?",
        ),
        (
            {
                "status": "booked",
                "later": [{"status": "collecting", "missing": ["date"], "problem": "We are shut."}],
            },
            "Done! You are booked for tomorrow at 2 PM. Now to the other one. We are shut. "
            "What day would suit you?",
        ),
    ],
)
def test_the_next_wish_is_come_to_in_the_same_reply(draft: dict[str, Any], heard: str) -> None:
    assert said({**DRAFT, **draft}) == heard
