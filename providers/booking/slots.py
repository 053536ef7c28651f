"""What one message names of a booking, whatever was said before it."""

from datetime import datetime
from typing import Any

from providers.booking.calendar_date import UNKNOWN, find_date
from providers.booking.clock_time import find_time
from providers.booking.contact import find_email, find_name
from providers.booking.duration import find_duration
from providers.booking.numbers import plain
from providers.booking.party import find_party
from providers.booking.phone import phone_in
from providers.booking.wish import service


def slots_of(text: str, now: datetime) -> dict[str, Any]:
    """The slots of `core.appointments.BookingDraft` that the text itself names."""
    said, phone = plain(text), phone_in(text)
    said = phone.cut(said) if phone else said
    day = find_date(said, now)
    rest = day.cut(said) if day else said
    clock = find_time(rest, said, bare=True, now=now)
    found = {
        "service": service(said),
        "date": day.value if day and day.value != UNKNOWN else None,
        "time": clock.value if clock else None,
        "duration_minutes": find_duration(said),
        "party_size": find_party(rest),
        "name": find_name(text),
        "phone": phone.number if phone else None,
        "email": find_email(text),
    }
    return {name: value for name, value in found.items() if value is not None}
