"""What a draft still needs, and what is wrong with it."""

from datetime import datetime
from typing import Any

from core.appointments import BookingDraft, BookingIntent, Known
from providers.booking.calendar_date import UNKNOWN

PAST_DAY = "That day has already passed."
PAST_TIME = "That time has already passed today."
NO_SUCH_DAY = "I do not know that day."
CONTACT = ("name", "phone", "email")
SLOTS = ("service", "date", "time", "duration_minutes", "party_size", *CONTACT)


def completed(
    slots: dict[str, Any],
    now: datetime,
    known: Known,
    intent: BookingIntent,
    *,
    problem: str | None = None,
    doubt: str | None = None,
) -> BookingDraft:
    """A draft with these slots and the caller's contact, collecting or ready to be confirmed.

    What cannot be is taken out again and named as the problem; a doubtful value stays, and
    is asked for all the same.
    """
    date, time = slots.get("date"), slots.get("time")
    if date == UNKNOWN:
        date, problem, doubt = None, NO_SUCH_DAY, None
    elif date and date < now.date().isoformat():
        date, problem, doubt = None, PAST_DAY, None
    elif date == now.date().isoformat() and time and time < f"{now:%H:%M}" and doubt != "time":
        time, problem, doubt = None, PAST_TIME, None
    filled = {**slots, "date": date, "time": time}
    for field in CONTACT:
        filled[field] = filled.get(field) or known["contact"].get(field)
    needed = ["date", "time", *known["rules"].get("required", [])]
    if intent in ("change", "cancel"):
        needed = ["date", "time"]
    missing = [n for n in dict.fromkeys(needed) if n in SLOTS and (not filled.get(n) or n == doubt)]
    draft: dict[str, Any] = {
        "status": "collecting" if missing else "confirming",
        "intent": intent,
        "service": None,
        **{name: value for name, value in filled.items() if name in SLOTS},
        "missing": missing,
        "booking_id": slots.get("booking_id"),
        "problem": problem,
    }
    draft |= {name: slots[name] for name in ("reference", "around") if slots.get(name)}
    return draft  # pyright: ignore[reportReturnType]
