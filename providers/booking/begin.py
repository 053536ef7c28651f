"""What a message wants of a booking when none is open."""

import re
from dataclasses import replace

from core.appointments import BookingIntent, Known
from providers.booking import wish
from providers.booking.intent import intent_of
from providers.booking.named import Named
from providers.booking.services import matched

_PARTS = {"afternoon": "14:00", "evening": "19:00", "tonight": "19:00"}
"""The middle of a part of the day, to look for free times around it."""
_PART = re.compile(rf"\b({'|'.join(_PARTS)})\b")


def wanted(text: str, said: str, found: Named, known: Known) -> BookingIntent | None:
    """The intent of a first message; `said` is its plain text, `found` what it names.

    A day and time with nothing else is a wish, and so is a service of the business that is
    named with a day or time, or with a need for it.
    """
    dated = {"date", "time"} & found.slots.keys()
    intent = intent_of(text, dated=bool(dated))
    if intent == "availability" and not (dated or wish.names_thing(said) or _PART.search(said)):
        return None
    if intent or wish.inquires(said):
        return intent
    if len(dated) == 2 and not found.rest:
        return "book"
    services = [one["name"] for one in known["rules"].get("services") or []]
    return "book" if (dated or wish.needs(said)) and matched(said, services) else None


def around(found: Named, said: str) -> Named:
    """Free times "tomorrow afternoon" are looked for around the middle of it."""
    part = _PART.search(said)
    if not part or "time" in found.slots:
        return found
    return replace(found, slots={**found.slots, "time": _PARTS[part[1]]}, doubt="time")
