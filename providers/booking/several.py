"""Several bookings wished for in one breath: "two lessons, one Thursday and one Friday at ten"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from core.appointments import BookingDraft, no_booking
from providers.booking import wish
from providers.booking.drafts import Message, filled
from providers.booking.later import followed_by
from providers.booking.named import Named, named
from providers.booking.numbers import plain

_CLAUSE = re.compile(
    r"(?<![ap]\.m)[,;.]+\s+|\b(?:and|then|also|plus)\b(?! a half\b)|\s&\s", re.IGNORECASE
)
_ONE_OF_THEM = re.compile(
    r"\b(?:or|no|not|sorry|actually|rather|instead|i mean|meant|between|either|whichever|if|"
    r"unless|except|but|prefer|maybe|perhaps|cancel|move|change|reschedule|until|had|was|were|did|"
    r"went|missed)\b|n't\b"
)
"""What makes a choice, a correction, another errand or a tale of two days."""
_PEOPLE = r"(?:people|persons?|guests|adults|kids|seats|hours|minutes|days|weeks|months)\b"
_COUNTED = re.compile(
    rf"\b(?:[2-9]|both|a couple of|a few|several) (?!of us\b|(?:\w+ )?{_PEOPLE})"
    r"(?:\w+ )?[a-z]{3,}s\b|\btwice\b"
)
_LEADING_ONE = re.compile(r"^\s*(?:one|1)\s+", re.IGNORECASE)
_OPENS = re.compile(
    r"^(?:(?:for|i|we|i'd|need|want|like|have|book|me|us|also|the) )*(?:an?|another|other|1|2nd|"
    r"second)\b"
)
"""What a clause about a booking of its own opens with."""
_WHEN = ("date", "time")
_SAME = ("service", "party_size", "duration_minutes", "date", "name", "phone", "email")


@dataclass(frozen=True, slots=True)
class _Unit:
    """Clauses about one booking; `opens` tells that they begin as one of its own does."""

    text: str
    opens: bool
    heard: Named


def all_wished(message: Message, before: dict[str, Any]) -> BookingDraft | None:
    """The draft of the first of several, which the others follow; `before` is what they share."""
    now, known = message.now, message.known
    drafts = [filled({**before}, one, now, known, "book") for one in several(message)]
    return followed_by(drafts[0], drafts[1:]) if drafts else None


def several(message: Message) -> list[Named]:
    """What each of the bookings in a message is to be, two at least; [] for one alone, or none.

    A day or service that is not said again is the one before's; an hour that only the last
    names is the first one's too. Two that would be at the same hour leave it to be asked.
    """
    if _ONE_OF_THEM.search(message.plain):
        return []
    units = _units(message)
    if len(units) < 2 or not (counts(message.plain) or _are_distinct(units)):
        return []
    slots = [{name: value for name, value in one.heard.slots.items() if value} for one in units]
    first, last = slots[0], slots[-1]
    for name in _WHEN:
        if name in last:
            first.setdefault(name, last[name])
    for before, one in pairwise(slots):
        for name in _SAME:
            if before.get(name):
                one.setdefault(name, before[name])
        if all(one.get(name) == before.get(name) for name in _WHEN):
            one.pop("time", None)
    return [replace(one.heard, slots=each) for one, each in zip(units, slots, strict=True)]


def counts(said: str) -> bool:
    """Whether more than one thing is wanted: "two lessons", and not "two people"."""
    return bool(_COUNTED.search(said))


def _units(message: Message) -> list[_Unit]:
    """The clauses, each with those after it that go on about the same booking."""
    units: list[_Unit] = []
    for clause in _CLAUSE.split(message.text):
        if not plain(clause):
            continue
        text, opens = _LEADING_ONE.sub("", clause), bool(_OPENS.match(plain(clause)))
        heard = _heard(text, message, opens=opens)
        if units and not _is_new(heard.slots, units[-1].heard.slots, opens=opens):
            opens, text = units[-1].opens, f"{units[-1].text}, {text}"
            units[-1] = _Unit(text, opens, _heard(text, message, opens=opens))
        else:
            units.append(_Unit(text, opens, heard))
    return units


def _heard(text: str, message: Message, *, opens: bool) -> Named:
    known, bare = message.known, not counts(plain(text))
    heard = named(
        text, no_booking(), message.now, known, bare=bare, wished=True, region=message.region
    )
    if not opens or "service" in heard.slots or known["rules"].get("services"):
        return heard
    service = wish.service(f"book {heard.rest}")
    return replace(heard, slots={**heard.slots, "service": service}) if service else heard


def _is_new(slots: dict[str, Any], before: dict[str, Any], *, opens: bool) -> bool:
    """Whether a clause is about another booking: it has otherwise what the one before has."""
    names = [name for name in (*_WHEN, "service") if slots.get(name)]
    if names and opens and before.get("time"):
        return True
    return any(before.get(name) not in (None, slots[name]) for name in names)


def _are_distinct(units: Sequence[_Unit]) -> bool:
    """Whether nobody could mean but one of them: each has a day and an hour, or is a thing of
    its own."""
    first, *others = units
    day, service = (first.heard.slots.get(name) for name in ("date", "service"))
    return all(
        one.opens
        or (day and one.heard.slots.get("date") and one.heard.slots.get("time"))
        or (service and one.heard.slots.get("service") not in (None, service))
        for one in others
    )
