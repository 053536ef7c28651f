"""Services with their durations, read from a business's own text where it says them plainly."""

import re
import unicodedata
from collections.abc import Iterator

from core.appointments import Service
from memory.rules_lists import ABOUT, LENGTH, Timed, minutes_of, timed_in
from memory.rules_words import words

MOST = 100
SHORTEST, LONGEST = 5, 8 * 60
"""Minutes; what is shorter or longer is more likely something else."""

_WORD = r"[^\W\d_](?:[^\W\d_]|['-]){0,30}"
_NAME = rf"(?<![\w'-])(?P<name>{_WORD}(?: {_WORD}){{0,3}})"
_TAKES = re.compile(rf"{_NAME}\s+(?:takes?|lasts?)\s+{ABOUT}{LENGTH}", re.IGNORECASE)
_ARTICLE = re.compile(
    r"^(?:.*\b(?:we offer|offer|offers|are|include|and|or|or a|our|your|each|every|the|an?)\s+)",
    re.IGNORECASE,
)
_NO_SERVICE = words("""
it this that there which who parking pause wait waiting delivery shipping notice reply response
answer cancellation he she they we you i minutes hours hour opening policy guarantee warranty
free everything minimum maximum stay late
""")
_ON_THE_WAY = words("break drive walk ride trip lunch training time times journey")
"""Beside a place or a day these are no services; among services they may be."""
_APPOINTMENT = re.compile(r"(?:appointment|session|visit|slot|booking|duration)s?", re.IGNORECASE)


def services_in(text: str) -> tuple[list[Service], int | None]:
    """The services with a duration that a text names, and the length of "an appointment".

    "haircut (30 minutes)", "a massage takes an hour", "Colouring - 90 min". A service said
    to take two different times is left out. Never raises.
    """
    lengths: dict[str, set[int]] = {}
    names: dict[str, str] = {}
    general: set[int] = set()
    for found in _found(unicodedata.normalize("NFKC", text)):
        name, said = found.name, set(found.name.lower().split())
        on_the_way = _ON_THE_WAY & set(found.said.lower().split())
        if not SHORTEST <= found.minutes <= LONGEST:
            continue
        if _APPOINTMENT.fullmatch(name):
            general.add(found.minutes)
        elif not _NO_SERVICE & said and (found.listed or not on_the_way):
            names.setdefault(name.casefold(), name)
            lengths.setdefault(name.casefold(), set()).add(found.minutes)
    services: list[Service] = [
        {"name": names[key], "duration_minutes": each.pop()}
        for key, each in lengths.items()
        if len(each) == 1
    ]
    return services[:MOST], general.pop() if len(general) == 1 else None


def _found(text: str) -> Iterator[Timed]:
    for line in text.splitlines():
        yield from timed_in(line)
        for match in _TAKES.finditer(line):
            if name := _ARTICLE.sub("", match["name"]).strip(" -'"):
                yield Timed(name, minutes_of(match), said=match["name"])
