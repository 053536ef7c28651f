"""What the world must see of a booking, written in the transaction that makes it so.

A row is there exactly if its booking is: whoever delivers them can neither lose one nor
see one that was rolled back. Its unique key is also what lets a key book only once.
"""

from typing import Any, Literal, cast
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.appointments import Appointment
from memory.records import Records
from memory.tables import OutboxRow

Kind = Literal["booked", "changed", "cancelled"]
KINDS: dict[str, Kind] = {"book": "booked", "change": "changed", "cancel": "cancelled"}
"""The kind of effect by the draft's intent."""


class Effect(Appointment):
    """The payload of an outbox row: the appointment as it was then, never changed.

    `business_name` is "" where it is not known, `timezone` an IANA name; `sequence` counts
    the changes of the booking from 0. `previous` is the appointment before a change, None
    for other kinds.
    """

    business_name: str
    timezone: str
    sequence: int
    previous: Appointment | None


async def claim(
    db: AsyncSession, records: Records, key: str, row: dict[str, Any]
) -> tuple[str | None, str]:
    """Make `key`'s row, to be filled by `tell`; the outbox id (None if it was there) and booking.

    Must be the first statement of its transaction on SQLite: it takes the write lock.
    """
    insert = records.insert(OutboxRow).values(id=str(uuid4()), key=key, payload={}, **row)
    mine = await db.scalar(insert.on_conflict_do_nothing().returning(OutboxRow.id))
    kept = await db.scalar(select(OutboxRow.booking_id).where(OutboxRow.key == key))
    return mine, cast(str, kept)


async def tell(db: AsyncSession, outbox_id: str, booking_id: str, effect: Effect) -> None:
    """Fill the claimed row with what happened."""
    filled = update(OutboxRow).where(OutboxRow.id == outbox_id)
    await db.execute(filled.values(booking_id=booking_id, payload=cast(dict[str, Any], effect)))
