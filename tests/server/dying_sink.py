"""Delivers what is in an outbox and kills itself, with SIGKILL, at its first delivery.

Run as `python -m tests.server.dying_sink FOLDER PLACE NAME MODULE:CLASS ARGUMENTS`, the last
of them in JSON.
"""

import asyncio
import json
import os
import signal
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, get_args

from core.context import utc_now
from core.outbox import OutboxEvent
from core.seams import Sink
from memory.deliveries import Deliveries
from memory.outbox import SqlOutbox
from memory.records import open_records
from server.deliveries import Deliverer, Pace

Place = Literal["before_sending", "before_marking"]
PLACES: tuple[Place, ...] = get_args(Place)
PACE = Pace(look=0.05, longest_look=0.1, claim=1.0)


class DeadlySink:
    """Dies when a delivery begins, or when it has been made and nobody knows yet."""

    def __init__(self, sink: Sink, place: str) -> None:
        self._sink, self._place = sink, place

    def wants(self, event: OutboxEvent) -> bool:
        return self._sink.wants(event)

    async def deliver(self, event: OutboxEvent) -> None:
        if self._place == "before_marking":
            await self._sink.deliver(event)
        os.kill(os.getpid(), signal.SIGKILL)


def made(kind: str, given: dict[str, Any]) -> Sink:
    """A sink by its MODULE:CLASS, without the weight of the server's own wiring."""
    module, _, attribute = kind.partition(":")
    return getattr(import_module(module), attribute)(**given)


async def deliver(folder: Path, place: str, name: str, sink: Sink) -> None:
    records = await open_records(f"sqlite+aiosqlite:///{folder / 'records.sqlite3'}")
    sinks = {name: DeadlySink(sink, place)}
    pace = replace(PACE, grace=0.1)
    deliverer = Deliverer(SqlOutbox(records), Deliveries(records), sinks, utc_now, pace)
    async with deliverer.running():
        await asyncio.sleep(600)


if __name__ == "__main__":
    folder, place, name, kind, given = sys.argv[1:]
    asyncio.run(deliver(Path(folder), place, name, made(kind, json.loads(given))))
