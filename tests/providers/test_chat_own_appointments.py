"""How a caller's own appointments are told."""

from collections.abc import Sequence
from typing import Any

import pytest

from core.appointments import Appointment
from core.moods import style_for
from core.seams import Brief
from providers.chat.own_appointments import own_appointments
from tests.providers.booking_knowledge import appointment
from tests.providers.callers import reading

TUESDAY = "2026-12-01"
HAIRCUT = appointment("b1", "2026-12-02", "10:00", "Haircut")
MASSAGE = appointment("b2", "2026-12-04", "14:00", "Massage")
FACIAL = appointment("b3", "2026-12-04", "16:30", "Eye treatment")
NEXT_WEEK = appointment("b4", "2026-12-08", "09:00", "Haircut")
UNNAMED: Appointment = {**HAIRCUT, "service": None}
WHEN = "when is my appointment"


def told(text: str, *upcoming: Appointment, draft: Any = None, today: str | None = TUESDAY) -> str:
    return " ".join(own_appointments(brief(text, upcoming, draft, today)))


def brief(
    text: str, upcoming: Sequence[Appointment] | None, draft: Any, today: str | None
) -> Brief:
    draft = draft or {"status": "none"}
    mood = reading("neutral")
    return Brief(text, mood, style_for("neutral"), booking=draft, today=today, upcoming=upcoming)


@pytest.mark.parametrize(
    ("upcoming", "said"),
    [
        ([], "I see no appointment of yours here. Shall I book one?"),
        ([HAIRCUT], "Your Haircut is booked for tomorrow at 10 AM."),
        ([MASSAGE], "Your Massage is booked for Friday the 4th at 2 PM."),
        ([UNNAMED], "Your appointment is booked for tomorrow at 10 AM."),
        ([HAIRCUT, MASSAGE], "You have two appointments: a Haircut tomorrow at 10 AM, and a "
         "Massage on Friday the 4th at 2 PM."),
        ([UNNAMED, FACIAL], "You have two appointments: one tomorrow at 10 AM, and an Eye "
         "treatment on Friday the 4th at 4:30 PM."),
        ([HAIRCUT, MASSAGE, FACIAL, NEXT_WEEK], "You have four appointments: a Haircut tomorrow "
         "at 10 AM, a Massage on Friday the 4th at 2 PM, an Eye treatment on Friday the 4th at "
         "4:30 PM, and one more."),
    ],
)  # fmt: skip
def test_all_are_told_up_to_three(upcoming: list[Appointment], said: str) -> None:
    assert told(WHEN, *upcoming) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("am i booked for tomorrow", "Your Haircut is booked for tomorrow at 10 AM."),
        ("what do i have on friday", "You have two appointments for Friday the 4th: a Massage on "
         "Friday the 4th at 2 PM, and an Eye treatment on Friday the 4th at 4:30 PM."),
        ("when is my massage", "Your Massage is booked for Friday the 4th at 2 PM."),
        ("is my massage tomorrow", "Your Massage is booked for Friday the 4th at 2 PM."),
        ("do i have an appointment next week",
         "Your Haircut is booked for Tuesday the 8th at 9 AM."),
    ],
)  # fmt: skip
def test_of_a_day_or_a_service_only_those(text: str, said: str) -> None:
    assert told(text, HAIRCUT, MASSAGE, FACIAL, NEXT_WEEK) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("am i booked for friday", "You have nothing booked for Friday the 4th."),
        ("do i have an appointment next week", "You have nothing booked next week."),
        ("when is my massage", "I see no massage of yours here."),
    ],
)
def test_where_that_is_not_there_the_others_are_told(text: str, said: str) -> None:
    assert told(text, HAIRCUT) == f"{said} Your Haircut is tomorrow at 10 AM."


def test_one_without_a_service_may_be_the_one_that_is_meant() -> None:
    assert (
        told("when is my massage", UNNAMED) == "Your appointment is booked for tomorrow at 10 AM."
    )


def test_nothing_where_it_is_not_asked_or_not_known() -> None:
    assert told("where is my appointment", HAIRCUT) == ""
    assert told(WHEN, HAIRCUT, today=None) == ""
    assert own_appointments(brief(WHEN, None, None, TUESDAY)) == []


def test_an_open_draft_is_no_appointment() -> None:
    draft = {"status": "confirming", "date": "2026-12-02", "time": "14:00"}
    assert told(WHEN, draft=draft) == "You have nothing booked yet."
    assert told(WHEN, draft={"status": "booked", "date": "2026-12-02", "time": "14:00"}) == ""
