"""The salon that the booking tests book at, and what it keeps."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from core.appointments import BookingDraft, BusinessRules
from memory.bookings import SqlBookings
from memory.records import Records
from memory.tables import BusinessRow

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
"""A Monday morning."""
WEEK: dict[str, list[list[str]]] = {
    day: [["09:00", "17:00"]] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")
}
CUTS: BusinessRules = {
    "hours": WEEK,
    "services": [
        {"name": "Haircut", "duration_minutes": 30},
        {"name": "Colour", "duration_minutes": 60},
    ],
}


async def calendar(records: Records, rules: BusinessRules | None = None) -> SqlBookings:
    """The bookings of the business "salon", which taught these rules."""
    row = {"business_id": "salon", "name": "Curl & Co", "industry": "", "phone": "", "email": ""}
    async with records.write() as db:
        db.add(
            BusinessRow(
                **row,
                content="",
                extra={},
                chunks=0,
                updated_at=NOW.isoformat(),
                rules={**(rules or {})},
            )
        )
    return SqlBookings(records, lambda: NOW)


def draft(time: str | None = "14:00", date: str | None = "2026-03-03", **more: Any) -> BookingDraft:
    made: Any = {"status": "confirming", "intent": "book", "date": date, "time": time, **more}
    return made


async def booked(
    bookings: SqlBookings, time: str, user: str = "ann", key: str | None = None, **more: Any
) -> str:
    given = draft(time, **{"status": "confirmed", **more})
    return await bookings.book(key or f"{user}:{time}:{more}", "salon", user, given)


async def rows(records: Records, table: Any) -> list[Any]:
    async with records.read() as db:
        return list((await db.scalars(select(table))).all())
