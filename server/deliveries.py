"""Takes what is in the outbox to the sinks, in the background.

New events wake it; otherwise it looks at the next due time, and now and then for events
that another process wrote. Each sink is served apart from the others, a few deliveries at
a time, so that one which is down or slow holds up nobody else.
"""

import asyncio
import random
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from core.errors import VendorError
from core.outbox import OutboxEvent
from core.seams import Clock, Sink
from memory.deliveries import Deliveries, Delivery
from memory.outbox import SqlOutbox

log = structlog.stdlib.get_logger("rapport.deliveries")


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds, but for the counts.

    `look` is how often events of other processes are looked for, `longest_look` the same for
    claims of others that ran out. `claim` is how long a crash delays what it cut; a delivery
    that takes longer renews it.
    What no retry will mend (a key refused, an answer not understood) is given up after
    `refusals` attempts, anything else after `patience`.
    """

    at_once: int = 4
    look: float = 2.0
    longest_look: float = 30.0
    claim: float = 20.0
    limit: float = 120.0
    first_pause: float = 2.0
    longest_pause: float = 3600.0
    refusals: int = 5
    patience: float = 3 * 24 * 3600.0
    grace: float = 5.0

    def pause(self, attempts: int) -> float:
        """Doubles with each attempt, with jitter so that many do not come back at once."""
        longest = min(self.first_pause * 2.0 ** min(attempts - 1, 30), self.longest_pause)
        return longest * random.uniform(0.5, 1.0)  # noqa: S311


class Deliverer:
    def __init__(
        self,
        outbox: SqlOutbox,
        deliveries: Deliveries,
        sinks: Mapping[str, Sink],
        clock: Clock,
        pace: Pace | None = None,
    ) -> None:
        self._outbox, self._deliveries, self._sinks = outbox, deliveries, sinks
        self._clock, self._pace = clock, pace or Pace()
        self._due = {name: asyncio.Event() for name in sinks}
        self._closing = asyncio.Event()

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        """Deliver while in the block; on the way out what is under way gets a little longer."""
        tasks = [
            asyncio.create_task(self._hand_out(), name="outbox"),
            *(asyncio.create_task(self._serve(name), name=f"sink-{name}") for name in self._sinks),
        ]
        try:
            yield
        finally:
            self._closing.set()
            for woken in (self._outbox.woken, *self._due.values()):
                woken.set()
            _, late = await asyncio.wait(tasks, timeout=self._pace.grace)
            for task in late:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _hand_out(self) -> None:
        revived = False
        while not self._closing.is_set():
            self._outbox.woken.clear()
            try:
                if not revived:
                    lately = self._clock() - timedelta(seconds=self._pace.patience)
                    await self._deliveries.revive(lately)
                if await self._outbox.hand_out(self._wanted) or not revived:
                    for due in self._due.values():
                        due.set()
                revived = True
            except Exception as error:
                log.error("outbox_failed", error=type(error).__name__)
            await _set_within(self._outbox.woken, self._pace.look)

    def _wanted(self, event: OutboxEvent) -> list[str]:
        return [name for name, sink in self._sinks.items() if sink.wants(event)]

    async def _serve(self, name: str) -> None:
        while not self._closing.is_set():
            self._due[name].clear()
            try:
                until = self._clock() + timedelta(seconds=self._pace.claim)
                claimed = await self._deliveries.claim(name, until, self._pace.at_once)
                rest = max(await asyncio.gather(*map(self._deliver, claimed)), default=None)
                if rest is None:
                    await _set_within(self._due[name], await self._until_due(name))
                elif rest > 0:
                    await _set_within(self._closing, rest)
            except Exception as error:
                log.error("sink_failed", sink=name, error=type(error).__name__)
                await _set_within(self._closing, self._pace.look)

    async def _until_due(self, name: str) -> float:
        """Seconds until this sink has something to do, unless it is woken before."""
        at = await self._deliveries.next_due(name)
        wait = self._pace.longest_look if at is None else (at - self._clock()).total_seconds()
        return min(max(wait, 0.01), self._pace.longest_look)

    async def _deliver(self, delivery: Delivery) -> float:
        """One attempt. Returns for how many seconds the sink asked to be left alone."""
        sink, event = delivery.sink, delivery.event
        try:
            async with self._held(delivery), asyncio.timeout(self._pace.limit):
                await self._sinks[sink].deliver(event)
        except VendorError as error:
            trouble = error
        except TimeoutError:
            trouble = VendorError("The delivery took too long", "timeout")
        except Exception as error:
            trouble = VendorError(f"The event cannot be sent ({type(error).__name__})", "protocol")
        else:
            await self._deliveries.done(delivery)
            log.info("delivered", sink=sink, kind=event["kind"], attempts=delivery.attempts)
            return 0.0
        await self._failed(delivery, trouble)
        return trouble.retry_after or 0.0

    async def _failed(self, delivery: Delivery, error: VendorError) -> None:
        now = self._clock()
        pause = max(self._pace.pause(delivery.attempts), error.retry_after or 0.0)
        refused = error.fault in ("auth", "protocol") and delivery.attempts >= self._pace.refusals
        age = (now - datetime.fromisoformat(delivery.event["at"])).total_seconds()
        given_up = refused or age > self._pace.patience
        again = None if given_up else now + timedelta(seconds=pause)
        await self._deliveries.failed(delivery, str(error), again)
        log.warning(
            "delivery_failed",
            sink=delivery.sink,
            event_id=delivery.event["id"],
            fault=error.fault,
            attempts=delivery.attempts,
            given_up=given_up,
        )

    @asynccontextmanager
    async def _held(self, delivery: Delivery) -> AsyncGenerator[None]:
        """Renew the claim for as long as the block takes."""
        renewing = asyncio.create_task(self._renew(delivery))
        try:
            yield
        finally:
            renewing.cancel()
            await asyncio.gather(renewing, return_exceptions=True)

    async def _renew(self, delivery: Delivery) -> None:
        while True:
            await asyncio.sleep(self._pace.claim / 3)
            until = self._clock() + timedelta(seconds=self._pace.claim)
            await self._deliveries.renew(delivery, until)


async def _set_within(event: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
