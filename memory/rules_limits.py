"""How soon, how many and how late one may book, read from a business's own text.

A clause counts only if every word of it belongs to the way such a rule is written; of two
that disagree, the stricter is kept.
"""

import re
from collections.abc import Iterator, Mapping

from core.appointments import BusinessRules
from memory.rules_sentences import is_heading, sentences
from memory.rules_words import times_in, words

LEAD = 366 * 24 * 60
MOST = 1000

_SMALL = "a two three four five six seven eight nine ten eleven twelve"
_NUMBERS: dict[str, int] = {word: n for n, word in enumerate(_SMALL.split(), 1)} | {
    "an": 1,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
}
_ANY = "|".join(_NUMBERS)
_COUNT = rf"(?P<count>\d{{1,4}}|{_ANY}|half an)"
_CLAUSE = re.compile(r"[,;()]|\b(?:and|but|so)\b")
_AT_LEAST = re.compile(r"\bnot? (?:later|less|fewer) than\b")
_AT_MOST = re.compile(r"\b(?:not?|never) more than\b")
_UNDONE = re.compile(r"cancel|reschedul|chang|refund|remind|confirm")
_BOOKING = words(
    "book booked booking bookings appointment appointments reserve reservation reservations "
    "visit visits session sessions"
)
_LEAD = re.compile(
    rf"\b{_COUNT}[ -](?P<unit>minutes?|mins?|hours?|hrs?|days?|weeks?)(?:'s|s'|')?"
    r"(?: or more)? (?:in advance|ahead|beforehand|before|prior|notice|advance notice)\b"
    rf"|\b(?:notice|lead time)(?: is|:) (?P<after>\d{{1,4}}|{_ANY})[ -]"
    r"(?P<unit_after>minutes?|mins?|hours?|hrs?|days?|weeks?)\b"
)
_NEEDS = words(
    "least minimum must need require required needed necessary please notice should ask lead"
)
"""One of these makes it a rule: to take bookings two days ahead is not to refuse later ones."""
_LEAD_WORDS = (
    _BOOKING
    | _NEEDS
    | words(
        "at a an of in advance ahead time beforehand before prior to we for be made you your our "
        "us give all any is are or more with the by online every each have customers clients has"
    )
)
_SAME_DAY_WORDS = _BOOKING | words(
    "no we do don't cannot can't not take accept offer same day on the are is possible "
    "available allowed unfortunately sorry please made be can make for at"
)
_PEOPLE = "customers clients people guests persons patients visitors customer client person guest"
_PLACES = "appointments bookings chairs tables appointment booking chair"
_PLACED = r"(?:barber(?:'s)? |barbers' |styling |treatment |massage |dental |hairdressing )?"
_AT_ONCE = re.compile(
    rf"\b{_COUNT} (?P<unit>{'|'.join([*_PEOPLE.split(), *_PLACES.split()])})"
    r" (?:at the same time|at a time|at 1 time|at once|simultaneously|in parallel|per slot)\b"
)
_ROOM = re.compile(
    rf"\b(?:we|salon|shop) (?:have|has) {_COUNT} {_PLACED}"
    r"(?P<unit>chairs|treatment rooms|tables|1 chair)\b"
    rf"|\b(?:seats?|have seats for|have room for) (?:up to )?"
    rf"(?P<seats>\d{{1,4}}|{_ANY})(?: (?:people|guests|customers|persons))?$"
)
_ROOM_WORDS = words(
    f"{_PEOPLE} {_PLACES} we can could serve take accept handle see treat up to maximum max of a "
    "at most have has room for only welcome host seat seats book the same time 1 once "
    "simultaneously in parallel per slot our salon shop restaurant treatment rooms barber "
    "barber's barbers' styling massage dental hairdressing is are time"
)
_LAST = words("last latest final")
_LAST_WORDS = words(
    "the last latest final our appointment appointments booking bookings session slot visit "
    "customer client start starts begin begins is are at we take accept can be booked made of "
    "day each every no after for start time possible am pm daily ends"
)
_CLOCK = re.compile(r"(?<![\d:])(\d{1,2}(?:[:.]\d{2})?\s?(?:[ap]m)?)(?![\d:])")


def limits_in(text: str, hours: Mapping[str, list[list[str]]] | None) -> BusinessRules:
    """The lead time, the capacities and the last start of a text that `plain` has made.

    `hours` tell which four o'clock a last appointment is at. Never raises.
    """
    leads: list[int] = []
    same_day: list[int] = []
    places: list[int] = []
    people: list[int] = []
    lasts: list[str] = []
    undone = False  # whether the heading or sentence before was about cancelling
    for sentence in sentences(text):
        undoes = bool(_UNDONE.search(sentence))
        sentence = _AT_MOST.sub("at most", _AT_LEAST.sub("at least", sentence))
        for clause in _CLAUSE.split(sentence.strip(".!:# ")):
            said = _said(clause)
            leads += _lead(clause, said, undone or undoes)
            if "same" in said and said & {"no", "not", "don't", "cannot", "can't"}:
                plain = said <= _SAME_DAY_WORDS and "day" in said and said & _BOOKING
                same_day += [1] if plain else []
            number, counts_people = _capacity(clause.strip(), said)
            if number:
                places.append(number)
                people += [number] if counts_people else []
            lasts += _last(clause, said, hours)
        undone = undoes or (undone and not is_heading(sentence))
    read: BusinessRules = {}
    if leads:
        read["lead_minutes"] = max(leads)
    if same_day:
        read["lead_days"] = 1
    if places:
        read["capacity"] = min(places)
    if people:
        read["capacity_people"] = min(people)
    if lasts:
        read["last_start"] = min(lasts)
    return read


def _said(clause: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?'?", clause.replace("-", " ")))


def _number(count: str) -> int:
    return int(count) if count.isdigit() else _NUMBERS[count]


def _lead(clause: str, said: set[str], undone: bool) -> Iterator[int]:
    found = _LEAD.search(clause)
    if found is None or not (said & _BOOKING or (said & {"notice", "lead"} and not undone)):
        return
    rest = _said(clause[: found.start()] + " " + clause[found.end() :])
    needed = said & _NEEDS or clause.lstrip().startswith(("book ", "reserve "))
    if not needed or not rest <= _LEAD_WORDS or _UNDONE.search(clause):
        return
    unit = {"m": 1, "h": 60, "d": 1440, "w": 7 * 1440}[(found["unit"] or found["unit_after"])[0]]
    count = found["count"] or found["after"]
    minutes = unit // 2 if count == "half an" else _number(count) * unit
    if 0 < minutes <= LEAD:
        yield minutes


def _capacity(clause: str, said: set[str]) -> tuple[int, bool]:
    """How many at the same time, 0 where it is not said, and whether people are counted."""
    found = _AT_ONCE.search(clause) or _ROOM.search(clause)
    if found is None or not said <= _ROOM_WORDS | set(_NUMBERS):
        return 0, False
    groups = found.groupdict()
    number = _number(groups.get("seats") or groups["count"])
    people = bool(groups.get("seats")) or groups["unit"] in _PEOPLE.split()
    return (number if 1 <= number <= MOST else 0), people


def _last(
    clause: str, said: set[str], hours: Mapping[str, list[list[str]]] | None
) -> Iterator[str]:
    """The latest start; one that may be two times counts if the business is open at just one."""
    if not (said & _LAST or {"no", "after"} <= said) or not said & _BOOKING:
        return
    times = _CLOCK.findall(clause)
    if len(times) != 1 or not said <= _LAST_WORDS:
        return
    [readings] = times_in(times[0]) or [[]]
    if len(readings) > 1 and hours:
        spans = [span for each in hours.values() for span in each]
        readings = [r for r in readings if any(a <= _clock(r) <= b for a, b in spans)]
    if len(readings) == 1 and readings[0] < 24 * 60:
        yield _clock(readings[0])


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
