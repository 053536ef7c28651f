"""An hour at the end of a clause: what a comma parts from it says nothing of it."""

import re
from collections.abc import Sequence
from datetime import datetime

from providers.booking.clock_time import Span, find_time
from providers.booking.found import Found
from providers.booking.numbers import plain

_CLAUSE = re.compile(r"(?:[,;!?\u2013\u2014]+|\.(?!\d)|\s-+)\s+")


def time_in_clauses(
    text: str, rest: str, context: str, now: datetime, spans: Sequence[Span]
) -> Found | None:
    """The last hour that stands at the end of a clause of `text`, as a place in `rest`.

    `rest` is the text, plain, without what else was found in it: "tomorrow at 5, sorry, long
    day" names five, though nobody knows what may follow. See `find_time` for the others.
    """
    for clause in reversed(_CLAUSE.split(text)):
        said = plain(clause)
        found = find_time(said, context, bare=False, now=now, spans=spans)
        start = rest.rfind(said[found.start : found.end]) if found else -1
        if found and start >= 0:
            return Found(found.value, start, start + found.end - found.start, found.other)
    return None
