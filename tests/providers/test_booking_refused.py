"""What a caller will not have: not that one, not cancelled, not that way."""

import pytest

from providers.booking.intent import intent_of
from tests.providers.booking_knowledge import HAIRCUT, MASSAGE, appointment, having, played, values

BOTH = having(HAIRCUT, MASSAGE)
FACIAL = appointment("b3", "2026-10-23", "11:00", "Facial")


@pytest.mark.parametrize(
    ("said", "status", "booking"),
    [
        (["cancel my appointment but not the haircut"], "confirming", "b2"),
        (["cancel my appointment, except the massage"], "confirming", "b1"),
        (["cancel my appointment", "not the haircut"], "confirming", "b2"),
        (["cancel my appointment", "not the massage, the haircut"], "confirming", "b1"),
        (["cancel my appointment", "not tuesday's"], "confirming", "b2"),
        (["cancel the haircut", "not that one"], "confirming", "b2"),
        (["cancel the haircut", "no, not the haircut"], "confirming", "b2"),
    ],
)
def test_what_is_ruled_out_is_not_cancelled(said: list[str], status: str, booking: str) -> None:
    draft = played(*said, known=BOTH)
    assert values(draft, "status", "intent", "booking_id") == (status, "cancel", booking)


def test_of_three_without_one_it_is_asked_which() -> None:
    known = having(HAIRCUT, MASSAGE, FACIAL)
    draft = played("cancel the haircut", "not that one", known=known)
    assert values(draft, "status", "missing") == ("collecting", ["booking_id"])
    assert "Haircut" not in (draft.get("problem") or "")


@pytest.mark.parametrize(
    "said", ["cancel my appointment but not the haircut", "cancel everything except the haircut"]
)
def test_the_only_one_that_is_ruled_out_stays(said: str) -> None:
    draft = played(said, known=having(HAIRCUT))
    assert draft["status"] == "dropped"
    assert "other" in (draft.get("problem") or "")


@pytest.mark.parametrize(
    "said",
    [
        "wait i didn't want to cancel",
        "don't",
        "please don't",
        "keep it",
        "don't cancel",
        "don't cancel my appointment",
        "i never said cancel",
        "i don't want to cancel my appointment",
        "not a chance",
        "please don't cancel it or move it",
    ],
)
def test_a_cancellation_is_taken_back(said: str) -> None:
    assert played("cancel the haircut", said, known=BOTH)["status"] == "dropped"


@pytest.mark.parametrize(
    ("said", "status", "intent"),
    [
        ("i said change not cancel", "collecting", "change"),
        ("don't cancel it, move it to friday", "confirming", "change"),
        ("what if i don't cancel?", "confirming", "cancel"),
        ("yes cancel it", "confirmed", "cancel"),
    ],
)
def test_what_is_wanted_beside_it_counts(said: str, status: str, intent: str) -> None:
    draft = played("cancel the haircut", said, known=BOTH)
    assert values(draft, "status", "intent", "booking_id") == (status, intent, "b1")


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("i don't want to cancel my appointment", None),
        ("don't cancel my appointment", None),
        ("i can't come, cancel my appointment", "cancel"),
        ("i want to change my appointment, not cancel it", "change"),
    ],
)
def test_what_is_refused_is_no_wish(said: str, intent: str | None) -> None:
    assert intent_of(said) == intent
    if intent is None:
        assert played(said, known=BOTH)["status"] == "none"
