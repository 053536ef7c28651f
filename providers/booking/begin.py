"""What a message wants of a booking when none is open."""

import re
from collections.abc import Sequence
from dataclasses import replace

from core.appointments import BookingDraft, BookingIntent, Known
from providers.booking import wish
from providers.booking.calendar_date import UNKNOWN
from providers.booking.clock_time import Span
from providers.booking.intent import intent_of
from providers.booking.named import Named
from providers.booking.opening import spans_on
from providers.booking.services import named_in_part
from providers.booking.vague import ANY, span_named

_PARTS: dict[str, tuple[str | None, str, str]] = {
    "morning": (None, "00:00", "12:00"),
    "afternoon": ("14:00", "12:00", "18:00"),
    "evening": ("19:00", "17:00", "24:00"),
    "tonight": ("19:00", "17:00", "24:00"),
}
"""Where in a part of the day free times are looked for, and the hours that are in it.

The morning's are the first ones of the day.
"""
_WEEK = re.compile(r"\b(?:this|next|the coming|the following) (?:week|month)\b")
"""A span of days of which one is still to be chosen."""
_BESIDE_WORDS = """
    a about an and any around at chance for from group hello hi how i me my of on party people
    persons please say then to us we with 2 3 4 5 6 7 8 9 10 11 12 20"""
_BESIDE_TIME = frozenset(_BESIDE_WORDS.split())
"""Who says no more than these beside a day and time wants to come then."""
_PART = re.compile(rf"(?<!good )\b({'|'.join(_PARTS)})\b")


def wanted(text: str, said: str, found: Named, known: Known) -> BookingIntent | None:
    """The intent of a first message; `said` is its plain text, `found` what it names.

    A day and time with next to nothing else is a wish, and so is one to come or to bring
    somebody then, and a service of the business that is named with a day or time, or with a
    need for it.
    """
    dated = {"date", "time"} & found.slots.keys()
    intent = intent_of(text, dated=bool(dated))
    if intent == "availability" and not (dated or wish.names_thing(said) or _PART.search(said)):
        return "book" if _WEEK.search(said) else None
    if intent or wish.inquires(said):
        return intent
    if len(dated) == 2 and (wish.brings(said) or set(found.rest.split()) <= _BESIDE_TIME):
        return "book"
    services = [one["name"] for one in known["rules"].get("services") or []]
    return "book" if (dated or wish.needs(said)) and named_in_part(said, services) else None


def part_named(
    said: str, found: Named, clock: str | None, spans: Sequence[Span] = ()
) -> str | None:
    """The part of the day that is named without an hour, unless `clock` is in it.

    A name, or a span as "15:00-17:00"; an hour in it is read by the open `spans`.
    """
    part, span = _PART.search(said), span_named(said, spans)
    if span and not (span == ANY and (part or found.slots.get("time"))):
        start, _, end = span.partition("-")
        return None if clock and (span == ANY or start <= clock < end) else span
    if not part or found.slots.get("time"):
        return None
    _, start, end = _PARTS[part[1]]
    return None if clock and start <= clock < end else part[1]


def part_of(aim: str) -> str:
    """The part of the day that free times were looked for in, by where it begins."""
    return "morning" if aim < "12:00" else "evening" if aim >= "17:00" else "afternoon"


def spans_of(found: Named, draft: BookingDraft, known: Known) -> Sequence[Span]:
    """The open spans of the day that is meant, or of any where none is known."""
    day = found.slots.get("date") or draft.get("date")
    return spans_on(known["rules"], None if day == UNKNOWN else day)


def around(found: Named, part: str) -> Named:
    """Free times are looked for in a part of the day, or around its middle; none is chosen."""
    aim = None if part == ANY else _PARTS[part][0] if part in _PARTS else part
    slots = {**found.slots, "time": None, "around": aim}
    is_settled = found.doubt == "time"
    return replace(
        found,
        slots=slots,
        problem=None if is_settled else found.problem,
        doubt=None if is_settled else found.doubt,
    )
