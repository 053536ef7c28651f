"""Opening hours read from a business's own text; nothing is concluded that is not plain.

A sentence counts only if every word of it belongs to the way hours are written ("We are
open Monday to Friday, 9 AM to 5 PM", "Mon-Fri 9-17"). One that speaks of being open and of
times in some other way ("the kitchen is open until ten") is passed over, and of a sentence that
can be read in part the rest is: its days are left out. Where two statements disagree, the
business is taken to be open only when both say so; a closed day stays closed.
"""

from collections.abc import Iterator, Sequence

from core.appointments import DAYS
from memory.rules_fold import Item, Read, UnsureError, end_at, endings_in, fold, in_both
from memory.rules_sentences import is_heading, sentences
from memory.rules_serving import as_opening
from memory.rules_words import CUES, FILLER, MASTER, plain

Hours = dict[str, list[list[str]]]

_HOLIDAY = {"holiday", "holidays"}
_BESIDE = frozenset({"only", "but", "just", "already"})
"""Words that change nothing beside "until three"."""
_ON_REQUEST = frozenset({"by", "appointment", "appointments", "arrangement", "request", "only"})
_ANEW = frozenset({"we", "we're", "our", "now"})


def hours_in(text: str) -> Hours | None:
    """The opening hours of a text as `BusinessRules` has them, or None. Never raises."""
    return week_in(text)[0]


def says_opening(text: str) -> bool:
    """Whether a text says when it is open, and not only when people are seen. Never raises."""
    return bool(_all(plain(text)).spans)


def week_in(text: str) -> tuple[Hours | None, list[str]]:
    """The opening hours, or None, and the days of the week that are said to be closed.

    Where nothing is said of being open, the hours are those in which people are seen.
    """
    text = plain(text)
    read = _all(text)
    if not read.spans:
        other = _all(as_opening(text))
        read = Read(other.spans, read.shut | other.shut)
    for day in read.shut:
        read.spans.pop(day, None)
    return _table(read) or None, [DAYS[day] for day in sorted(read.shut)]


def _all(text: str) -> Read:
    """All that a text says, which `plain` has made."""
    total, under_hours, under_other = Read(), False, False
    for sentence in sentences(text):
        tokens = _tokens(sentence)
        words = {value for kind, value in tokens if kind == "word"}
        about = bool(words & CUES) or any(kind == "closed" for kind, _ in tokens)
        if is_heading(sentence):
            under_hours = about and not any(
                kind in ("span", "until", "number") for kind, _ in tokens
            )
            under_other = not under_hours
            if under_hours:
                continue
        bare = not under_other and not any(_strange(token) for token in tokens)
        read = _sentence(tokens, about or under_hours or bare, total)
        under_hours = under_hours and read is not None
        if read is not None:
            _join(total, read)
    return total


def _tokens(sentence: str) -> list[tuple[str, str]]:
    return [(str(found.lastgroup), found[0].strip()) for found in MASTER.finditer(sentence)]


def _sentence(tokens: Sequence[tuple[str, str]], about: bool, total: Read) -> Read | None:
    """What a sentence says of hours; None if it says nothing of them."""
    kinds = {kind for kind, _ in tokens}
    timed = kinds & {"span", "until"} or any(value.startswith("24") for _, value in tokens)
    if not about or not (timed or {"closed", "days"} <= kinds):
        return None
    items, endings = _items(tokens)
    read = fold(items)
    sure = not any(_strange(token) for token in tokens if token[1] not in _BESIDE)
    for days, words in endings:
        end_at(read, days, words, known=total.spans, sure=sure)
    return read


def _parts(tokens: Sequence[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    part: list[tuple[str, str]] = []
    for place, token in enumerate(tokens):
        by_itself = token[1] == "and" and {"by", "until"} & _clause(tokens[place + 1 :])
        if by_itself or (token[0] == "mark" and token[1] in ",;()"):
            yield part
            part = []
        else:
            part.append(token)
    yield part


def _clause(tokens: Sequence[tuple[str, str]]) -> set[str]:
    """What follows the days that begin here, or comes before them: its kind and its word."""
    rest = [token for token in tokens if token[0] != "word" or token[1] not in FILLER]
    place = next((n for n, token in enumerate(rest) if token[0] != "days"), len(rest))
    return set(rest[place]) if place < len(rest) else set()


def _items(tokens: Sequence[tuple[str, str]]) -> tuple[list[Item], list[tuple[set[int], str]]]:
    """The days, spans and closings of a sentence; and apart, until when it is open on days.

    A part that cannot be read may be about something else, and so may what follows it,
    unless that says anew who is open.
    """
    items: list[Item] = []
    endings: list[tuple[set[int], str]] = []
    lost = False
    for part in _parts(tokens):
        said = {value for _, value in part}
        lost = lost and not (said & _ANEW and said & CUES)
        try:
            found = _part(part)
        except UnsureError:
            lost = True
            but = next((n for n, token in enumerate(part) if token[0] == "except"), len(part))
            if items:  # the days that it takes away are in doubt
                items += [token for token in part[but:] if token[0] in ("except", "days")]
            continue
        if not lost:
            rest, ends = endings_in(found)
            items += rest
            endings += ends
    return items, endings


def _part(part: Sequence[tuple[str, str]]) -> list[Item]:
    """The items of a part; none where it is about something else. Raises UnsureError."""
    items = [item for item in part if item[0] in ("days", "span", "closed", "except", "until")]
    kinds = {kind for kind, _ in items}
    beside = _BESIDE if "until" in kinds else frozenset[str]()
    strange = [token[1] for token in part if _strange(token) and token[1] not in beside]
    if any(kind == "days" and value.startswith("24") for kind, value in items):
        items.append(("span", "24 hours"))
    if kinds == {"closed"} and _HOLIDAY & {value for _, value in part}:
        items = []  # which days those are is in no text
    if kinds == {"days"} and strange and set(strange) <= _ON_REQUEST:
        return []  # open some time or other: the day is left out
    if "closed" in kinds and "span" not in kinds and (strange or "until" in kinds):
        return []  # some closing or other: what is open all the same can be read
    if strange and (items or any(value[0].isdigit() for value in strange)):
        raise UnsureError
    return items


def _strange(token: tuple[str, str]) -> bool:
    kind, value = token
    return kind == "number" or (kind == "word" and value not in FILLER)


def _join(total: Read, read: Read) -> None:
    for day, spans in read.spans.items():
        total.spans[day] = in_both(total.spans.get(day, spans), spans)
    total.shut |= read.shut


def _table(read: Read) -> Hours:
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
