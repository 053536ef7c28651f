"""Bookings that two others make, read from both sides."""

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.state import Utterance
from providers.booking.follow import Followed, follow, followed
from providers.booking.report import report_of
from providers.booking.topic import topic_of
from tests.providers.booking_speech import SPOKEN

NOW = datetime(2026, 10, 14)
"""A Wednesday; no zone is needed."""


def played(script: str) -> Followed:
    """Lines that begin with "C:" are the caller's, the others the assistant's."""
    said: list[Utterance] = []
    for line in script.strip().splitlines():
        speaker, text = line.strip().split(": ", 1)
        said.append({"speaker": "caller" if speaker == "C" else "assistant", "text": text})
    return follow(said, NOW)


BOOKED = """
    C: I'd like to see the vet on Friday.
    A: What time suits you?
    C: Three in the afternoon.
    A: Please confirm: an appointment this Friday at 3 pm.
    C: Yes.
    A: Your appointment is booked. The clinic is in 12 Mill Lane.
    C: Thanks!
    A: Have a good day.
"""


def test_what_is_agreed_and_reported_is_booked() -> None:
    end = played(BOOKED)
    assert (end.booked, end.date, end.time) == (True, "2026-10-16", "15:00")


@pytest.mark.parametrize(
    "report",
    [
        "Sorry, I could not book that. Anything else?",
        "I was unable to make the appointment.",
        "Unfortunately that slot is not available.",
        "Would you like me to have it booked for another day?",
    ],
)
def test_what_fails_is_not(report: str) -> None:
    assert not played(BOOKED.replace("Your appointment is booked.", report)).booked


def test_an_offer_that_is_taken_replaces_the_time() -> None:
    end = played("""
        C: Book me a table for 4 tomorrow at 7 pm.
        A: You want a table for 4 tomorrow at 7 pm, right?
        C: Right.
        A: I'm sorry, that failed. How about 7:30 pm instead?
        C: That works.
        A: Done, your table is reserved.
    """)
    assert (end.booked, end.date, end.time) == (True, "2026-10-15", "19:30")
    assert end.party_size == 4


def test_an_offer_that_is_refused_is_not_booked() -> None:
    end = played("""
        C: Book me a table tomorrow at 7 pm.
        A: A table tomorrow at 7 pm, correct?
        C: Yes.
        A: That did not go through. Shall I try 7:30 pm?
        C: No, thanks.
        A: Goodbye.
    """)
    assert not end.booked


def test_the_last_of_the_corrections_counts() -> None:
    end = played("""
        C: A dentist appointment on Friday at ten in the morning, please.
        A: Friday at 10 am, is that right?
        C: No, make it Monday.
        A: So an appointment on Monday at 10 am?
        C: Exactly. What's the address?
        A: It is 5 Hill Street.
    """)
    assert (end.booked, end.date, end.time) == (True, "2026-10-19", "10:00")


@pytest.mark.parametrize(
    "errand",
    [
        ("Get me two tickets for the concert on Friday.", "2 tickets for Friday at 8 pm, correct?"),
        ("I need a cab at 8 pm.", "A cab at 8 pm, right?"),
        ("Put the dinner at 8 pm into my calendar.", "Adding dinner at 8 pm, correct?"),
        ("Rent me a car on Friday at 8 am.", "A car from Friday at 8 am, correct?"),
    ],
)
def test_other_errands_are_no_appointments(errand: tuple[str, str]) -> None:
    wish, read_back = errand
    assert not played(f"C: {wish}\nA: {read_back}\nC: Yes.\nA: Your reservation is made.").booked


def test_a_later_errand_changes_nothing() -> None:
    after = "C: Now a taxi for 2:15 pm.\nA: A taxi at 2:15 pm, right?\nC: Yes.\nA: It is booked."
    assert played(f"{BOOKED.strip()}\n{after}") == played(BOOKED)


def test_a_search_is_no_booking() -> None:
    assert not played("""
        C: Find me a restaurant.
        A: There is Luigi's. Shall I reserve a table?
        C: No, not now. Great, thanks.
        A: Enjoy your day.
    """).booked


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        ("Unfortunately they serve no alcohol. Your table is confirmed.", "made"),
        ("It is booked, and the number is 555-1234.", "made"),
        ("Please confirm that the appointment is booked for Dr. Who at 3 pm.", None),
        ("The rating is 4.8.", None),
        ("I'm sorry, but the booking did not go through.", "failed"),
    ],
)
def test_reports(line: str, outcome: str | None) -> None:
    assert report_of(line).outcome == outcome


def test_only_the_caller_ends_an_errand() -> None:
    assert topic_of("an appointment at 3 pm", "errand") == "errand"
    assert topic_of("an appointment at 3 pm", "errand", caller=True) == "booking"


CANCELLED = """
    C: I'm sorry, I have to cancel that appointment.
    A: No problem, your appointment has been cancelled.
    C: Thanks.
"""


def test_what_is_cancelled_in_the_end_is_not_booked() -> None:
    assert not played(f"{BOOKED.rstrip()}{CANCELLED}").booked
    done = CANCELLED.replace("No problem, your appointment has been cancelled.", "Done.")
    assert not played(f"{BOOKED.rstrip()}{done}").booked


@pytest.mark.parametrize(
    "answer",
    [
        "It can be cancelled until Thursday without a fee.",
        "Shall I have it cancelled?",
        "I'm sorry, I could not cancel it.",
        "I've cancelled the old one and booked you for Friday at 3 pm.",
    ],
)
def test_not_every_word_of_cancelling_cancels(answer: str) -> None:
    after = CANCELLED.replace("No problem, your appointment has been cancelled.", answer)
    end = played(f"{BOOKED.rstrip()}{after}")
    assert (end.booked, end.date, end.time) == (True, "2026-10-16", "15:00")


@pytest.mark.parametrize(
    ("answer", "clock"),
    [
        ("Sure, it's moved to 4 pm.", "16:00"),
        ("All right, I have moved your appointment.", "16:00"),
        ("I've moved it from 3 pm to 4 pm.", "16:00"),
        ("It could not be moved to 4 pm.", "15:00"),
        ("Shall I have it moved to 4 pm?", "15:00"),
    ],
)
def test_what_is_moved_has_its_new_time(answer: str, clock: str) -> None:
    end = played(f"{BOOKED.rstrip()}\nC: Could you move it to 4 pm?\nA: {answer}\nC: Bye.")
    assert (end.booked, end.date, end.time) == (True, "2026-10-16", clock)


def test_a_calendar_that_is_updated_moves_nothing() -> None:
    after = """
        C: Put this on my calendar at 2:45 pm.
        A: An event at 2:45 pm, is that correct?
        C: Yes.
        A: Your calendar has been updated.
    """
    assert played(f"{BOOKED.rstrip()}{after}") == played(BOOKED)


@pytest.mark.parametrize(
    ("script", "when"),
    [
        (
            """
            C: Hi, this is Jane, can I come in for a haircut on Thursday?
            A: I have 4:30 in the afternoon.
            C: That's good.
            A: Great, Jane, we'll see you on Thursday at 4:30.
            """,
            ("2026-10-15", "16:30"),
        ),
        (
            """
            C: Can you get us a table for two on Saturday at eight?
            A: Yes, we can fit you in at eight.
            C: Lovely.
            """,
            ("2026-10-17", "20:00"),
        ),
        (
            """
            C: I'd like a massage on Saturday.
            A: Ten in the morning?
            C: Ten is fine.
            A: See you Saturday then!
            """,
            ("2026-10-17", "10:00"),
        ),
    ],
)
def test_people_promise_in_their_own_words(script: str, when: tuple[str, str]) -> None:
    end = played(script)
    assert (end.booked, end.date, end.time) == (True, *when)


@pytest.mark.parametrize(
    "line",
    [
        "See you soon!",
        "We can't fit you in at eight.",
        "We can fit you in at nine.",
        "Could we fit you in at eight?",
    ],
)
def test_other_words_promise_nothing(line: str) -> None:
    assert not played(f"C: A table for two on Saturday at eight?\nA: {line}\nC: Hm.").booked


@given(st.lists(st.tuples(st.booleans(), SPOKEN), max_size=6))
@settings(max_examples=150, deadline=None)
def test_any_dialogue_can_be_followed(lines: list[tuple[bool, str]]) -> None:
    said: list[Utterance] = [
        {"speaker": "caller" if is_caller else "assistant", "text": text}
        for is_caller, text in lines
    ]
    assert len(list(followed(said, NOW))) == len(said) + 1
