"""Services with their durations, read from a business's own text where it says them plainly."""

import re
import unicodedata
from collections.abc import Iterator

from core.appointments import Service

MOST = 100
SHORTEST, LONGEST = 5, 8 * 60
"""Minutes; what is shorter or longer is more likely something else."""

_ONE = r"(?:an?|one|two|three|four|\d{1,3}(?:\.5)?)"
_WORDS = {"a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0} | {
    "fifteen": 15.0,
    "twenty": 20.0,
    "thirty": 30.0,
    "forty": 40.0,
    "forty five": 45.0,
    "forty-five": 45.0,
    "sixty": 60.0,
    "ninety": 90.0,
}
_COUNT = rf"(?:{_ONE}|fifteen|twenty|thirty|forty(?:[ -]five)?|sixty|ninety)"
_LENGTH = (
    rf"(?:(?P<half>half\s+an?\s+hour)|(?P<count>{_COUNT})[\s-]?(?P<unit>hours?|hrs?|h|minutes?|mins?)\b"
    r"(?P<and_half>\s+and\s+a\s+half)?(?:\s+(?:and\s+)?(?P<more>\d{1,2})\s?(?:minutes?|mins?))?)"
)
_ABOUT = r"(?:about|around|approximately|approx\.?|ca\.?|usually|up to)?\s*"
_WORD = r"[^\W\d_](?:[^\W\d_]|['-]){0,30}"
_NAME = rf"(?<![\w'-])(?P<name>{_WORD}(?: {_WORD}){{0,3}})"
_FORMS = (
    re.compile(rf"{_NAME}\s*\(\s*{_ABOUT}{_LENGTH}\s*[,;)]", re.IGNORECASE),
    re.compile(rf"{_NAME}\s+(?:takes?|lasts?)\s+{_ABOUT}{_LENGTH}", re.I),
    re.compile(
        rf"^\s*(?:[-*\u2022]\s+)?{_NAME}\s*[:\u2013\u2014-]\s*{_ABOUT}{_LENGTH}", re.I | re.M
    ),
)
_ARTICLE = re.compile(
    r"^(?:.*\b(?:we offer|offer|offers|are|include|and|or|or a|our|your|each|every|the|an?)\s+)",
    re.IGNORECASE,
)
_NO_SERVICES = """
it this that there which who parking break pause wait waiting delivery shipping drive walk
ride trip notice reply response answer cancellation lunch he she they we you i training
minutes hours hour time times journey opening policy guarantee warranty free everything
"""
_NO_SERVICE = frozenset(_NO_SERVICES.split())
_APPOINTMENT = re.compile(r"(?:appointment|session|visit|slot|booking)s?", re.IGNORECASE)


def services_in(text: str) -> tuple[list[Service], int | None]:
    """The services with a duration that a text names, and the length of "an appointment".

    "haircut (30 minutes)", "a massage takes an hour", "Colouring - 90 min". A service said
    to take two different times is left out. Never raises.
    """
    lengths: dict[str, set[int]] = {}
    names: dict[str, str] = {}
    general: set[int] = set()
    for name, minutes in _found(unicodedata.normalize("NFKC", text)):
        if not SHORTEST <= minutes <= LONGEST:
            continue
        if _APPOINTMENT.fullmatch(name):
            general.add(minutes)
        elif not _NO_SERVICE & set(name.lower().split()):
            names.setdefault(name.casefold(), name)
            lengths.setdefault(name.casefold(), set()).add(minutes)
    services: list[Service] = [
        {"name": names[key], "duration_minutes": each.pop()}
        for key, each in lengths.items()
        if len(each) == 1
    ]
    return services[:MOST], general.pop() if len(general) == 1 else None


def _found(text: str) -> Iterator[tuple[str, int]]:
    for line in text.splitlines():
        for form in _FORMS:
            for match in form.finditer(line):
                name = _ARTICLE.sub("", match["name"]).strip(" -'")
                if name:
                    yield name, _minutes(match)


def _minutes(match: re.Match[str]) -> int:
    if match["half"]:
        return 30
    count = match["count"].lower()
    number = _WORDS.get(re.sub(r"\s+", " ", count)) or float(count)
    if match["unit"].lower().startswith("h"):
        half = 30 if match["and_half"] else 0
        return int(number * 60) + half + int(match["more"] or 0)
    return int(number)
