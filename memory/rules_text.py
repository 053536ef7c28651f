"""Opening hours read from a business's own text; nothing is concluded that is not plain.

A sentence counts only if every word of it belongs to the way hours are written ("We are
open Monday to Friday, 9 AM to 5 PM", "Mon-Fri 9-17"). One that speaks of being open and of
times in some other way ("the kitchen is open until ten") is passed over. Where two sentences
disagree, the business is taken to be open only when both say so; a closed day stays closed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from core.appointments import DAYS
from memory.rules_sentences import is_heading, sentences
from memory.rules_words import CUES, FILLER, MASTER, day_set, plain, span_of

Hours = dict[str, list[list[str]]]
Spans = list[tuple[int, int]]

_HOLIDAY = {"holiday", "holidays"}


class _UnsureError(Exception):
    """A sentence about opening times that cannot be read for sure."""


@dataclass(slots=True)
class _Read:
    """What a sentence said so far. `shut` are days said to be closed."""

    spans: dict[int, list[tuple[int, int]]] = field(
        default_factory=dict[int, list[tuple[int, int]]]
    )
    shut: set[int] = field(default_factory=set[int])


def hours_in(text: str) -> Hours | None:
    """The opening hours of a text as `BusinessRules` has them, or None. Never raises."""
    return week_in(text)[0]


def week_in(text: str) -> tuple[Hours | None, list[str]]:
    """The opening hours, or None, and the days of the week that are said to be closed."""
    read = _all(text)
    for day in read.shut:
        read.spans.pop(day, None)
    return _table(read) or None, [DAYS[day] for day in sorted(read.shut)]


def _all(text: str) -> _Read:
    total, under_hours, under_other = _Read(), False, False
    for sentence in sentences(plain(text)):
        tokens = _tokens(sentence)
        words = {value for kind, value in tokens if kind == "word"}
        about = bool(words & CUES) or any(kind == "closed" for kind, _ in tokens)
        if is_heading(sentence):
            under_hours = about and not any(kind in ("span", "number") for kind, _ in tokens)
            under_other = not under_hours
            if under_hours:
                continue
        bare = not under_other and not any(_strange(token) for token in tokens)
        try:
            read = _sentence(tokens, about or under_hours or bare)
        except _UnsureError:
            continue
        under_hours = under_hours and read is not None
        if read is not None:
            _join(total, read)
    return total


def _tokens(sentence: str) -> list[tuple[str, str]]:
    return [(str(found.lastgroup), found[0].strip()) for found in MASTER.finditer(sentence)]


def _sentence(tokens: Sequence[tuple[str, str]], about: bool) -> _Read | None:
    """What a sentence says of hours; None if it says nothing of them."""
    kinds = {kind for kind, _ in tokens}
    timed = "span" in kinds or any(value.startswith("24") for _, value in tokens)
    if not about or not (timed or {"closed", "days"} <= kinds):
        return None
    return _fold([item for part in _parts(tokens) for item in _items(part)])


def _parts(tokens: Sequence[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    part: list[tuple[str, str]] = []
    for token in tokens:
        if token[0] == "mark" and token[1] in ",;()":
            yield part
            part = []
        else:
            part.append(token)
    yield part


def _items(part: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The days, spans and closings of a part; none where it is about something else."""
    strange = [token[1] for token in part if _strange(token)]
    items = [item for item in part if item[0] in ("days", "span", "closed", "except")]
    if any(kind == "days" and value.startswith("24") for kind, value in items):
        items.append(("span", "24 hours"))
    if [kind for kind, _ in items] == ["closed"] and _HOLIDAY & {value for _, value in part}:
        items = []  # which days those are is in no text
    if strange and (items or any(value[0].isdigit() for value in strange)):
        if "closed" in {kind for kind, _ in items} and "span" not in {kind for kind, _ in items}:
            return []  # some closing or other: what is open all the same can be read
        raise _UnsureError
    return items


def _strange(token: tuple[str, str]) -> bool:
    kind, value = token
    return kind == "number" or (kind == "word" and value not in FILLER)


def _fold(items: Sequence[tuple[str, str]]) -> _Read:
    """Days with the spans beside them. A sentence that begins with a span has them first."""
    read = _Read()
    days: set[int] = set()
    spans: Spans = []
    spans_first = bool(items) and items[0][0] == "span"
    position = 0
    while position < len(items):
        kind, value = items[position]
        following = items[position + 1] if position + 1 < len(items) else ("", "")
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
                raise _UnsureError
            spans = [*spans, span]
        elif kind == "closed" and days and not spans:
            read.shut |= days  # "Wednesday: closed"
            days = set()
        elif following[0] == "days":
            but = day_set(following[1])
            if kind == "except":
                days -= but
            read.shut |= but
            position += 1
            while position + 1 < len(items) and items[position + 1][0] == "days":
                position += 1
                more = day_set(items[position][1])
                read.shut |= more
                days = days - more if kind == "except" else days
        else:
            raise _UnsureError
        position += 1
    if days or spans:
        _give(read, days, spans)
    return read


def _give(read: _Read, days: set[int], spans: Spans) -> None:
    if not days or not spans or any(day in read.spans for day in days):
        raise _UnsureError
    ordered = sorted(spans)
    if any(start < end for (_, end), (start, _) in pairwise(ordered)):
        raise _UnsureError
    for day in days:
        read.spans[day] = ordered


def _join(total: _Read, read: _Read) -> None:
    for day, spans in read.spans.items():
        known = total.spans.setdefault(day, spans)
        both = ((max(a, c), min(b, d)) for a, b in known for c, d in spans)
        total.spans[day] = sorted({(start, end) for start, end in both if start < end})
    total.shut |= read.shut


def _table(read: _Read) -> Hours:
    """As rules have them: what runs past midnight goes on the next day."""
    spans: dict[int, list[list[str]]] = {day: [] for day in range(len(DAYS))}
    for day, given in read.spans.items():
        for start, end in given:
            spans[day].append([_clock(start), _clock(min(end, 1440))])
            if end > 1440:
                spans[(day + 1) % 7].append(["00:00", _clock(end - 1440)])
    return {DAYS[day]: sorted(spans[day]) for day in range(len(DAYS)) if spans[day]}


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
