"""How long tests wait, so that a machine that is busy, or that stands still, fails none."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager, suppress
from typing import TypeVar

from core.errors import BusyError, VendorError

T = TypeVar("T")

PATIENT = 60.0
"""Seconds that what comes at once may take; only what never comes takes as long."""

HASTY = 0.4
"""Seconds, where the server is silent for good. They may be over before the request was even
received, so nothing but the fault may be asked of it."""


async def until(condition: Callable[[], object]) -> None:
    """Wait until it holds; raises TimeoutError where it never does."""
    async with asyncio.timeout(PATIENT):
        while not condition():  # noqa: ASYNC110 - servers and processes do not tell us
            await asyncio.sleep(0.01)


async def sooner_or_later(work: Callable[[], Awaitable[T]]) -> T:
    """The answer of one who has no patience, and gives up on a machine that is slow."""
    async with asyncio.timeout(PATIENT):
        while True:
            with suppress(BusyError, VendorError):
                return await work()


@contextmanager
def nobody(port: int = 0) -> Generator[int]:
    """A port of this machine that nobody listens on, nor can: it is taken."""
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", port))
        yield taken.getsockname()[1]
