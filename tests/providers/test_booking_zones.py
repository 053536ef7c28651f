"""Times by another clock than the business's, and times that are counted from now."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from core.appointments import BookingDraft, Known, no_booking, nothing_known
from providers.booking.rules import draft_after

PORTLAND = datetime(2026, 10, 14, 19, 0, tzinfo=ZoneInfo("America/Los_Angeles"))
OPEN: Known = nothing_known()
OPEN["rules"] = {"services": [{"name": "Cover-up", "duration_minutes": 120}]}


def said(*messages: str, now: datetime = PORTLAND) -> BookingDraft:
    draft, earlier = no_booking(), ""
    for message in messages:
        draft = draft_after(message, draft, now, OPEN, earlier=earlier)
        earlier = message
    return draft


@pytest.mark.parametrize(
    ("text", "day", "clock", "told"),
    [
        ("on Friday at 3 pm Eastern time", "2026-10-16", "12:00", "Eastern time is noon here."),
        ("Friday 3 PM EST", "2026-10-16", "12:00", "3 PM EST time is noon here."),
        ("Friday at 8 pm London time", "2026-10-16", "12:00", "8 PM London time is noon here."),
        ("on Friday at 1 am UTC", "2026-10-15", "18:00", "is 6 PM on Thursday here."),
    ],
)
def test_another_clock_is_read_by_ours_and_said(text: str, day: str, clock: str, told: str) -> None:
    draft = said(f"book me a cover-up {text}")
    assert (draft.get("date"), draft.get("time")) == (day, clock)
    assert (draft.get("problem") or "").endswith(told)


@pytest.mark.parametrize(
    "text", ["Friday 3 pm Pacific time", "Friday at 3 pm our time", "Friday at 3 pm any time"]
)
def test_our_own_clock_is_left_alone(text: str) -> None:
    draft = said(f"book me a cover-up {text}")
    assert (draft.get("time"), draft.get("problem")) == ("15:00", None)


def test_a_time_by_another_clock_before_its_day() -> None:
    draft = said("book me a cover-up at 3 pm eastern time", "Friday")
    assert (draft.get("date"), draft.get("time")) == ("2026-10-16", "12:00")


@pytest.mark.parametrize(
    ("text", "day", "clock"),
    [("three hours from now", "2026-10-14", "22:00"), ("in six hours", "2026-10-15", "01:00")],
)
def test_hours_from_now_may_end_tomorrow(text: str, day: str, clock: str) -> None:
    draft = said(f"book me a cover-up {text}")
    assert (draft.get("date"), draft.get("time")) == (day, clock)


@pytest.mark.parametrize(
    "wish", ["do you have time for one on Friday at 5?", "ok book me one for Friday at 5 then"]
)
def test_one_is_what_was_spoken_of_and_nobody(wish: str) -> None:
    draft = said("how long does a cover-up take?", wish)
    assert (draft.get("service"), draft.get("party_size")) == ("Cover-up", None)


@pytest.mark.parametrize(
    ("text", "party"), [("half a dozen people", 6), ("a dozen of us", 12), ("one person", 1)]
)
def test_dozens_are_counted(text: str, party: int) -> None:
    assert said(f"book us in on Friday at 5 for {text}").get("party_size") == party


def test_a_party_behind_the_hour_hides_it_not() -> None:
    assert said("book us in on Friday at 10, 3 people").get("time") == "10:00"
