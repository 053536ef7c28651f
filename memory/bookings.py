"""Appointments in the records: one to a slot of a business."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import select

from core.appointments import BookingDraft, Known, nothing_known
from core.context import utc_now
from core.errors import BookingError
from core.seams import Clock
from memory.records import Records
from memory.tables import BookingRow


class SqlBookings:
    """Implements `Bookings`. The unique slot in the table settles a race for it."""

    def __init__(self, records: Records, clock: Clock = utc_now) -> None:
        self._records = records
        self._clock = clock

    async def known(self, business_id: str, user_id: str, now: datetime) -> Known:
        return nothing_known()

    async def check(self, business_id: str, draft: BookingDraft, now: datetime) -> BookingDraft:
        return draft

    async def book(self, key: str, business_id: str, user_id: str, draft: BookingDraft) -> str:
        """The new booking's id (a UUID), or the one that `key` booked before.

        Raises BookingError when the slot is taken, or the draft lacks its date or time.
        """
        date, time = draft.get("date"), draft.get("time")
        if not date or not time:
            raise BookingError("A booking needs a date and a time.")
        insert = self._records.insert(BookingRow).values(
            id=str(uuid4()),
            key=key,
            business_id=business_id,
            user_id=user_id,
            date=date,
            time=time,
            service=draft.get("service"),
            created_at=self._clock().isoformat(),
        )
        async with self._records.write() as db:
            await db.execute(insert.on_conflict_do_nothing())
            booked = await db.scalar(select(BookingRow.id).where(BookingRow.key == key))
        if booked is None:
            raise BookingError(f"{time} on {date} is already taken.")
        return booked
