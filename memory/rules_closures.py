"""Days that a business's text says are closed, apart from its weekly hours.

As with hours, a statement counts only if it is plain: "closed on December 25th and January
1st", not "the kitchen is closed on December 25th" and not "closed on December 24th from two".
"""

import re
from collections.abc import Sequence

from core.appointments import DAYS
from memory.rules_dates import SEASON, TOKEN, UnreadableError, listed_days, writes_day_first
from memory.rules_sentences import is_heading, without
from memory.rules_words import CUES, FILLER, words

_JOINED = re.compile(r"(?:[\s,;]|\b(?:and|but)(?=[\s,;]*$))+$")
"""What led from the statement before to the closure."""

_OFF = rf"(?:our\s|the\s|an?\s)?(?:{SEASON}\s)?(?:holiday|vacation|leave)"
_AWAY = re.compile(rf"(?:(?<=\bare\s)|(?<=\bis\s)|(?<=\bbe\s)|(?<=\bwe're\s)|\bgo\s)on\s{_OFF}s?\s")
_AWAY_FIRST = re.compile(rf"^on\s{_OFF}\s")

Tokens = Sequence[tuple[str, str, int]]
"""Kind, words and the place in the sentence where they begin."""

_CLOSED = frozenset({"closed", "close", "shut"})
_BUT = frozenset({"except", "excluding"})
_SUBJECT = FILLER | words(
    "will be remain remains stay stays please note that always only day days dates"
)
_BESIDE = words(
    "on for the of also each every year all day only days dates is are in "
    "our vacation vacations leave"
)
_STARTS = words("and but we our you please back reopen reopens reopening")
"""With one of these, after a closure, another statement begins."""
_DATED = words("iso dotted slashed season moving feast year month number weekday from to sep")
_DATES = _DATED - {"from", "to", "sep", "season", "weekday", "year"}


def closures_in(text: str) -> tuple[list[str], str]:
    """The closed days of a text that `plain` has made, and the text without them. Never raises.

    As `closed_days` has them: without a year they are of every year.
    """
    days: list[str] = []
    day_first = writes_day_first(text)
    under_closed = False

    def take(sentence: str) -> str:
        nonlocal under_closed
        written, sentence = sentence, _on_holiday(sentence)
        tokens = [(str(f.lastgroup), f[0], f.start()) for f in TOKEN.finditer(sentence)]
        if is_heading(sentence) and not _has_dates(tokens):
            said = {value for kind, value, _ in tokens if kind == "word"}
            under_closed = bool(said & _CLOSED) and said <= _SUBJECT | _CLOSED
            return written
        found = _closure(tokens, under_closed)
        if found is None:
            return written
        first, last = found
        try:
            listed = listed_days(_kept(tokens[first:last]), day_first)
        except UnreadableError:
            return written
        days.extend(listed)
        end = tokens[last][2] if last < len(tokens) else len(sentence)
        between = ", " if last < len(tokens) and tokens[last - 1][0] == "sep" else ""
        before = _JOINED.sub("", sentence[: tokens[first][2]])
        return f"{before}{between}{sentence[end:]}".strip(" ,")

    rest = without(text, take)
    return sorted(set(days), key=lambda day: (day in DAYS, day)), rest


def _on_holiday(sentence: str) -> str:
    """The sentence with "closed" for "on holiday", if that is said of the business."""
    sentence = _AWAY.sub("closed ", sentence)
    if CUES.isdisjoint(re.findall(r"\w+", sentence)):
        sentence = _AWAY_FIRST.sub("closed ", sentence)
    return sentence


def _closure(tokens: Tokens, under_closed: bool) -> tuple[int, int] | None:
    """Where the words of a closure begin and end among the tokens of a sentence."""
    cue = next((n for n, t in enumerate(tokens) if t[1] in _CLOSED | _BUT), None)
    if cue is None:
        whole = under_closed and _has_dates(tokens) and all(_dateish(t) for t in tokens)
        return (0, len(tokens)) if whole else None
    first = _subject(tokens, cue)
    if first is None:
        return None
    end = cue + 1
    while end < len(tokens) and _dateish(tokens[end]) and not _hours_at(tokens, end):
        end += 1
    if _has_dates(tokens[cue:end]):
        return (first, end) if _ends(tokens, end, tokens[cue][1] in _BUT) else None
    before = all(_dateish(t) or t[1] in _SUBJECT for t in tokens[:cue])
    if before and tokens[cue][1] in _CLOSED and _has_dates(tokens[:cue]):
        return (0, end) if all(_dateish(t) or t[1] in ".!" for t in tokens[cue + 1 :]) else None
    return None


def _subject(tokens: Tokens, cue: int) -> int | None:
    """Where the clause begins that says "closed"; None if it speaks of something else."""
    if tokens[cue][1] in _BUT:
        about = {value for _, value, _ in tokens[:cue]}
        return cue if about & CUES and not about & _CLOSED else None
    first = cue
    while first and tokens[first - 1][0] == "word" and tokens[first - 1][1] in _SUBJECT:
        first -= 1
    before = tokens[first - 1] if first else ("mark", "", 0)
    clear = before[0] in ("sep", "mark") or _has_dates(tokens[:first]) or before[0] == "weekday"
    clear = clear or before[1] == "but"
    return first if clear and before[1] not in ("or", "'") else None


def _ends(tokens: Tokens, end: int, of_opening: bool) -> bool:
    """Whether nothing after a closure takes some of it back, as an hour or a condition may.

    Hours are no such thing in a sentence about the days that are open but for the closure.
    """
    if end == len(tokens) or tokens[end][1] in ".!;()":
        return True
    if tokens[end - 1][0] != "sep":
        return of_opening and tokens[end][0] == "from" and _span_at(tokens, end + 1)
    if tokens[end][0] in ("number", "time", "from"):
        return of_opening
    return tokens[end][0] == "weekday" or tokens[end][1] in CUES | _STARTS | _CLOSED


def _hours_at(tokens: Tokens, place: int) -> bool:
    """Whether hours begin here, or the days of the week that have some."""
    if tokens[place][0] == "from":
        place += 1
    if _span_at(tokens, place):
        return True
    days = [kind for kind, _, _ in tokens[place : place + 3]]
    return days[:1] == ["weekday"] and (
        days == ["weekday", "to", "weekday"] or days[1:2] == ["time"] or _span_at(tokens, place + 1)
    )


def _span_at(tokens: Tokens, place: int) -> bool:
    """Whether the tokens at a place are like "9 to 5" and not like "24th to 26th"."""
    ends = [t for t in tokens[place : place + 3] if t[0] in ("number", "time", "to")]
    if len(ends) < 3 or [t[0] == "to" for t in ends] != [False, True, False]:
        return False
    if "time" in (ends[0][0], ends[2][0]):
        return True
    after = tokens[place + 3][0] if place + 3 < len(tokens) else ""
    before = tokens[place - 1][0] if place else ""
    bare = all(value.isdigit() and int(value) <= 24 for _, value, _ in ends[::2])
    return bare and after != "month" and before != "month"


def _dateish(token: tuple[str, str, int]) -> bool:
    kind, value, _ = token
    return kind in _DATED or value in _BESIDE or value == ":"


def _has_dates(tokens: Tokens) -> bool:
    return any(kind in _DATES for kind, _, _ in tokens) and any(
        kind in _DATES - {"number", "moving"} for kind, _, _ in tokens
    )


def _kept(tokens: Tokens) -> list[tuple[str, str]]:
    return [(kind, value) for kind, value, _ in tokens if kind in _DATED - {"season"}]
