"""Days and hours in the order a sentence names them, put together as a week."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from memory.rules_words import day_set, span_of, times_in

Item = tuple[str, str]
"""Kind (days, span, closed, except or until) and words."""
Spans = list[tuple[int, int]]


class UnsureError(Exception):
    """Words about opening times that cannot be read for sure."""


@dataclass(slots=True)
class Read:
    """What a sentence said so far. `shut` are days said to be closed."""

    spans: dict[int, Spans] = field(default_factory=dict[int, Spans])
    shut: set[int] = field(default_factory=set[int])


def fold(items: Sequence[Item]) -> Read:
    """Days with the spans beside them. A sentence that begins with a span has them first.

    What follows a span that can mean two things is left out, and so are the days it is of.
    """
    read = Read()
    days: set[int] = set()
    spans: Spans = []
    spans_first = bool(items) and items[0][0] == "span"
    position = 0
    try:
        while position < len(items):
            kind, value = items[position]
            if kind == "days":
                if spans and not spans_first:
                    _give(read, days, spans)
                    days, spans = set(), []
                days = days | day_set(value)
            elif kind == "span":
                if spans and days and spans_first:
                    _give(read, days, spans)
                    days, spans = set(), []
                span = span_of(value)
                if span is None:
                    raise UnsureError
                spans = [*spans, span]
            elif kind == "closed" and days and not spans:
                read.shut |= days  # "Wednesday: closed"
                days = set()
            else:
                but = _days_at(items, position + 1)
                if not but:
                    raise UnsureError
                position += len(but)
                out = set[int]().union(*but)
                if kind == "except":
                    days -= out
                if spans and position + 1 < len(items) and items[position + 1][0] == "span":
                    _give(read, days, spans)  # "9 to 5, except Fridays 9 to 3"
                    days, spans, spans_first = out, [], False
                else:
                    read.shut |= out
            position += 1
        if spans:
            _give(read, days, spans)
    except UnsureError:
        for day in days:
            read.spans.pop(day, None)
    return read


def endings_in(items: Sequence[Item]) -> tuple[list[Item], list[tuple[set[int], str]]]:
    """The items of a part without those like "Fridays until 3", and these.

    Raises UnsureError if it is not said on which days that is.
    """
    rest: list[Item] = []
    endings: list[tuple[set[int], str]] = []
    position = 0
    while position < len(items):
        if items[position][0] == "until":
            days: set[int] = set()
            while rest and rest[-1][0] == "days":
                days |= day_set(rest.pop()[1])
            if days and rest and rest[-1][0] == "except":
                rest.pop()
            after = [] if days else _days_at(items, position + 1)
            endings.append((days.union(*after), items[position][1]))
            position += len(after)
        else:
            rest.append(items[position])
        position += 1
    return rest, [(days, words) for days, words in endings if days]


def end_at(
    read: Read, days: set[int], words: str, *, known: Mapping[int, Spans], sure: bool
) -> None:
    """Let days end at an hour, and begin as the text says of them or else of those before.

    Longer than what was said of the day itself only if `sure`. A day of which nobody said
    when it opens, or that would end before it does, is left out.
    """
    groups = list((read.spans or known).values())
    before = groups[-1] if groups else []
    for day in days:
        own = read.spans.pop(day, None) or known.get(day)
        spans = own or (before if sure else [])
        meant = [minute for each in times_in(words) for minute in each]
        ends = [minute for minute in meant if spans and minute > spans[0][0]]
        if not ends:
            continue
        end = min(ends)
        kept = [(start, min(stop, end)) for start, stop in spans if start < end]
        if end > spans[-1][1] and (sure or not own):
            kept[-1] = (kept[-1][0], end)
        read.spans[day] = kept


def in_both(spans: Spans, others: Spans) -> Spans:
    """When both are open."""
    both = ((max(a, c), min(b, d)) for a, b in spans for c, d in others)
    return sorted({(start, end) for start, end in both if start < end})


def _days_at(items: Sequence[Item], position: int) -> list[set[int]]:
    """The days of each item from a place on, up to the first of another kind."""
    found: list[set[int]] = []
    while position < len(items) and items[position][0] == "days":
        found.append(day_set(items[position][1]))
        position += 1
    return found


def _give(read: Read, days: set[int], spans: Spans) -> None:
    """Of a day that is named twice, the hours that are in both."""
    ordered = sorted(spans)
    if not days or any(start < end for (_, end), (start, _) in pairwise(ordered)):
        raise UnsureError
    for day in days:
        read.spans[day] = in_both(read.spans.get(day, ordered), ordered)
