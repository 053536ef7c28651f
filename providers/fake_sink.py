"""A sink without an outside, for tests: it keeps what it was told, and fails when it is told to."""

import asyncio

from core.errors import VendorError
from core.outbox import EventKind, OutboxEvent


class FakeSink:
    """Implements `Sink`. `told` are the ids in order, `faults` what the next deliveries raise.

    `seconds` is how long a delivery takes.
    """

    def __init__(self, kinds: set[EventKind] | None = None) -> None:
        self.kinds = kinds
        self.told: list[str] = []
        self.faults: list[Exception] = []
        self.seconds = 0.0
        self.attempts = 0

    def wants(self, event: OutboxEvent) -> bool:
        return self.kinds is None or event["kind"] in self.kinds

    async def deliver(self, event: OutboxEvent) -> None:
        self.attempts += 1
        await asyncio.sleep(self.seconds)
        if self.faults:
            raise self.faults.pop(0)
        if event["id"] not in self.told:
            self.told.append(event["id"])


def down(times: int) -> list[Exception]:
    """So many failures of a service that is not there."""
    return [VendorError("It is down", "network") for _ in range(times)]
