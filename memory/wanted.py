"""What a draft asks of the calendar: which minutes, and which places at the same time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from core.appointments import BookingDraft, BusinessRules, Service
from memory.opening import minute_of

MINUTES = 30
"""How long an appointment is where neither the business nor the caller said."""
LONGEST = 24 * 60

PEOPLE = "people"
"""The resource of which each person of a party takes a seat."""


class Seat(NamedTuple):
    """A resource, how many seats it has (None: no limit) and how many a booking takes."""

    resource: str
    limit: int | None
    needed: int = 1


Seats = tuple[Seat, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """`day` and `start` (a minute of `memory.opening`) are None where the draft has none.

    `within` are the minutes of a day between which it should start, where no time was chosen.
    """

    day: date | None
    start: int | None
    minutes: int
    seats: Seats
    within: tuple[int, int] | None = None


def wanted_by(draft: BookingDraft, rules: BusinessRules) -> Wanted:
    """What a draft asks for under these rules; raises ValueError for a day or time there is not."""
    service = service_of(rules, draft.get("service"))
    given, clock = draft.get("date"), draft.get("time")
    day = date.fromisoformat(given) if given else None
    if day and not 2000 <= day.year < 2200:
        raise ValueError(given)
    start = minute_of(day, clock) if day and clock else None
    seats = tuple(_seats(draft, service, rules))
    within = None if clock else _within(draft.get("around") or "")
    return Wanted(day, start, _length(draft, service, rules), seats, within)


def _within(around: str) -> tuple[int, int] | None:
    """The minutes of "15:00-17:00"."""
    found = re.fullmatch(r"(\d\d):(\d\d)-(\d\d):(\d\d)", around)
    if not found:
        return None
    hour, minute, hour2, minute2 = map(int, found.groups())
    return hour * 60 + minute, hour2 * 60 + minute2


def service_of(rules: BusinessRules, said: str | None) -> Service | None:
    """The service of the business that a caller means: by its name, or the one whose words fit."""
    if not said:
        return None
    services, words = rules.get("services", []), _words(said)
    for service in services:
        if _words(service["name"]) == words:
            return service
    fitting = [s for s in services if (w := _words(s["name"])) and (w <= words or words <= w)]
    return fitting[0] if len(fitting) == 1 else None


def _words(name: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", name.casefold()))


def _length(draft: BookingDraft, service: Service | None, rules: BusinessRules) -> int:
    """A service takes its time, however short the caller hopes to be."""
    least = service["duration_minutes"] if service else 0
    asked = draft.get("duration_minutes") or 0
    return min(max(least, asked), LONGEST) or rules.get("duration_minutes") or MINUTES


def party_of(draft: BookingDraft) -> int:
    """How many people come; one where the caller did not say."""
    return max(1, draft.get("party_size") or 1)


def _seats(draft: BookingDraft, service: Service | None, rules: BusinessRules) -> Iterator[Seat]:
    """A seat of the whole business, one of the service, and one for each person.

    Where only services or people have a limit, there is none on the appointments of the whole
    business, and a service without a capacity has one if others have; where nothing has a
    limit, there is one at a time of anything. The first two are always taken, for the limits
    may change later; seats for people only where people are counted.
    """
    whole, people = rules.get("capacity"), rules.get("capacity_people")
    each = any(known.get("capacity") for known in rules.get("services", []))
    yield Seat("", whole or (None if each or people else 1))
    own = service.get("capacity") if service else None
    name = service["name"].casefold() if service else ""
    yield Seat(f"service:{name}", own or (1 if each and not whole else None))
    if people:
        yield Seat(PEOPLE, people, min(party_of(draft), people + 1))
