"""What chooses among things is no hour and no day; British halves are times."""

import pytest

from core.appointments import BookingDraft, nothing_known
from providers.booking.calendar_date import find_date
from providers.booking.clock_time import find_time
from providers.booking.numbers import plain
from providers.booking.party import find_party
from providers.booking.slots import slots_of
from tests.providers.booking_knowledge import NOW, played, values


@pytest.mark.parametrize(
    "said",
    [
        "yes, that one please",
        "the last one",
        "the first one",
        "which one",
        "the later one",
        "this one works",
        "the one on friday",
        "i'll take the second",
        "I'll take the first one",
        "let's go with the third",
    ],
)
def test_a_choice_is_no_hour_and_no_day_of_a_month(said: str) -> None:
    slots = slots_of(said, NOW)
    assert "time" not in slots
    assert slots.get("date") in (None, "2026-10-16" if "friday" in said else None)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("on the first at one", "2026-11-01"),
        ("the first, one pm", "2026-11-01"),
        ("i'll take the fifteenth", "2026-10-15"),
        ("the second of november", "2026-11-02"),
        ("can i come on the second", "2026-11-02"),
    ],
)
def test_a_day_of_a_month_still_is_one(said: str, day: str) -> None:
    found = find_date(plain(said), NOW)
    assert found is not None
    assert found.value == day


@pytest.mark.parametrize("said", ["one", "at one", "maybe one", "one please", "one would be good"])
def test_one_may_be_an_hour(said: str) -> None:
    text = plain(said)
    found = find_time(text, text, bare=True)
    assert found is not None
    assert found.value == "13:00"


def test_that_one_keeps_the_time_that_was_read_back() -> None:
    before: BookingDraft = {
        "status": "confirming",
        "intent": "book",
        "date": "2026-10-15",
        "time": "10:00",
    }
    draft = played("yes, that one please", known=nothing_known(), draft=before)
    assert values(draft, "date", "time") == ("2026-10-15", "10:00")


@pytest.mark.parametrize(
    ("said", "clock"),
    [
        ("half four", "16:30"),
        ("tomorrow at half four", "16:30"),
        ("half eight in the evening", "20:30"),
        ("at half ten", "10:30"),
        ("half-nine in the morning", "09:30"),
        ("half past four", "16:30"),
        ("for two and a half hours", None),
        ("half 10 people", None),
    ],
)
def test_british_halves(said: str, clock: str | None) -> None:
    assert slots_of(said, NOW).get("time") == clock


@pytest.mark.parametrize(
    ("said", "clock"),
    [
        ("table for six on Saturday at eight", "20:00"),
        ("a table at nine tomorrow", "21:00"),
        ("a table at eight in the morning", "08:00"),
        ("a haircut on saturday at eight", "08:00"),
        ("a table at eleven", "11:00"),
    ],
)
def test_a_table_is_for_the_evening(said: str, clock: str) -> None:
    assert slots_of(said, NOW)["time"] == clock


def test_the_table_may_have_been_named_before() -> None:
    draft = played("I'd like a table for six on Saturday", "at eight", known=nothing_known())
    assert values(draft, "date", "time", "party_size") == ("2026-10-17", "20:00", 6)


def test_one_that_is_chosen_is_no_party() -> None:
    assert find_party(plain("for the one on friday")) is None
    assert find_party(plain("a table for one on friday")) == 1
