"""When a business is open, in minutes of its own wall clock.

A minute counts from the first day of the calendar (`date.toordinal`): spans may then run
past midnight, and a booking of any length is one comparison.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from core.appointments import DAYS, BusinessRules

DAY = 24 * 60
Span = tuple[int, int]
"""From the first minute to the one after the last."""


def minute_of(day: date, clock: str) -> int:
    """The minute of a day's HH:MM, up to 24:00; raises ValueError for what is no such time."""
    hour, minute = (int(part) for part in clock.split(":"))
    if not (0 <= minute < 60 and 0 <= hour * 60 + minute <= DAY):
        raise ValueError(clock)
    return day.toordinal() * DAY + hour * 60 + minute


def minute_at(now: datetime) -> int:
    """The minute that a wall clock shows."""
    return now.toordinal() * DAY + now.hour * 60 + now.minute


def moment(minute: int) -> str:
    """A minute as "YYYY-MM-DDTHH:MM"."""
    return f"{day_of(minute).isoformat()}T{minute % DAY // 60:02}:{minute % 60:02}"


def day_of(minute: int) -> date:
    return date.fromordinal(minute // DAY)


def is_closed(rules: BusinessRules, day: date) -> bool:
    """Whether `closed_days` names the day: by date, by month and day, or by its weekday."""
    names = (day.isoformat(), f"{day:%m-%d}", DAYS[day.weekday()])
    return any(name in rules.get("closed_days", []) for name in names)


def hours_on(rules: BusinessRules, day: date) -> list[list[str]]:
    """The open spans of one day; the whole day where the business gave no hours."""
    if is_closed(rules, day):
        return []
    hours = rules.get("hours")
    return hours.get(DAYS[day.weekday()], []) if hours else [["00:00", "24:00"]]


def open_spans(rules: BusinessRules, first: date, last: date) -> list[Span]:
    """All open spans from one day to another, in order; spans that touch are one."""
    merged: list[Span] = []
    for start, end in _spans(rules, first, last):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _spans(rules: BusinessRules, first: date, last: date) -> Iterator[Span]:
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        for start, end in sorted(hours_on(rules, day)):
            yield minute_of(day, start), minute_of(day, end)


def is_open(rules: BusinessRules, start: int, minutes: int) -> bool:
    """Whether the business is open for all of a booking."""
    around = timedelta(days=1)
    last = day_of(start + minutes)
    spans = open_spans(rules, day_of(start) - around, last + around)
    return any(a <= start and start + minutes <= b for a, b in spans)


def is_too_late(rules: BusinessRules, start: int, spans: Sequence[Span] = ()) -> bool:
    """Whether a minute the business is open at is after the last at which it begins anything.

    Of hours that run past midnight, those after it belong to the evening before. `spans` are
    those of the day and of the two beside it, or more, where they are known already.
    """
    last = rules.get("last_start")
    if last is None:
        return False
    around = timedelta(days=1)
    spans = spans or open_spans(rules, day_of(start) - around, day_of(start) + around)
    opened, closes = next(((a, b) for a, b in spans if a <= start < b), (start, start))
    if closes - opened >= DAY:
        opened = day_of(start).toordinal() * DAY  # open around the clock
    latest = minute_of(day_of(opened), last)
    if latest < opened and closes > (day_of(opened).toordinal() + 1) * DAY:
        latest += DAY
    return start > latest


def earliest_start(rules: BusinessRules, now: int) -> int:
    """The first minute that may be booked at the minute `now`."""
    today = now - now % DAY
    days = rules.get("lead_days", 0)
    return max(now + rules.get("lead_minutes", 0), today + days * DAY if days else now)
