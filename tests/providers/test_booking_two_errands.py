"""One appointment cancelled and another one moved, in one breath."""

import pytest

from providers.booking.later import ONE_BY_ONE
from tests.providers.booking_knowledge import HAIRCUT, MASSAGE, having, played, values

BOTH = having(HAIRCUT, MASSAGE)  # on Tuesday, and on Thursday of next week
CANCEL, CHANGE = ("cancel", "b1", "2026-10-20"), ("change", "b2", "2026-10-16")


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("cancel Tuesday's and move Thursday's to Friday", CANCEL, CHANGE),
        ("cancel the haircut, and move the other one to Friday at ten", CANCEL, CHANGE),
        ("move the massage to Friday at ten and cancel the haircut", CHANGE, CANCEL),
    ],
)
def test_the_second_is_come_to_when_the_first_is_done(
    text: str, first: tuple[str, str, str], second: tuple[str, str, str]
) -> None:
    draft = played(text, known=BOTH)
    assert values(draft, "intent", "booking_id", "date") == first
    assert draft.get("problem") == ONE_BY_ONE
    agreed = played("yes", draft=draft, known=BOTH)
    assert values(agreed, "status", "booking_id") == ("confirmed", first[1])
    known = having(*(one for one in BOTH["upcoming"] if one["booking_id"] == second[1]))
    after = played("yes", draft={**agreed, "status": "booked"}, known=known)
    assert values(after, "status", "intent", "booking_id", "date") == ("confirmed", *second)


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
