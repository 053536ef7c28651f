"""What of an appointment is to be otherwise, beside its day and time: the name, what, how many."""

import re
from typing import Any

from core.appointments import Appointment
from providers.booking.contact import find_name
from providers.booking.correcting import renamed
from providers.booking.drafts import Message
from providers.booking.party import find_party
from providers.booking.services import matched
from providers.booking.times import when_words

CANNOT = "Here I can only change its day, its time, its name, or how many come."

_INTO = re.compile(r"^(?P<old>.*?)\b(?:to|into)\b (?P<new>.+)$")
_NEW_THING = re.compile(
    r"^(?:an?|the|my) (?!.* (?:1|one)\b)(?!.*\b(?:day|time|date|slot|later|"
    r"earlier|sooner|week|month|morning|afternoon|evening|hour)\b)(?!\d)\w+"
)


def subject_words(said: str) -> str:
    """What names the appointment: "change my haircut to a massage" is about the haircut."""
    match = _INTO.search(said)
    return match["old"] if match else said


def altered(message: Message, one: Appointment) -> dict[str, Any]:
    """The new name, service and number of people, where they are not those of `one`."""
    said = message.plain
    match = _INTO.search(said)
    new = match["new"] if match else ""
    services = [each["name"] for each in message.known["rules"].get("services") or []]
    wanted = {
        "name": renamed(message.text) or find_name(message.text),
        "service": matched(new, services),
        "party_size": find_party(new or said),
    }
    return {name: value for name, value in wanted.items() if value and value != one.get(name)}


def is_beyond(said: str) -> bool:
    """Whether something else than a time is put in its place: "change it to a massage"."""
    match = _INTO.search(said)
    return bool(match and _NEW_THING.match(match["new"]))


def asked(one: Appointment, new: dict[str, Any], message: Message) -> str:
    """The whole change as a question to say yes to."""
    when = when_words(one["date"], one["time"], message.now.date().isoformat())
    parts: list[str] = []
    if service := new.get("service"):
        parts.append(f"{'an' if service[:1].lower() in 'aeiou' else 'a'} {service}")
    if party := new.get("party_size"):
        parts.append("for one person" if party == 1 else f"for {party} people")
    if name := new.get("name"):
        parts.append(f"under {name}")
    thing = one["service"] or "appointment"
    return f"Shall I change your {thing} {when} to be {', '.join(parts)}?"
