"""Seats held for five minutes at a time; the table's primary key lets one booking have each.

The seat numbers of one resource and five minutes only count: a booking may sit on another
number in the next five, so what is free is never cut up.
"""

from collections.abc import Iterable, Set
from itertools import count, islice

from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from memory.opening import Span
from memory.tables import SlotRow
from memory.wanted import Seats

UNIT = 5
"""Minutes of a slot; bookings that share a part of one do not fit beside each other."""


def units_of(start: int, minutes: int) -> range:
    """The slots that a booking touches."""
    return range(start // UNIT, -(-(start + minutes) // UNIT))


async def alone(db: AsyncSession, business_id: str) -> None:
    """One writer a business from here to the end of the transaction, so that none deadlock.

    PostgreSQL needs the lock; on SQLite, the first write of the transaction is one.
    """
    if db.get_bind().dialect.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:business_id, 0))")
        await db.execute(lock, {"business_id": business_id})


async def full(
    db: AsyncSession, business_id: str, span: Span, seats: Seats, but: str | None = None
) -> Set[int]:
    """The slots of a span of minutes with too few seats left; `but` is a booking not to count.

    Reads the span's part of the primary key, however many bookings there are.
    """
    counted = (
        select(SlotRow.unit, SlotRow.resource, func.count())
        .where(SlotRow.business_id == business_id)
        .where(SlotRow.unit >= span[0] // UNIT, SlotRow.unit <= span[1] // UNIT)
        .group_by(SlotRow.unit, SlotRow.resource)
    )
    if but is not None:
        counted = counted.where(SlotRow.booking_id != but)
    wanted = {seat.resource: seat for seat in seats}
    rows = (await db.execute(counted)).all()
    return {
        unit
        for unit, resource, taken in rows
        if (seat := wanted.get(resource)) and seat.limit is not None
        if taken + seat.needed > seat.limit
    }


async def hold(
    db: AsyncSession, business_id: str, booking_id: str, units: Iterable[int], seats: Seats
) -> bool:
    """Take the lowest free seats of each resource in each slot; False if one has too few left."""
    wanted = sorted(units)
    held = await db.execute(
        select(SlotRow.unit, SlotRow.resource, SlotRow.seat)
        .where(SlotRow.business_id == business_id)
        .where(SlotRow.unit >= wanted[0], SlotRow.unit <= wanted[-1])
    )
    taken = {(unit, resource, seat) for unit, resource, seat in held.all()}
    rows: list[dict[str, str | int]] = []
    for unit in wanted:
        for resource, limit, needed in seats:
            numbers = (n for n in count() if (unit, resource, n) not in taken)
            for seat in islice(numbers, needed):
                if limit is not None and seat >= limit:
                    return False
                row = {"unit": unit, "resource": resource, "seat": seat, "booking_id": booking_id}
                rows.append({"business_id": business_id, **row})
    await db.execute(insert(SlotRow), rows)
    return True


async def release(db: AsyncSession, booking_id: str) -> None:
    await db.execute(delete(SlotRow).where(SlotRow.booking_id == booking_id))
