"""The outbox in the records: events that others are to be told of, and who wants them.

An event is written once, in the transaction of what happened where that is a booking. It
is then handed out to the sinks that want it: one row of `deliveries` for each.
"""

import asyncio
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import cast

from sqlalchemy import exists, select

from core.context import utc_now
from core.outbox import EventKind, OutboxEvent
from core.seams import Clock
from memory.records import Records
from memory.tables import DeliveryRow, OutboxRow

RECORDS = "records"
"""The sink that has every event at once, for it is these records."""

BATCH = 200
OVERLAP = timedelta(hours=1)
"""How far back new events are looked for: clocks differ, and a transaction takes its time."""

Wanted = Callable[[OutboxEvent], Iterable[str]]
"""The names of the sinks that an event is for."""


class SqlOutbox:
    """Implements `Outbox`. `woken` is set whenever an event has been added here."""

    def __init__(self, records: Records, clock: Clock = utc_now) -> None:
        self.woken = asyncio.Event()
        self._records = records
        self._clock = clock
        self._since: str | None = None

    def wake(self) -> None:
        """For whoever writes events itself, in a transaction of its own."""
        self.woken.set()

    async def add(self, event: OutboxEvent) -> None:
        insert = self._records.insert(OutboxRow).values(
            id=event["id"],
            key=event["id"],
            business_id=event["business_id"],
            user_id=event["user_id"],
            booking_id=event["payload"].get("booking_id"),
            kind=event["kind"],
            payload=event["payload"],
            # Not when it happened, which may be long ago: `hand_out` looks for the newest.
            created_at=self._clock().isoformat(),
        )
        async with self._records.write() as db:
            await db.execute(insert.on_conflict_do_nothing())
        self.wake()

    async def hand_out(self, wanted: Wanted) -> int:
        """Give new events to the sinks that want them; returns how many events were new.

        Each is noted as done for `records` too, which marks it as handed out: a sink that
        is set up later gets what happens from then on, not what is past.
        """
        now, new, since = self._clock(), 0, self._since
        while events := await self._new(since):
            rows = [
                {
                    "outbox_id": event["id"],
                    "sink": sink,
                    "attempts": 0,
                    "next_at": None if sink == RECORDS else now.isoformat(),
                    "done_at": now.isoformat() if sink == RECORDS else None,
                }
                for event in events
                for sink in {RECORDS, *wanted(event)}
            ]
            async with self._records.write() as db:
                await db.execute(self._records.insert(DeliveryRow).on_conflict_do_nothing(), rows)
            new, since = new + len(events), events[-1]["at"]
        self._since = (now - OVERLAP).isoformat()
        return new

    async def _new(self, since: str | None) -> list[OutboxEvent]:
        """Events that were not handed out yet, oldest first."""
        rows = select(OutboxRow).where(~exists().where(DeliveryRow.outbox_id == OutboxRow.id))
        if since is not None:
            rows = rows.where(OutboxRow.created_at >= since)
        async with self._records.read() as db:
            found = await db.scalars(rows.order_by(OutboxRow.created_at).limit(BATCH))
            return [event_of(row) for row in found]


def event_of(row: OutboxRow) -> OutboxEvent:
    return {
        "id": row.id,
        "kind": cast(EventKind, row.kind),
        "business_id": row.business_id,
        "user_id": row.user_id,
        "at": row.created_at,
        "payload": row.payload,
    }
