"""The lunch break that a business's text tells of, and what it leaves of the opening hours."""

import re
from collections.abc import Iterator, Mapping, Sequence

from core.appointments import DAYS
from memory.rules_sentences import without
from memory.rules_words import FILLER, MASTER, day_set, times_in, words

Breaks = list[tuple[set[int], tuple[int, int]]]
"""Days of the week, Monday 0, and from which minute of the day to which."""
Hours = dict[str, list[list[str]]]

EARLIEST, LATEST, LONGEST = 10 * 60, 17 * 60, 3 * 60
"""Minutes of the day between which a break lies, and how long it is at most."""

_SPLIT = re.compile(
    r"([,;()]|\b(?:but|except|excluding)\b"
    r"|\b(?:and|with)\b(?=(?: (?:we|are|is|have|take|a|an|our|the|also|always|shop)){0,4}"
    r" (?:close|closed|closes|shut|open|opens|lunch|midday|break)\b))"
)
_CUES = words("closed close closes shut break breaks siesta")
_BESIDE = words("lunch lunchtime midday siesta break daily have take during")


def breaks_in(text: str) -> tuple[Breaks, str]:
    """The breaks of a text that `plain` has made, and the text without them. Never raises."""
    breaks: Breaks = []

    def take(sentence: str) -> str:
        kept: list[str] = []
        before = len(breaks)
        for part in _SPLIT.split(sentence):
            found = _break(part, but=" ".join(kept[-1:]) in ("except", "excluding"))
            if found is None:
                kept.append(part)
                continue
            breaks.append(found)
            if len(kept) > 1:
                kept.pop()  # what led to it
        if len(breaks) == before:
            return sentence
        end = sentence[-1] if sentence[-1] in ".!?" else ""
        return "".join(kept).strip(" .!?") + end

    return breaks, without(text, take)


def _break(part: str, *, but: bool) -> tuple[set[int], tuple[int, int]] | None:
    """What a part of a sentence says of a break; `but` is whether it follows "except"."""
    tokens = [(str(found.lastgroup), found[0]) for found in MASTER.finditer(part)]
    said = {value for kind, value in tokens if kind in ("word", "closed")}
    spans = [value for kind, value in tokens if kind == "span"]
    known = FILLER | _CUES | _BESIDE
    plain = all(value in known or value == "not open" for value in said)
    told = said & _CUES or "not open" in said or (but and "lunch" in said)
    if len(spans) != 1 or not plain or not told or _and_another(tokens):
        return None
    if any(kind in ("number", "until", "except") for kind, _ in tokens) or said & {"open", "opens"}:
        return None
    days = {day for kind, value in tokens if kind == "days" for day in day_set(value)}
    times = times_in(spans[0])
    if len(times) != 2:
        return None
    fitting = {
        (start, end)
        for start in times[0]
        for end in times[1]
        if EARLIEST <= start < end <= LATEST and end - start <= LONGEST
    }
    return (days or set(range(len(DAYS))), fitting.pop()) if len(fitting) == 1 else None


def _and_another(tokens: Sequence[tuple[str, str]]) -> bool:
    """Whether an "and" joins anything but days: "from 12 to 1 and on Sundays" is two closings."""
    kinds = [kind for kind, _ in tokens]
    joints = [n for n, token in enumerate(tokens) if token[1] == "and"]
    return any(kinds[max(0, n - 1) : n + 2 : 2] != ["days", "days"] for n in joints)


def cut(hours: Mapping[str, list[list[str]]] | None, breaks: Breaks) -> Hours | None:
    """Opening hours without the breaks; where there are none, of a business open all day."""
    if not breaks:
        return {day: list(spans) for day, spans in hours.items()} if hours else None
    whole = {day: [["00:00", "24:00"]] for day in DAYS}
    left: Hours = {}
    for day, spans in (hours or whole).items():
        out = [span for days, span in breaks if DAYS.index(day) in days]
        if rest := [piece for span in spans for piece in _without(span, sorted(out))]:
            left[day] = rest
    return left or None


def _without(span: list[str], breaks: list[tuple[int, int]]) -> Iterator[list[str]]:
    """The pieces of a span between the breaks, which may overlap."""
    start, end = (int(clock[:2]) * 60 + int(clock[3:]) for clock in span)
    reached = start
    for closes, opens in breaks:
        if reached < min(closes, end):
            yield [_clock(reached), _clock(min(closes, end))]
        reached = max(reached, opens)
    if reached < end:
        yield [_clock(reached), _clock(end)]


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
