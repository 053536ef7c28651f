"""What a message brings to a draft: the slots it names, given what was asked."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from core.appointments import BookingDraft, Known
from providers.booking import wish
from providers.booking.calendar_date import UNKNOWN, find_date, refuses_day
from providers.booking.clause_time import time_in_clauses
from providers.booking.clock_time import find_time
from providers.booking.consent import without_lead
from providers.booking.contact import find_email, find_name, leading_name
from providers.booking.day_doubt import WEEKEND, answered, settled
from providers.booking.duration import find_length
from providers.booking.name_beside import name_beside
from providers.booking.numbers import plain
from providers.booking.opening import spans_on
from providers.booking.party import find_party
from providers.booking.phone import phone_in
from providers.booking.services import matched
from providers.booking.zones import by_our_clock

_MORNING = re.compile(r"\b(?:morning|am|a m)\b")
_LATER = re.compile(r"\b(?:afternoon|evening|night|pm|p m)\b")
_WAIT = re.compile(r"\bin (?:[\w ]+ )?(?:hour|minute|min)s?\b|\b(?:hour|minute|min)s? from now\b")
_MAIL = re.compile(r"@|\bat\b.*\b(?:dot|point)\b")
BAD_PHONE = "That is no phone number that I can call."
BAD_EMAIL = "That is no e-mail address that I can write to."


@dataclass(frozen=True, slots=True)
class Named:
    """`slots` are new values by name, None for one that is taken back.

    `problem` is what must be asked back, about the field `doubt`; the likeliest reading is in
    `slots` all the same. `rest` is the message, plain, without its day, time and phone number.
    """

    slots: dict[str, Any] = field(default_factory=dict[str, Any])
    problem: str | None = None
    doubt: str | None = None
    rest: str = ""


def named(
    text: str,
    draft: BookingDraft,
    now: datetime,
    known: Known,
    *,
    bare: bool,
    wished: bool,
    region: str = "US",
    earlier: str = "",
    asked_name: bool = False,
) -> Named:
    """`earlier` is what the caller said before, where a part of the day may have been named.

    `bare` lets short answers count as what was asked for; `wished` that services are named;
    `asked_name` that the reply before asked for a name, though it need not be known."""
    said = plain(text)
    asked = next(iter(draft.get("missing") or []), None) if bare else None
    slots: dict[str, Any] = {}
    if pending := _settled(said, draft, asked):
        return Named(pending, rest="")
    email = find_email(text)
    phone = phone_in(text, region)
    if email:
        slots["email"] = email
    if phone:
        slots["phone"], said = phone.number, phone.cut(said)
    rules, problem, doubt = known["rules"], None, None
    if asked == "phone" and not phone and len(re.findall(r"\d", said)) >= 4:
        return Named({}, BAD_PHONE, rest=said)
    if asked == "email" and not email and _MAIL.search(said):
        return Named({}, BAD_EMAIL, rest=said)
    if length := find_length(said):
        slots["duration_minutes"] = int(length.value)
        said = length.cut(said)
    day = find_date(said, now)
    rest = day.cut(said) if day else said
    spoken = said[day.start : day.end] if day else ""
    picked = answered(said, draft.get("problem"), now) if asked == "date" else None
    if picked or (day and (picked := _same_month(spoken, draft.get("date"), now))):
        slots["date"] = picked
    elif day:
        slots["date"], problem = settled(day, spoken, now, rules)
        doubt = "date" if problem else None
    elif refuses_day(said, draft.get("date") or UNKNOWN, now):
        slots["date"] = None
    on = slots.get("date") or draft.get("date")
    spans = spans_on(rules, on if on != UNKNOWN else None)
    takes_number = asked in ("party_size", "phone", "duration_minutes")
    context = f"{said} {_heard_before(earlier, draft)}" if asked == "time" else said
    numeric = bare and not takes_number
    clock = find_time(rest, context, bare=numeric, now=now, spans=spans)
    clock = clock or time_in_clauses(text, rest, context, now, spans)
    if clock:
        slots["time"] = clock.value
        if "date" not in slots and _WAIT.search(said):
            is_today = clock.value >= f"{now:%H:%M}"
            slots["date"] = (now.date() + timedelta(not is_today)).isoformat()
        if clock.other and not (on == now.date().isoformat() and clock.value <= f"{now:%H:%M}"):
            hour = int(clock.value[:2]) % 12 or 12
            problem = problem or f"Do you mean {hour} in the morning or {hour} in the evening?"
            doubt = doubt or "time"
        elif clock.other:
            slots["time"] = clock.other
        rest = clock.cut(rest)
        on = slots.get("date") or draft.get("date")
        on = on if on != UNKNOWN else None
        if moved := by_our_clock(said, on or now.date().isoformat(), slots["time"], now):
            slots |= {"time": moved.time, **({"date": moved.date} if on else {})}
            problem, doubt = moved.told, None
    slots |= _others(text, rest, asked, wished, known)
    if "name" not in slots:
        wanted = bare and (asked_name or "name" in (draft.get("missing") or []))
        name = name_beside(text, rest, phone, wanted=wanted)
        if name and not matched(name, [one["name"] for one in rules.get("services") or []]):
            slots["name"] = name
    return Named(slots, problem, doubt, rest)


def _heard_before(earlier: str, draft: BookingDraft) -> str:
    """The part of the day, or a table, that was named when only the hour was still to come."""
    match = re.search(r"\b(?:morning|afternoon|evening|tonight)\b", plain(earlier))
    is_table = draft.get("party_size") and not draft.get("service")
    return f"{match[0] if match else ''} {'table' if is_table else ''}"


def _same_month(spoken: str, before: str | None, now: datetime) -> str | None:
    """A bare "the fourth" that corrects a day of May is the fourth of May."""
    match = re.fullmatch(r"(?:on |for |by )?(?:the )?(\d{1,2})(?:st|nd|rd|th)?", spoken)
    if not match or not before or before == UNKNOWN:
        return None
    try:
        corrected = date.fromisoformat(before).replace(day=int(match[1]))
    except ValueError:
        return None
    return corrected.isoformat() if corrected >= now.date() else None


def _others(text: str, rest: str, asked: str | None, wished: bool, known: Known) -> dict[str, Any]:
    services = [one["name"] for one in known["rules"].get("services") or []]
    service = matched(rest, services)
    if not service and not services:
        service = wish.service(rest) if wished else None
        if asked == "service" and not wish.inquires(rest):
            service = (
                re.sub(r"^(?:an?|the|for|just|please|i (?:want|need)) ", "", rest)[:60] or None
            )
    answer = without_lead(rest) if asked == "party_size" else rest
    name = find_name(text, bare=asked == "name") or leading_name(text)
    if name and matched(name, services):
        name = None
    found = {
        "service": service,
        "party_size": find_party(answer, bare=asked == "party_size"),
        "name": name,
    }
    return {key: value for key, value in found.items() if value is not None}


def _settled(said: str, draft: BookingDraft, asked: str | None) -> dict[str, Any] | None:
    """The answer to a doubt: morning or evening, Saturday or Sunday."""
    clock, day = draft.get("time"), draft.get("date")
    try:
        if asked == "time" and clock and not re.search(r"\d", said):
            hour = int(clock[:2]) % 12
            if bool(_MORNING.search(said)) != bool(_LATER.search(said)):
                hour += 12 * bool(_LATER.search(said))
                return {"time": f"{hour:02}{clock[2:]}"}
        is_weekend = draft.get("problem") == WEEKEND
        if asked == "date" and day and is_weekend and ("saturday" in said) != ("sunday" in said):
            saturday = date.fromisoformat(day)
            return {"date": (saturday + timedelta(days="sunday" in said)).isoformat()}
    except ValueError:
        return None
    return None
