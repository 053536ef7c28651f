"""Fields as a language model heard them, checked: real days, times of the clock, valid contacts."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from core.appointments import Appointment, BookingDraft, BookingStatus, Known
from providers.chat.speech import spoken

FINISHED: tuple[BookingStatus, ...] = ("none", "confirmed", "booked", "failed", "dropped")
"""A draft in one of these is not open any more, or not yet."""

LARGEST_PARTY = 1000

_PAST_DAY = "That day has already passed."
_PAST_TIME = "That time has already passed today."
_NO_SUCH_DAY = "I do not know that day."
_NO_SUCH_TIME = "I did not understand that time."
_NO_PHONE = "I need that phone number with its country code."
_NO_EMAIL = "I did not understand that e-mail address."
_NO_APPOINTMENT = "I cannot find an appointment of yours."

_CONTACT = ("name", "phone", "email")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?")


def filled(
    before: BookingDraft, heard: Mapping[str, Any], number: int | None, now: datetime, known: Known
) -> BookingDraft:
    """The draft with what was heard; what cannot be is left out and named as its problem.

    `number` counts the caller's upcoming appointments from 1, for `change` and `cancel`.
    """
    problems: list[str] = []
    values: dict[str, Any] = {**before, "intent": heard.get("intent") or before.get("intent")}
    values["intent"] = values["intent"] or "book"
    for name in ("service", "name"):
        if text := spoken(str(heard.get(name) or ""))[:80]:
            values[name] = text
    if "party_size" in heard and 1 <= heard["party_size"] <= LARGEST_PARTY:
        values["party_size"] = heard["party_size"]
    checks = {"date": _day, "time": _clock, "phone": _phone, "email": _email}
    for name, check in checks.items():
        if name in heard:
            values[name], problem = check(heard[name])
            problems += [problem] if problem else []
    for name in _CONTACT:
        values[name] = values.get(name) or known["contact"].get(name)
    problems += _of_the_past(values, now)
    if values["intent"] in ("change", "cancel"):
        problems += _about(values, number, known)
    missing = _missing(values, known)
    return {
        "status": "collecting" if missing or values["intent"] == "availability" else "confirming",
        "intent": values["intent"],
        "service": values.get("service"),
        "date": values.get("date"),
        "time": values.get("time"),
        "duration_minutes": values.get("duration_minutes"),
        "party_size": values.get("party_size"),
        **{name: values.get(name) for name in _CONTACT},
        "missing": missing,
        "booking_id": values.get("booking_id"),
        "reference": values.get("reference"),
        "problem": problems[0] if problems else None,
    }  # pyright: ignore[reportReturnType]


def _of_the_past(values: dict[str, Any], now: datetime) -> list[str]:
    """Takes a day or time out that has passed."""
    today = now.date().isoformat()
    if values.get("date") and values["date"] < today:
        values["date"] = None
        return [_PAST_DAY]
    if values.get("date") == today and values.get("time") and values["time"] <= f"{now:%H:%M}":
        values["time"] = None
        return [_PAST_TIME]
    return []


def _about(values: dict[str, Any], number: int | None, known: Known) -> list[str]:
    """Puts in which of the caller's appointments is meant: the numbered one, or the only one."""
    upcoming = known["upcoming"]
    chosen: Appointment | None = None
    if number is not None and 1 <= number <= len(upcoming):
        chosen = upcoming[number - 1]
    elif not values.get("booking_id") and len(upcoming) == 1:
        chosen = upcoming[0]
    if chosen:
        values["booking_id"] = chosen["booking_id"]
        values["reference"] = f"{chosen['date']}T{chosen['time']}"
        if values["intent"] == "cancel":
            values.update(date=chosen["date"], time=chosen["time"])
        values["service"] = values.get("service") or chosen["service"]
        values["duration_minutes"] = chosen["duration_minutes"]
        values["party_size"] = values.get("party_size") or chosen["party_size"]
    return [] if upcoming else [_NO_APPOINTMENT]


def _missing(values: dict[str, Any], known: Known) -> list[str]:
    match values["intent"]:
        case "cancel":
            return [] if values.get("booking_id") else ["reference"]
        case "change":
            wanted = ["booking_id", "date", "time"]
        case "availability":
            wanted = ["date"]
        case _:
            wanted = ["date", "time", *known["rules"].get("required", [])]
    names = {"booking_id": "reference"}
    return [names.get(name, name) for name in dict.fromkeys(wanted) if not values.get(name)]


def _day(heard: str) -> tuple[str | None, str | None]:
    try:
        return date.fromisoformat(heard.strip()).isoformat(), None
    except ValueError:
        return None, _NO_SUCH_DAY


def _clock(heard: str) -> tuple[str | None, str | None]:
    if found := _TIME.fullmatch(heard.strip()):
        try:
            return f"{time(int(found[1]), int(found[2])):%H:%M}", None
        except ValueError:
            pass
    return None, _NO_SUCH_TIME


def _phone(heard: str) -> tuple[str | None, str | None]:
    import phonenumbers

    try:
        number = phonenumbers.parse(heard, None)
    except phonenumbers.NumberParseException:
        return None, _NO_PHONE
    if not phonenumbers.is_possible_number(number):
        return None, _NO_PHONE
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), None


def _email(heard: str) -> tuple[str | None, str | None]:
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(heard.strip(), check_deliverability=False).normalized, None
    except EmailNotValidError:
        return None, _NO_EMAIL
