"""What the booking tests know of businesses and callers, and how they play a conversation."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from core.appointments import Appointment, BookingDraft, Known, no_booking, nothing_known
from providers.booking.rules import draft_after

NOW = datetime(2026, 10, 14, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))
"""A Wednesday."""

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday")


def open_from(start: str, end: str, *, saturday: bool = False) -> Known:
    days = [*WEEK, "saturday"] if saturday else WEEK
    known = nothing_known()
    known["rules"] = {"hours": {day: [[start, end]] for day in days}}
    return known


def appointment(booking_id: str, date: str, time: str, service: str) -> Appointment:
    return {
        "booking_id": booking_id,
        "date": date,
        "time": time,
        "duration_minutes": 30,
        "service": service,
        "party_size": None,
        "name": "Ann Bell",
        "phone": None,
        "email": None,
    }


def having(*upcoming: Appointment) -> Known:
    known = nothing_known()
    known["upcoming"] = list(upcoming)
    return known


HAIRCUT = appointment("b1", "2026-10-20", "14:00", "Haircut")
MASSAGE = appointment("b2", "2026-10-22", "10:00", "Massage")


def played(
    *messages: str, known: Known | None = None, draft: BookingDraft | None = None
) -> BookingDraft:
    now_is = draft or no_booking()
    for message in messages:
        now_is = draft_after(message, now_is, NOW, known or nothing_known())
    return now_is


def values(draft: BookingDraft, *names: str) -> tuple[Any, ...]:
    return tuple(draft.get(name) for name in names)
