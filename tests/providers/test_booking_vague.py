"""Hours named without a clock's time, and wishes that are one by their day and time."""

import pytest

from core.appointments import BookingDraft, Known, nothing_known
from providers.booking.vague import ANY, span_named
from tests.providers.booking_knowledge import open_from, played, values

FRIDAY = "2026-10-16"


def workshop() -> Known:
    known = open_from("09:00", "19:00", saturday=True)
    known["rules"]["services"] = [
        {"name": "Wheel truing", "duration_minutes": 30},
        {"name": "Brake service", "duration_minutes": 60},
    ]
    return known


def told(*messages: str) -> BookingDraft:
    return played(*messages, known=workshop())


@pytest.mark.parametrize(
    ("said", "around"),
    [
        ("a brake service on Friday between three and five", "15:00-17:00"),
        ("book me a brake service for Friday, after five", "17:00-24:00"),
        ("I need a wheel truing late morning on Friday", "10:30-12:00"),
        ("Can I get a wheel truing on Friday before eleven?", "00:00-11:00"),
        ("I'd like a brake service on Friday between ten and noon", "10:00-12:00"),
        ("a brake service any time Friday afternoon please", "14:00"),
        ("I need a brake service first thing Friday", None),
        ("please book a wheel truing for Friday, any time", None),
    ],
)
def test_free_times_are_sought_in_the_hours_named(said: str, around: str | None) -> None:
    draft = told(said)
    assert values(draft, "intent", "date", "time", "around") == (
        "availability",
        FRIDAY,
        None,
        around,
    )
    assert draft.get("missing") == ["time"]


@pytest.mark.parametrize(
    ("said", "around"),
    [
        ("between three and five", "15:00-17:00"),
        ("after five", "17:00-24:00"),
        ("late afternoon", "15:30-18:00"),
        ("first thing", None),
        ("any time", None),
    ],
)
def test_an_answer_may_be_vague_too(said: str, around: str | None) -> None:
    draft = told("I need a brake service on Friday", said)
    assert values(draft, "intent", "time", "around") == ("availability", None, around)


def test_the_hours_are_kept_until_the_day_is_known_and_give_way_to_a_time() -> None:
    draft = told("I need a brake service after five", "Friday")
    assert values(draft, "intent", "date", "around") == ("availability", FRIDAY, "17:00-24:00")
    chosen = told("I need a brake service after five", "Friday", "half past five")
    assert values(chosen, "status", "time", "around") == ("confirming", "17:30", None)


@pytest.mark.parametrize("said", ["20 minutes after 3", "at 5", "Friday", "between 3 and 5 people"])
def test_other_words_name_no_hours(said: str) -> None:
    assert span_named(said) is None


def test_whatever_time() -> None:
    assert span_named("whenever suits you") == ANY


@pytest.mark.parametrize(
    "said",
    [
        "I'd like to bring my bike for a tune up on Friday at 3:30",
        "Could we come in with the twins on Friday at 3:30?",
        "Friday 3:30 pm for a group of four",
        "how about half past three on Friday",
        "half past three on Friday",
    ],
)
def test_a_day_and_time_to_come_are_a_wish(said: str) -> None:
    draft = played(said, known=nothing_known())
    assert values(draft, "status", "date", "time") == ("confirming", FRIDAY, "15:30")
    assert draft.get("service") in (None, "tune up")


def test_when_somebody_is_free_in_a_week_asks_for_a_day() -> None:
    draft = played("when is Mrs Adeyemi free next week", known=nothing_known())
    assert draft["status"] == "collecting"
    assert draft.get("missing") == ["date", "time"]


@pytest.mark.parametrize(
    "said",
    [
        "my bike broke on Friday at 3:30",
        "I was there on Friday at 3:30",
        "I'd like to see a movie on Friday at 3:30",
        "what happens on Friday at 3:30?",
        "when is the shop busy next week",
        "can I get a taxi on Friday at 3:30",
    ],
)
def test_other_errands_are_no_wish(said: str) -> None:
    assert played(said, known=nothing_known())["status"] == "none"


def test_first_thing_is_no_day_of_the_month() -> None:
    draft = played("book me in tomorrow at five", "no wait, make it friday first thing")
    assert values(draft, "date", "problem") == ("2026-10-16", None)
