"""Hours that are named without a clock's time: "late morning", "after five", "any time"."""

import re
from collections.abc import Sequence

from providers.booking.clock_time import Span, find_time

ANY = "any"
"""Whatever time of the day: its first free ones are looked for."""

_ANY = re.compile(
    r"\b(?:(?:first|1st|1) thing|any ?time|whenever|any hour|at any point|all day|"
    r"as early as (?:possible|you can)|(?:i'm|i am|we're|we are) flexible|"
    r"(?:the )?(?:earliest|first|1st) (?:\w+ )?(?:time|slot|appointment|possible|you have))\b"
)
_SPANS = tuple(
    (re.compile(rf"\b{words}\b"), span)
    for words, span in (
        (r"early (?:in the )?morning", "00:00-10:00"),
        (r"mid ?morning", "09:30-11:30"),
        (r"late(?:r)? (?:in the )?morning|before lunch", "10:30-12:00"),
        (r"(?:over|around|at|during) lunch(?: ?time)?|lunch ?time", "12:00-14:00"),
        (r"early (?:in the )?afternoon", "12:00-15:00"),
        (r"mid ?afternoon", "14:00-16:00"),
        (r"late(?:r)? (?:in the )?afternoon", "15:30-18:00"),
        (r"early (?:in the )?evening|after work", "17:00-19:30"),
        (r"late(?:r)? (?:in the )?evening", "19:30-24:00"),
        (r"(?:at )?(?:the )?end of the day|last thing", "16:00-24:00"),
    )
)
_CLOCK = (
    r"(?:half past |quarter past |quarter to )?\d{1,2}(?:[: ][0-5]\d)?(?: ?[ap]m)?(?! ?\w*people)"
)
_BETWEEN = re.compile(rf"\bbetween ({_CLOCK}|noon) and ({_CLOCK}|noon)\b")
_SIDE = re.compile(
    r"(?<!\d )(?<!half )(?<!quarter )(?<!minutes )(?<!hours )(?<!hour )(?<!not )"
    rf"\b(after|before|later than|earlier than|from) ({_CLOCK}|noon)\b"
    r"(?! (?:days?|weeks?|months?|minutes?|hours?|people|persons|of us|to|until|till)\b)"
    r"( (?:on|onwards?)\b(?! \w+day| the|  ?\d))?"
)


def span_named(said: str, spans: Sequence[Span] = ()) -> str | None:
    """The hours that a plain text names, as "15:00-17:00" or `ANY`; None for no such words.

    An hour is read by the open `spans` of the day.
    """
    if between := _BETWEEN.search(said):
        start, end = (_clock(each, said, spans) for each in between.groups())
        if start and end and start >= end:
            start = f"{int(start[:2]) % 12:02}{start[2:]}"
        return f"{start}-{end}" if start and end and start < end else None
    if (side := _SIDE.search(said)) and (side[1] != "from" or side[3]):
        clock = _clock(side[2], said, spans)
        if not clock or _clock_left(said[: side.start()] + said[side.end() :], said):
            return None
        return f"00:00-{clock}" if side[1] in ("before", "earlier than") else f"{clock}-24:00"
    for words, span in _SPANS:
        if words.search(said):
            return span
    return ANY if _ANY.search(said) else None


def _clock(words: str, said: str, spans: Sequence[Span]) -> str | None:
    found = find_time(f"at {words}" if words != "noon" else words, said, bare=True, spans=spans)
    return found.value if found else None


def _clock_left(rest: str, said: str) -> bool:
    """Whether another time is named, which is then the one that is wanted."""
    return find_time(rest, said, bare=False) is not None
