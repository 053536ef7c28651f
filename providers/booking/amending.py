"""Changing or cancelling an appointment that the caller has: which one, and to when."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from core.appointments import Appointment, BookingDraft, BookingIntent
from providers.booking.altering import CANNOT, altered, asked, is_beyond, subject_words
from providers.booking.begin import around, part_named
from providers.booking.calendar_date import UNKNOWN, find_date
from providers.booking.clock_time import find_time
from providers.booking.completing import SLOTS
from providers.booking.correcting import moved_by
from providers.booking.drafts import Message, filled, kept
from providers.booking.later import followed_by
from providers.booking.named import Named, named
from providers.booking.offered import chosen_appointment, left_open
from providers.booking.times import listed, when_words
from providers.booking.two_errands import two_errands
from providers.booking.verbs import cancels, cannot_come, changes, means_all, proposes

WHICH = "booking_id"
"""What is missing while it is not known which appointment is meant."""
CHOICE = "intent"
"""What is missing while it is not known whether one is to be cancelled or moved."""

NONE_UPCOMING = "I don't see any upcoming appointment of yours."
NO_OTHER = "I don't see any other upcoming appointment of yours."

_FROM = re.compile(r"\bfrom (?P<old>.+?) (?:to|until) (?P<new>.+)$")
_TO = re.compile(r" (?:to|until|into) ")
_FOR = re.compile(r" for ")
_CLOCK_TO = re.compile(r"\b(?:quarter|(?:to|for|until|into) \d{1,2}(?: minutes?)?)$")
"""Before the "to" of "to a quarter to five", which is no word of where it goes."""
_BEFORE_TIME = re.compile(
    r"(?:(?:the|a|an|next|this|coming|following|on|at|in|around|about|maybe|say|early|late|some|"
    r"sometime|morning|afternoon|evening) )*"
)


def amended(
    message: Message, intent: BookingIntent, one: Appointment | None = None
) -> BookingDraft:
    """The draft of a change or a cancellation; `one` is meant where no other is named.

    Who only cannot come is asked which of both it shall be. Of two errands the second
    waits for the first.
    """
    if errands := two_errands(message):
        first, second = (amended(one.message, one.intent) for one in errands)
        return followed_by(first, [second])
    said, now, upcoming = message.plain, message.now, message.known["upcoming"]
    if not upcoming:
        return {"status": "dropped", "intent": intent, "problem": NONE_UPCOMING}
    is_only_told = cannot_come(said) and not cancels(said) and not changes(said)
    if is_only_told:
        intent = "change" if proposes(said) else "cancel"
    old, new = parted(said, now) if intent == "change" else (said, "")
    if not left_open(old, upcoming, now)[0]:
        return {"status": "dropped", "intent": intent, "problem": NO_OTHER}
    about_what = subject_words(old) if intent == "change" and old == new else old
    chosen = chosen_appointment(about_what, upcoming, now, placed=True)
    chosen = chosen or one or (upcoming[0] if len(upcoming) == 1 else None)
    if not chosen:
        draft = undecided(upcoming, intent, now, each=intent == "cancel" and means_all(said))
        found = named(new, draft, now, message.known, bare=True, wished=False)
        day = found.slots.get("date")
        # It is asked for once it is known which one is meant.
        day = None if day == UNKNOWN else day
        return {**draft, "date": day, "time": found.slots.get("time")}
    if is_only_told and intent == "cancel":
        return choice(chosen, now)
    if intent == "cancel":
        return {**about(chosen, "cancel"), "problem": _not_on(old, chosen, now)}
    if old == new and _is(chosen, old, now):
        new = ""
    draft = moved(message, chosen, new)
    is_other = old != new and not draft.get("problem")
    return {**draft, "problem": _not_on(old, chosen, now)} if is_other else draft


def moved(
    message: Message, one: Appointment, new: str, wanted: dict[str, Any] | None = None
) -> BookingDraft:
    """The draft of a change of `one` to what the words `new` name, or else to what is `wanted`."""
    draft, now, known = about(one, "change"), message.now, message.known
    found = named(new, draft, now, known, bare=True, wished=False)
    if by := moved_by(message.plain, one["date"], one["time"], now):
        found = Named(by)
    elif part := part_named(new, found, one["time"]):
        found = around(found, part)
    found = Named({**(wanted or {}), **found.slots}, found.problem, found.doubt)
    if not {"date", "time", "around"} & found.slots.keys():
        if otherwise := altered(message, one):
            return _to_be(one, otherwise, message)
        if is_beyond(message.plain):
            return {**draft, "problem": CANNOT}
    return filled(kept(draft), found, now, known, "change") if found.slots else draft


def _to_be(one: Appointment, otherwise: dict[str, Any], message: Message) -> BookingDraft:
    """The draft of a change that leaves the day and time; another service takes its own time."""
    draft: dict[str, Any] = {**about(one, "change"), "status": "confirming", "missing": []}
    if "service" in otherwise:
        draft["duration_minutes"] = None
    as_it_is = {"date": one["date"], "time": one["time"]}
    question = asked(one, otherwise, message)
    return {**draft, **as_it_is, **otherwise, "problem": question}  # pyright: ignore[reportReturnType]


def parted(said: str, now: datetime) -> tuple[str, str]:
    """What names the old appointment, and what names the new day or time.

    The new one stands behind the last "to" that a day or time follows.
    """
    if match := _FROM.search(said):
        return match["old"], match["new"]
    for pattern in (_TO, _FOR):
        for match in reversed(list(pattern.finditer(said))):
            old, new = said[: match.start()], said[match.end() :]
            if _begins_with_time(new, now) and not _CLOCK_TO.search(old):
                return old, new
    return said, said


def _begins_with_time(said: str, now: datetime) -> bool:
    day = find_date(said, now)
    clock = find_time(said, said, bare=True, now=now)
    starts = [found.start for found in (day, clock) if found]
    return bool(starts) and bool(_BEFORE_TIME.fullmatch(said[: min(starts)]))


def _is(one: Appointment, said: str, now: datetime) -> bool:
    """Whether a message only names the appointment itself: "change the one on Thursday"."""
    day = find_date(said, now)
    return bool(day and day.value == one["date"])


def _not_on(said: str, one: Appointment, now: datetime) -> str | None:
    """A word for who names a day on which the appointment is not."""
    day = find_date(said, now)
    if not day or day.value == UNKNOWN or one["date"] in (day.value, day.other):
        return None
    if chosen_appointment(said, [one], now, placed=False):
        return None
    return no_appointment(day.value, now)


def no_appointment(day: str, now: datetime) -> str:
    when = when_words(day, None, now.date().isoformat())
    return f"I see no appointment of yours {when}." if when else NONE_UPCOMING


def about(one: Appointment, intent: BookingIntent) -> BookingDraft:
    """A draft on an appointment as it stands; a change keeps day and time open."""
    is_change = intent == "change"
    values: dict[str, Any] = {name: one.get(name) for name in SLOTS}
    return {  # pyright: ignore[reportReturnType]
        **values,
        "status": "collecting" if is_change else "confirming",
        "intent": intent,
        "date": None if is_change else one["date"],
        "time": None if is_change else one["time"],
        "missing": ["date", "time"] if is_change else [],
        "booking_id": one["booking_id"],
        "reference": f"{one['date']}T{one['time']}",
        "problem": None,
    }


def choice(
    one: Appointment, now: datetime, *, first: str = "", again: bool = False
) -> BookingDraft:
    """A draft that may become a cancellation or a change, as the caller says next."""
    thing, when = one["service"] or "appointment", _when(one, now)
    asked = f"Shall I cancel your {thing} {when}, or find another time for it?"
    if again:
        asked = f"Just tell me: cancel your {thing} {when}, or move it?"
    problem = f"{first} {asked}".strip()
    draft: BookingDraft = {**about(one, "cancel"), "status": "collecting", "problem": problem}
    return {**draft, "missing": [CHOICE]}


def undecided(
    upcoming: Sequence[Appointment],
    intent: BookingIntent,
    now: datetime,
    *,
    again: bool = False,
    each: bool = False,
) -> BookingDraft:
    """A draft that waits for which appointment is meant; with `each`, which is the first."""
    which = listed([spoken(one, now) for one in upcoming[:4]], "or")
    ask = "Tell me its day, please: is it" if again else "Which one do you mean,"
    ask = "One at a time, please: which first," if each else ask
    return {
        "status": "collecting",
        "intent": intent,
        "service": None,
        "date": None,
        "time": None,
        "missing": [WHICH],
        "booking_id": None,
        "problem": f"{ask} {which}?",
    }


def spoken(one: Appointment, now: datetime) -> str:
    """Such as "the haircut tomorrow at 2 PM"."""
    return f"the {one['service'] or 'one'} {_when(one, now)}"


def _when(one: Appointment, now: datetime) -> str:
    return when_words(one["date"], one["time"], now.date().isoformat())
