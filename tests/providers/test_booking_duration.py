"""How long an appointment is to last, told apart from the time it begins."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.appointments import nothing_known
from providers.booking.clock_time import find_time
from providers.booking.duration import find_duration, find_length
from providers.booking.numbers import plain
from providers.booking.slots import slots_of
from providers.booking.times import length_words
from tests.providers.booking_knowledge import NOW, played, values
from tests.providers.booking_speech import SPOKEN


@pytest.mark.parametrize(
    ("said", "clock", "minutes"),
    [
        ("book me tomorrow at ten for two hours", "10:00", 120),
        ("for two hours tomorrow at ten", "10:00", 120),
        ("two hours on friday at nine", "09:00", 120),
        ("at ten in the morning for an hour", "10:00", 60),
        ("at 3 pm, an hour and a half", "15:00", 90),
        ("at 14 hours", "14:00", None),
        ("18 hours", "18:00", None),
        ("for 12 hours from 8 am", "08:00", 720),
        ("in two hours", "12:00", None),
        ("can we make it two hours", None, 120),
    ],
)
def test_a_length_is_no_time(said: str, clock: str | None, minutes: int | None) -> None:
    slots = slots_of(said, NOW)
    assert (slots.get("time"), slots.get("duration_minutes")) == (clock, minutes)


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("for half an hour", 30),
        ("for an hour and a half", 90),
        ("for 2 hours", 120),
        ("for ninety minutes", 90),
        ("for seventy five minutes", 75),
        ("for 45 mins", 45),
        ("a 45 minute session", 45),
        ("a half hour massage", 30),
        ("one hour and fifteen minutes", 75),
        ("an hour thirty minutes", 90),
        ("for two and a half hours", 150),
        ("for three quarters of an hour", 45),
        ("a quarter of an hour", 15),
        ("in half an hour", None),
        ("an hour later please", None),
        ("two hours earlier", None),
        ("at least 24 hours in advance", None),
    ],
)
def test_lengths(said: str, minutes: int | None) -> None:
    assert find_duration(plain(said)) == minutes


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (30, "half an hour"),
        (45, "45 minutes"),
        (60, "an hour"),
        (90, "an hour and a half"),
        (120, "2 hours"),
        (150, "2 and a half hours"),
        (75, "an hour and 15 minutes"),
        (135, "2 hours and 15 minutes"),
        (1, "1 minute"),
    ],
)
def test_in_words(minutes: int, words: str) -> None:
    assert length_words(minutes) == words


@given(st.integers(1, 24 * 60))
def test_what_is_said_is_heard_again(minutes: int) -> None:
    said = plain(f"for {length_words(minutes)}")
    assert find_duration(said) == minutes
    assert find_time(said, said, bare=True) is None


@given(SPOKEN.map(plain))
def test_a_length_is_a_span_of_the_text(said: str) -> None:
    if found := find_length(said):
        assert 0 < int(found.value) <= 24 * 60
        assert 0 <= found.start < found.end <= len(said)


def test_the_length_of_what_is_read_back_can_be_changed() -> None:
    draft = played("book me tomorrow at ten", "yes but for two hours", known=nothing_known())
    assert values(draft, "status", "time", "duration_minutes") == ("confirming", "10:00", 120)
