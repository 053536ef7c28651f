"""How far each event of the outbox is on its way to each sink.

Whoever delivers claims a row for a while before it does anything. A claim that its holder
does not renew runs out, so what a crash has cut is taken up again, by any process.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, tuple_, update
from sqlalchemy.orm import aliased
from typing_extensions import TypedDict  # pydantic reads no other kind before Python 3.12

from core.context import utc_now
from core.outbox import OutboxEvent
from core.seams import Clock
from memory.outbox import event_of
from memory.records import Records
from memory.tables import DeliveryRow, OutboxRow

STUCK_AFTER = 3
"""Attempts that failed before a delivery counts as stuck, whether it is tried again or not."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event claimed for one sink. `attempts` counts this one."""

    event: OutboxEvent
    sink: str
    attempts: int


State = Literal["waiting", "stuck", "done"]


class Listed(TypedDict):
    """One event on its way to one sink, as it may be shown. Times are ISO 8601 UTC.

    `next_at` is when it is tried, or how long the attempt under way has; a stuck one without
    it was given up, and is tried once more when the server starts again.
    """

    id: str
    sink: str
    kind: str
    business_id: str
    booking_id: str | None
    at: str
    attempts: int
    next_at: str | None
    done_at: str | None
    last_error: str | None


class Deliveries:
    def __init__(self, records: Records, clock: Clock = utc_now) -> None:
        self._records = records
        self._clock = clock

    async def claim(self, sink: str, until: datetime, limit: int) -> list[Delivery]:
        """Take up to `limit` deliveries that are due, oldest first, and hold them until then.

        No other process gets them meanwhile. What happened to one booking is told in order:
        a delivery waits while an earlier event of its booking is still on its way.
        """
        due = DeliveryRow.next_at <= self._clock().isoformat()
        oldest = (
            select(DeliveryRow.outbox_id)
            .join(OutboxRow)
            .where(due, _in_turn(sink))
            .order_by(OutboxRow.created_at, OutboxRow.id)
            .limit(limit)
        )
        # Due once more: on PostgreSQL another process may have claimed it since.
        take = (
            update(DeliveryRow)
            .where(due, DeliveryRow.sink == sink, DeliveryRow.outbox_id.in_(oldest))
            .values(next_at=until.isoformat(), attempts=DeliveryRow.attempts + 1)
            .returning(DeliveryRow.outbox_id, DeliveryRow.attempts)
        )
        async with self._records.write() as db:
            taken = (await db.execute(take)).all()
            attempts: dict[str, int] = {row.outbox_id: row.attempts for row in taken}
            rows = select(OutboxRow).where(OutboxRow.id.in_(attempts))
            found = await db.scalars(rows.order_by(OutboxRow.created_at, OutboxRow.id))
            return [Delivery(event_of(row), sink, attempts[row.id]) for row in found]

    async def next_due(self, sink: str) -> datetime | None:
        """When the next delivery to a sink is due, aware; None when nothing waits."""
        next_at = select(DeliveryRow.next_at).join(OutboxRow).where(_in_turn(sink))
        async with self._records.read() as db:
            at = await db.scalar(next_at.order_by(DeliveryRow.next_at).limit(1))
        return None if at is None else datetime.fromisoformat(at)

    async def renew(self, delivery: Delivery, until: datetime) -> None:
        """Hold a claim for longer."""
        await self._set(delivery, next_at=until.isoformat())

    async def done(self, delivery: Delivery) -> None:
        now = self._clock().isoformat()
        await self._set(delivery, next_at=None, done_at=now, last_error=None)

    async def failed(self, delivery: Delivery, error: str, next_at: datetime | None) -> None:
        """Try again at `next_at`, or give it up. `error` is one sentence without secrets."""
        at = None if next_at is None else next_at.isoformat()
        await self._set(delivery, next_at=at, last_error=error)

    async def revive(self, since: datetime) -> None:
        """Try once more what was given up and happened after `since`: settings may be right now."""
        recent = select(OutboxRow.id).where(OutboxRow.created_at >= since.isoformat())
        again = update(DeliveryRow).where(_given_up(), DeliveryRow.outbox_id.in_(recent))
        async with self._records.write() as db:
            await db.execute(again.values(next_at=self._clock().isoformat()))

    async def counts(self) -> dict[State, int]:
        """How many deliveries are in each state; what is stuck and tried again counts as stuck."""
        async with self._records.read() as db:
            return {
                state: await db.scalar(
                    select(func.count()).select_from(DeliveryRow).where(condition)
                )
                or 0
                for state, condition in _states().items()
            }

    async def listed(self, state: State, limit: int) -> list[Listed]:
        """The newest `limit` deliveries in a state, newest first, without what callers said."""
        rows = select(DeliveryRow, OutboxRow).join(OutboxRow).where(_states()[state])
        newest = rows.order_by(OutboxRow.created_at.desc(), DeliveryRow.sink).limit(limit)
        async with self._records.read() as db:
            return [_listed(*row) for row in await db.execute(newest)]

    async def stuck(self, limit: int = 100) -> list[Listed]:
        """What has failed more often than it should, newest first."""
        return await self.listed("stuck", limit)

    async def _set(self, delivery: Delivery, **values: str | None) -> None:
        key = tuple_(DeliveryRow.outbox_id, DeliveryRow.sink)
        this = update(DeliveryRow).where(key == (delivery.event["id"], delivery.sink))
        async with self._records.write() as db:
            await db.execute(this.values(**values))


def _given_up() -> ColumnElement[bool]:
    return and_(DeliveryRow.next_at.is_(None), DeliveryRow.done_at.is_(None))


def _states() -> dict[State, ColumnElement[bool]]:
    undone = DeliveryRow.done_at.is_(None)
    failing = (DeliveryRow.attempts >= STUCK_AFTER) & DeliveryRow.last_error.is_not(None)
    stuck = or_(failing, DeliveryRow.next_at.is_(None))
    return {
        "waiting": and_(undone, ~stuck),
        "stuck": and_(undone, stuck),
        "done": DeliveryRow.done_at.is_not(None),
    }


def _in_turn(sink: str) -> ColumnElement[bool]:
    """Waiting for this sink, and no earlier event of the same booking waits for it."""
    earlier, before = aliased(DeliveryRow), aliased(OutboxRow)
    waits = exists().where(
        earlier.outbox_id == before.id, earlier.sink == sink, earlier.next_at.is_not(None)
    )
    is_earlier = or_(
        before.created_at < OutboxRow.created_at,
        and_(before.created_at == OutboxRow.created_at, before.id < OutboxRow.id),
    )
    # One within the other, so that SQLite begins with the few events of the booking.
    held_up = exists().where(before.booking_id == OutboxRow.booking_id, is_earlier, waits)
    return and_(DeliveryRow.sink == sink, DeliveryRow.next_at.is_not(None), ~held_up)


def _listed(delivery: DeliveryRow, event: OutboxRow) -> Listed:
    return {
        "id": event.id,
        "sink": delivery.sink,
        "kind": event.kind,
        "business_id": event.business_id,
        "booking_id": event.booking_id,
        "at": event.created_at,
        "attempts": delivery.attempts,
        "next_at": delivery.next_at,
        "done_at": delivery.done_at,
        "last_error": delivery.last_error,
    }
