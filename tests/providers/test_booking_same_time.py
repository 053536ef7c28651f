"""An hour that is known already: "the same time next week"."""

import pytest

from core.appointments import BookingDraft, Known, nothing_known
from tests.providers.booking_knowledge import appointment, having, played, values

FRIDAY = "book me friday at ten"
MADE = having(appointment("b9", "2026-10-16", "10:00", "Haircut"))
BEFORE: Known = {**nothing_known(), "last": appointment("b0", "2026-10-06", "15:00", "Haircut")}


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("and the same time next week please", "2026-10-23"),
        ("can I have the same time next week", "2026-10-23"),
        ("same time the week after", "2026-10-23"),
        ("book me the same time on monday", "2026-10-19"),
    ],
)
def test_another_one_at_the_hour_of_what_was_booked(said: str, date: str) -> None:
    booked: BookingDraft = {**played(FRIDAY, "yes"), "status": "booked", "booking_id": "b9"}
    draft = played(said, draft=booked, known=MADE)
    wanted = ("confirming", "book", date, "10:00")
    assert values(draft, "status", "intent", "date", "time") == wanted


def test_a_correction_moves_what_was_booked() -> None:
    booked: BookingDraft = {**played(FRIDAY, "yes"), "status": "booked", "booking_id": "b9"}
    draft = played("actually, same time next week", draft=booked, known=MADE)
    assert values(draft, "intent", "date", "time") == ("change", "2026-10-23", "10:00")


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("no, same time next week", "2026-10-23"),
        ("the same time on monday", "2026-10-19"),
    ],
)
def test_the_hour_of_the_open_draft(said: str, date: str) -> None:
    draft = played(FRIDAY, said)
    assert values(draft, "status", "date", "time") == ("confirming", date, "10:00")


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("book me at the same time as last week", "2026-10-20"),
        ("can I come at the same time next week?", "2026-10-20"),
        ("same time as last time on friday please", "2026-10-16"),
        ("I want to book a haircut, usual time", "2026-10-20"),
    ],
)
def test_the_hour_of_the_last_visit(said: str, date: str) -> None:
    draft = played(said, known=BEFORE)
    assert values(draft, "status", "date", "time") == ("confirming", date, "15:00")


def test_as_last_week_is_the_last_visit_though_a_day_is_chosen() -> None:
    said = ("book a haircut on friday", "same time as last week")
    draft = played(*said, known=BEFORE)
    assert values(draft, "status", "date", "time") == ("confirming", "2026-10-16", "15:00")


@pytest.mark.parametrize("said", ["is it always at the same time?", "what is the same time"])
def test_a_question_is_no_wish(said: str) -> None:
    assert played(said, known=BEFORE)["status"] == "none"


def test_where_nothing_is_known_it_is_asked() -> None:
    draft = played("book me at the same time as last week")
    assert values(draft, "status", "missing") == ("collecting", ["date", "time"])


@pytest.mark.parametrize("asked", ["can", "could", "may"])
def test_who_asks_to_have_one_does_not_tell_of_one(asked: str) -> None:
    draft = played(f"{asked} I have an appointment tomorrow at ten?")
    assert values(draft, "status", "time") == ("confirming", "10:00")
    assert played("I have an appointment tomorrow at ten")["status"] == "none"
