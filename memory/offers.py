"""The free times nearest to a wanted one."""

from collections.abc import Iterator, Set
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from core.appointments import BusinessRules
from memory.opening import (
    DAY,
    Span,
    day_of,
    hours_on,
    is_too_late,
    minute_of,
    moment,
    open_spans,
)
from memory.slots import full, units_of
from memory.wanted import Wanted

COUNT = 3
AHEAD, BEHIND = 14, 3
"""Days around the wanted one that are looked at."""
COARSE = 30
"""Minutes between the times offered, for appointments of that length or longer."""
UNASKED = "09:00"
"""What a day's offers begin with where the business is open at night and no time was said."""


async def offers(
    db: AsyncSession,
    business_id: str,
    rules: BusinessRules,
    wanted: Wanted,
    earliest: int,
    but: str | None = None,
) -> list[str]:
    """Up to three free times as "YYYY-MM-DDTHH:MM", in the order of the clock.

    Those nearest to the wanted time, before and after; without a time, the first ones of the
    wanted day (by default of the earliest one) or after. Of a part of the day, those that
    begin in it, where there are any. None is before `earliest`.
    """
    day = wanted.day or day_of(earliest)
    near = await _free(db, business_id, rules, wanted, (day, day), earliest, but)
    if len(near) < COUNT:
        around = (day - timedelta(BEHIND), day + timedelta(AHEAD))
        near = await _free(db, business_id, rules, wanted, around, earliest, but)
    if wanted.start is None:
        all_night = any(start == "00:00" for start, _ in hours_on(rules, day))
        opening = minute_of(day, UNASKED if all_night else "00:00")
        near = [start for start in near if start >= opening]
    aim = wanted.start if wanted.start is not None else day.toordinal() * DAY
    if wanted.within:
        near, aim = _within(near, wanted.within, day), aim + wanted.within[0]
    return [moment(start) for start in sorted(sorted(near, key=lambda s: abs(s - aim))[:COUNT])]


async def _free(
    db: AsyncSession,
    business_id: str,
    rules: BusinessRules,
    wanted: Wanted,
    days: tuple[date, date],
    earliest: int,
    but: str | None,
) -> list[int]:
    spans = open_spans(rules, *days)
    crowded = any(limit is not None and needed > limit for _, limit, needed in wanted.seats)
    if crowded or not spans:
        return []
    taken = await full(db, business_id, (spans[0][0], spans[-1][1]), wanted.seats, but)
    every = wanted.minutes if wanted.minutes < COARSE else COARSE
    fitting = {start for span in spans for start in _starts(span, every, wanted.minutes)}
    if wanted.start is not None and any(
        a <= wanted.start and wanted.start + wanted.minutes <= b for a, b in spans
    ):
        fitting.add(wanted.start)
    free = [s for s in fitting if s >= earliest and _has_room(s, wanted.minutes, taken)]
    around = open_spans(rules, days[0] - timedelta(1), days[1] + timedelta(1))
    return [s for s in free if not is_too_late(rules, s, around)]


def _within(near: list[int], within: tuple[int, int], day: date) -> list[int]:
    """Those of a day's part, else those of the day, else those of such a part of other days."""
    inside = [start for start in near if within[0] <= start % DAY < within[1]]
    of_day = [start for start in near if day_of(start) == day]
    return [start for start in inside if day_of(start) == day] or of_day or inside or near


def _starts(span: Span, every: int, minutes: int) -> Iterator[int]:
    yield from range(span[0], span[1] - minutes + 1, max(every, 5))


def _has_room(start: int, minutes: int, taken: Set[int]) -> bool:
    return not any(unit in taken for unit in units_of(start, minutes))
