"""A time that is said before its day is the same time."""

import pytest

from core.state import Utterance
from providers.booking.follow import follow
from providers.booking.slots import slots_of
from tests.providers.booking_knowledge import NOW


@pytest.mark.parametrize(
    ("said", "day", "clock"),
    [
        ("at six tomorrow", "2026-10-15", "18:00"),
        ("How about at 6 tomorrow?", "2026-10-15", "18:00"),
        ("table at six tomorrow please", "2026-10-15", "18:00"),
        ("at 5 next Friday", "2026-10-16", "17:00"),
        ("I'd like it at 4 tomorrow, thanks", "2026-10-15", "16:00"),
        ("tomorrow at six", "2026-10-15", "18:00"),
    ],
)
def test_in_either_order(said: str, day: str, clock: str) -> None:
    slots = slots_of(said, NOW)
    assert (slots.get("date"), slots.get("time")) == (day, clock)
    line: Utterance = {"speaker": "caller", "text": said}
    end = follow([line], NOW)
    assert (end.date, end.time) == (day, clock)
