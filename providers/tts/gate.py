"""How many may use a service at once; the rest wait in line, and the line has an end."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from core.errors import BusyError
from providers.resilience.asking import patience, waiting

WAIT = 0.25
"""Share of what is left of the turn's deadline until one in line is sent away, so that there is
time for the service, or for another voice."""


class Gate:
    """`concurrency` pass at once and at most `queue_limit` wait, none longer than `seconds`.

    Nor longer than a share of the turn's deadline. A full gate says nothing of the service
    behind it, so it raises BusyError and never VendorError, and the wait is not the service's.
    """

    def __init__(self, concurrency: int, queue_limit: int, seconds: float) -> None:
        self._open = asyncio.Semaphore(concurrency)
        self._queue_limit = queue_limit
        self._seconds = seconds
        self._waiting = 0

    @asynccontextmanager
    async def passed(self) -> AsyncGenerator[None]:
        """Wait for a place and keep it; raises BusyError."""
        await self._enter()
        try:
            yield
        finally:
            self._open.release()

    async def _enter(self) -> None:
        if self._open.locked() and self._waiting >= self._queue_limit:
            raise BusyError("Too many sentences wait for the voice, please try again in a moment.")
        self._waiting += 1
        try:
            with waiting():
                async with asyncio.timeout(min(self._seconds, patience(WAIT))):
                    await self._open.acquire()
        except TimeoutError:
            raise BusyError("The voice is busy, please try again in a moment.") from None
        finally:
            self._waiting -= 1
