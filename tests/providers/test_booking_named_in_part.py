"""Services that are named in part, in words of their own, or at an hour that is nobody's."""

import pytest

from core.appointments import Known, nothing_known
from providers.booking.services import matched
from tests.providers.booking_knowledge import played, values

LESSONS: Known = nothing_known()
LESSONS["rules"] = {
    "services": [
        {"name": "single lesson", "duration_minutes": 60},
        {"name": "double lesson", "duration_minutes": 120},
        {"name": "The Alchemist's Attic", "duration_minutes": 60},
    ]
}


@pytest.mark.parametrize(
    "text",
    [
        "lesson tomorrow at 10",
        "I just want a bloody lesson tomorrow at ten am",
        "the attic tomorrow at ten, we're a couple",
    ],
)
def test_a_service_named_in_part_with_a_day_is_a_wish(text: str) -> None:
    draft = played(text, known=LESSONS)
    assert values(draft, "intent", "date", "time") == ("book", "2026-10-15", "10:00")


def test_which_of_two_is_not_guessed() -> None:
    draft = played("lesson tomorrow at 10", known=LESSONS)
    assert values(draft, "service") == (None,)


def test_a_genitive_is_one_word() -> None:
    assert matched("the attic please", ["The Alchemist's Attic", "Submarine 9"])


@pytest.mark.parametrize(("text", "clock"), [("at 2", "14:00"), ("at 1:30", "13:30")])
def test_where_it_is_open_all_night_nobody_means_the_night(text: str, clock: str) -> None:
    known = nothing_known()
    known["rules"] = {"hours": {"thursday": [["00:00", "13:00"], ["14:00", "24:00"]]}}
    draft = played(f"book me in tomorrow {text}", known=known)
    assert values(draft, "status", "time", "problem") == ("confirming", clock, None)


def test_an_early_or_late_business_is_meant_as_it_is_open() -> None:
    known = nothing_known()
    known["rules"] = {"hours": {"thursday": [["04:00", "12:00"]], "friday": [["00:00", "02:00"]]}}
    assert values(played("book me in tomorrow at 5", known=known), "time") == ("05:00",)
    assert values(played("book me in on Friday at 1", known=known), "time") == ("01:00",)
