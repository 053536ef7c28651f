"""Follow a booking that two others make: both sides are read, nothing is said.

What a caller and an assistant say to each other tells whether an appointment or a table was
booked in the end: the assistant reads a day and a time back, the caller agrees, and the
assistant reports that it worked, or that it did not. The day and the time are the last ones
named before the report. Of several bookings the last that worked counts.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.state import Utterance
from providers.booking import report
from providers.booking.calendar_date import UNKNOWN, find_date
from providers.booking.clock_time import find_time
from providers.booking.closing import Closing, closing_of, wants_cancelled
from providers.booking.contact import find_name
from providers.booking.numbers import plain
from providers.booking.party import find_party
from providers.booking.topic import Topic, topic_of
from providers.booking.wish import service

FRESH = 3
"""For so many lines a report may refer to what was read back."""

_HALF_NAMED = re.compile(
    r"\b(?:[ap]m|morning|afternoon|evening|night|tonight|noon|midnight)\b|\b(?:0\d|1[3-9]|2[0-3])[:.]"
)
"""Without these "at eight" after "eight in the evening" is the same eight."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A booking as it stands in a dialogue; dates are YYYY-MM-DD, times HH:MM."""

    booked: bool = False
    date: str | None = None
    time: str | None = None
    party_size: int | None = None
    name: str | None = None
    service: str | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """A read-back: which line it is, what it is about, and whether its words say so."""

    at: int = -FRESH
    topic: Topic = None
    clear: bool = False


def follow(said: Sequence[Utterance], now: datetime) -> Followed:
    """The last booking that was made, else what was wished for (`booked` False)."""
    return list(followed(said, now))[-1]


def followed(said: Sequence[Utterance], now: datetime) -> Iterator[Followed]:
    """How things stand before the first line and after each. `now` need not be aware."""
    current, made = Followed(), None
    topic: Topic = None
    asked, agreed, cancels, told = _Asked(), False, False, ""
    yield current
    for at, line in enumerate(said):
        text = plain(line["text"][: report.LONGEST])
        heard = _heard(current, text, now, bare=line["speaker"] == "caller")
        if line["speaker"] == "caller":
            agreed, cancels, told = report.agrees(text), wants_cancelled(text), text
            topic = topic_of(text, topic, caller=True)
            current = _told(heard, line["text"], text)
            yield made or current
            continue
        is_fresh = at - asked.at < FRESH
        found = report.report_of(line["text"])
        if found.outcome == "failed":
            asked = _Asked()
        about = topic_of(found.text, asked.topic if is_fresh else topic)
        dated = _heard(Followed(), text, now, bare=False) != Followed()
        implied = agreed and is_fresh and not dated and not report.asks(text)
        implied = implied and (asked.clear or made is None)
        closing = closing_of(line["text"])
        standing = made if about == "booking" else None
        if standing and (closing.kind == "cancelled" or (cancels and _is_bare(found, text, now))):
            made, asked = None, _Asked()
        elif standing and closing.kind == "moved" and found.outcome != "failed":
            current = _heard(current, closing.text, now, bare=False)
            made, asked = _made(current, now), _Asked()
        elif about in ("booking", None) and _promises(closing, told, agreed, now) and heard.time:
            current = heard
            made, asked = _made(current, now), _Asked()
        elif found.outcome == "made":
            current = _heard(current, found.text, now, bare=False)
            if about == "booking" and current.time and (made is None or is_fresh):
                made = _made(current, now)
            asked = _Asked()
        elif found.outcome is None and implied and about == "booking":
            made, asked = _made(current, now), _Asked()
        else:
            current, topic = heard, topic_of(text, topic)
            if dated and not report.lists_times(text):
                asked = _Asked(at, topic, report.reads_back(text))
        agreed = cancels = False
        yield made or current


def _is_bare(found: report.Report, text: str, now: datetime) -> bool:
    """Whether a report only says that it worked, and names no new day or time."""
    dated = _heard(Followed(), text, now, bare=False) != Followed()
    return found.outcome == "made" and not dated


def _promises(closing: Closing, told: str, agreed: bool, now: datetime) -> bool:
    """Whether the assistant expects the caller: "we'll see you on Thursday at 4:30".

    "We can fit you in at eight" is an offer, unless the caller has just asked for eight.
    """
    if closing.kind not in ("expected", "fitted"):
        return False
    said = _heard(Followed(), closing.text, now, bare=False)
    if closing.kind == "expected":
        return bool(said.date or said.time)
    asked = _heard(Followed(), told, now, bare=True)
    return bool(said.time) and (agreed or _face(said.time) == _face(asked.time))


def _face(clock: str | None) -> str | None:
    """A time as a clock's face shows it: eight may be morning or evening."""
    return f"{int(clock[:2]) % 12}{clock[2:]}" if clock else None


def _made(current: Followed, now: datetime) -> Followed:
    """A booking without a day is for today."""
    return replace(current, booked=True, date=current.date or now.date().isoformat())


def _heard(current: Followed, text: str, now: datetime, *, bare: bool) -> Followed:
    day = find_date(text, now)
    rest = day.cut(text) if day else text
    # Who has said how many come wants a table.
    context = f"{text} table" if current.party_size and not current.service else text
    clock = find_time(rest, context, bare=bare, now=now)
    is_same = clock and _face(clock.value) == _face(current.time) and not _HALF_NAMED.search(text)
    return replace(
        current,
        date=day.value if day and day.value != UNKNOWN else current.date,
        time=clock.value if clock and not is_same else current.time,
        party_size=find_party(rest) or current.party_size,
    )


def _told(current: Followed, line: str, text: str) -> Followed:
    """With what only the caller says: a name, and what it is for."""
    return replace(
        current,
        name=find_name(line) or current.name,
        service=service(text) or current.service,
    )
