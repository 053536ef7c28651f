"""One appointment cancelled and another one moved, in one breath."""

import pytest

from providers.booking.two_errands import ONE_FIRST
from tests.providers.booking_knowledge import HAIRCUT, MASSAGE, having, played, values

BOTH = having(HAIRCUT, MASSAGE)  # on Tuesday, and on Thursday of next week


@pytest.mark.parametrize(
    ("text", "intent", "booking_id"),
    [
        ("cancel Tuesday's and move Thursday's to Friday", "cancel", "b1"),
        ("cancel the haircut, and move the other one to Friday at ten", "cancel", "b1"),
        ("move the massage to Friday at ten and cancel the haircut", "change", "b2"),
    ],
)
def test_the_first_is_done_and_the_other_is_said_not_to_be(
    text: str, intent: str, booking_id: str
) -> None:
    draft = played(text, known=BOTH)
    assert values(draft, "intent", "booking_id", "problem") == (intent, booking_id, ONE_FIRST)


def test_so_it_is_while_something_else_is_being_booked() -> None:
    draft = played(
        "I'd like to book a facial", "cancel Tuesday's and move Thursday's to Friday", known=BOTH
    )
    assert values(draft, "intent", "booking_id") == ("cancel", "b1")


def test_the_same_one_is_one_errand() -> None:
    draft = played("I want to move the haircut to Friday at ten, not cancel it", known=BOTH)
    assert values(draft, "intent", "booking_id", "date") == ("change", "b1", "2026-10-16")
    assert draft.get("problem") is None


def test_the_other_one_is_then_moved_by_its_day() -> None:
    draft = played("move Thursday's to Friday at ten", known=having(MASSAGE))
    assert values(draft, "intent", "booking_id", "date") == ("change", "b2", "2026-10-16")
