"""A caller's own appointments, told to who asks which there are."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from core.appointments import Appointment
from core.seams import Brief
from providers.booking.calendar_date import UNKNOWN, find_date
from providers.booking.numbers import plain
from providers.booking.own import asks_own, treatment_asked
from providers.booking.services import matched
from providers.booking.times import day_words, listed, when_words
from providers.chat.booking_talk import is_open
from providers.chat.read_back import LONGEST
from providers.chat.speech import spoken

MOST = 3
"""Appointments that are told in one breath; of others only how many they are."""
NONE = "I see no appointment of yours here."
SHALL = "Shall I book one?"
"""A yes to this begins a booking (`providers.booking.rules`)."""
NOT_YET = "You have nothing booked yet."
"""For who asks while a first booking is still open."""

_WEEK = re.compile(r"\b(this|next) week\b")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def own_appointments(brief: Brief) -> list[str]:
    """What is booked, of the day or the service that is asked of where one is.

    Nothing for a message that does not ask, or where no stage could tell what is booked, or
    for one that has just done something about a booking.
    """
    upcoming, today = brief.upcoming, brief.today
    is_free = is_open(brief.booking) or brief.booking["status"] == "none"
    if upcoming is None or not today or not is_free or not asks_own(brief.transcript):
        return []
    if not upcoming:
        return [NOT_YET] if is_open(brief.booking) else [NONE, SHALL]
    said = plain(brief.transcript)
    services = [one["service"] for one in upcoming if one["service"]]
    if service := matched(said, services):
        meant = [one for one in upcoming if one["service"] == service]
        return [_told(_of_days(said, meant, today)[0] or meant, today)]
    called = treatment_asked(said)
    # One of which nobody knows what it is for may be the one that is meant.
    if called and len(services) == len(upcoming):
        return [f"I see no {called} of yours here.", _told(upcoming, today, booked="")]
    meant, named = _of_days(said, upcoming, today)
    if not meant:
        return [f"You have nothing booked {named}.", _told(upcoming, today, booked="")]
    return [_told(meant, today, on=named if len(meant) < len(upcoming) else "")]


def _of_days(
    said: str, upcoming: Sequence[Appointment], today: str
) -> tuple[Sequence[Appointment], str]:
    """Those on the day or in the week that is asked of, and how that is named; else all."""
    if week := _WEEK.search(said):
        first = date.fromisoformat(today)
        first -= timedelta(days=first.weekday() - (7 if week[1] == "next" else 0))
        days = {(first + timedelta(days=n)).isoformat() for n in range(7)}
        return [one for one in upcoming if one["date"] in days], week[0]
    day = find_date(said, datetime.fromisoformat(today))
    if not day or day.value == UNKNOWN:
        return upcoming, ""
    named = f"for {day_words(day.value, today)}"
    return [one for one in upcoming if one["date"] in (day.value, day.other)], named


def _told(
    upcoming: Sequence[Appointment], today: str, *, booked: str = "booked for ", on: str = ""
) -> str:
    if len(upcoming) == 1:
        [one] = upcoming
        when = when_words(one["date"], one["time"], today)
        when = when.removeprefix("on ") if booked else when
        return f"Your {_short(one['service']) or 'appointment'} is {booked}{when}."
    named = [_named(one, today) for one in upcoming[:MOST]]
    if len(upcoming) > MOST:
        named.append(f"{_count(len(upcoming) - MOST)} more")
    thing = f"appointments {on}".strip()
    return f"You have {_count(len(upcoming))} {thing}: {listed(named, ', and')}."


def _named(one: Appointment, today: str) -> str:
    service = _short(one["service"])
    article = "an" if service[:1].lower() in tuple("aeiou") else "a"
    when = when_words(one["date"], one["time"], today)
    return f"{article} {service} {when}" if service else f"one {when}"


def _short(service: str | None) -> str:
    return spoken(service or "")[:LONGEST].strip()


def _count(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)
