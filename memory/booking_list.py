"""A business's appointments, for the business to read."""

from dataclasses import dataclass
from datetime import UTC, tzinfo

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.appointments import Appointment
from memory.booking_writes import appointment_of
from memory.host import host_of
from memory.records import Records
from memory.tables import BookingRow


class Entry(Appointment):
    """An appointment with its owner and history. Times of change are ISO 8601 UTC."""

    user_id: str
    status: str
    sequence: int
    created_at: str
    updated_at: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the appointments that were asked for, and how many there are of them."""

    entries: list[Entry]
    total: int
    business_name: str
    zone: tzinfo


class BookingList:
    """`timezone` is that of businesses that gave none."""

    def __init__(self, records: Records, timezone: tzinfo = UTC) -> None:
        self._records = records
        self._timezone = timezone

    async def page(
        self,
        business_id: str,
        first: str | None = None,
        last: str | None = None,
        status: str | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> Page:
        """Appointments from a day to another (YYYY-MM-DD, both included), soonest first."""
        chosen = select(BookingRow).where(BookingRow.business_id == business_id)
        if first:
            chosen = chosen.where(BookingRow.date >= first)
        if last:
            chosen = chosen.where(BookingRow.date <= last)
        if status:
            chosen = chosen.where(BookingRow.status == status)
        async with self._records.read() as db:
            host = await host_of(db, business_id)
            total = await _count(db, chosen)
            ordered = chosen.order_by(BookingRow.date, BookingRow.time, BookingRow.id)
            rows = await db.scalars(ordered.limit(limit).offset(offset))
            entries = [_entry(row) for row in rows]
        return Page(entries, total, host.name, host.zone(self._timezone))


async def _count(db: AsyncSession, chosen: Select[BookingRow]) -> int:
    return await db.scalar(select(func.count()).select_from(chosen.subquery())) or 0


def _entry(row: BookingRow) -> Entry:
    return {
        **appointment_of(row),
        "user_id": row.user_id,
        "status": row.status,
        "sequence": row.sequence,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }
