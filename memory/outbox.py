"""What the world must see of a booking, written in the transaction that makes it so.

A row is there exactly if its booking is: whoever delivers them can neither lose one nor
see one that was rolled back. Its unique key is also what lets a key book only once.
"""

from typing import Any, Literal, TypedDict, cast
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.appointments import Appointment
from memory.records import Records
from memory.tables import OutboxRow

Kind = Literal["booked", "changed", "cancelled"]
KINDS: dict[str, Kind] = {"book": "booked", "change": "changed", "cancel": "cancelled"}
"""The kind of effect by the draft's intent."""


class EffectBusiness(TypedDict):
    """Who the appointment is with; "" for what is not known. `timezone` is an IANA name."""

    business_id: str
    name: str
    phone: str
    email: str
    timezone: str


class Effect(TypedDict):
    """The payload of an outbox row: a snapshot, never changed.

    `sequence` counts the changes of the booking from 0. `previous` is the appointment before
    a change, None for other kinds.
    """

    appointment: Appointment
    business: EffectBusiness
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
