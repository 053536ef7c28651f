"""How long tests wait, so that a machine that is busy, or that stands still, fails none."""

import asyncio
import socket
from collections.abc import Callable, Generator
from contextlib import contextmanager

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


@contextmanager
def nobody(port: int = 0) -> Generator[int]:
    """A port of this machine that nobody listens on, nor can: it is taken."""
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", port))
        yield taken.getsockname()[1]
