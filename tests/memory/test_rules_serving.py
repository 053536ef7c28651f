"""Hours that a text tells as those in which people are seen."""

import pytest

from memory.rules_text import hours_in, week_in

EARLY = [["08:30", "16:30"]]
FOUR = dict.fromkeys(("tuesday", "wednesday", "thursday", "friday"), EARLY)


@pytest.mark.parametrize(
    "text",
    [
        "Dr. Lindqvist sees patients Tuesday through Friday, 8:30 to 16:30.",
        "Our two opticians see customers by appointment Tuesday to Friday, 8:30-16:30",
        "Guitar lessons run Tuesday through Friday, 8:30 to 16:30. Bring your own guitar.",
        "Fittings are available Tuesday to Friday from 8:30 to 16:30.",
        "Consultations by appointment, Tuesday to Friday 8:30-16:30",
        "We take bookings and walk-ins Tuesday to Friday, 8:30 to 16:30",
        "The tailors work Tuesday to Friday, 8:30-16:30.",
        "Visiting hours are 8:30 to 16:30 Tuesday to Friday.",
        "You can book from Tuesday to Friday between 8:30 and 16:30.",
        "From Tuesday to Friday we see clients from 8:30 to 16:30.",
        "I am here Tuesday to Friday 8:30-16:30",
        "Sessions: Tue-Fri 8:30-16:30",
    ],
)
def test_when_people_are_seen_is_when_it_is_open(text: str) -> None:
    assert hours_in(text) == FOUR


def test_what_is_said_of_being_open_counts_alone() -> None:
    text = "We are open Tuesday to Friday, 8:30-16:30. Dr. Lindqvist sees patients Monday 9 to 12."
    assert hours_in(text) == FOUR


def test_closed_days_stay_closed() -> None:
    text = "We take bookings daily from 8:30 to 16:30. We are closed from Saturday to Monday."
    assert week_in(text) == (FOUR, ["monday", "saturday", "sunday"])


@pytest.mark.parametrize(
    "text",
    [
        "We take calls Tuesday to Friday 8:30-16:30.",
        "We deliver Tuesday to Friday 8:30-16:30.",
        "We do not see patients Tuesday to Friday 8:30-16:30.",
        "Trains run Tuesday to Friday 8:30-16:30.",
        "Our bar serves guests Tuesday to Friday 8:30-16:30.",
        "Dr. Lindqvist sees patients at the hospital Tuesday to Friday 8:30-16:30.",
    ],
)
def test_other_hours_are_not_those_of_the_business(text: str) -> None:
    assert hours_in(text) is None
