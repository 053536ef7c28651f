"""A second try at once, where it is safe and may help."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import stamina

from core.deadline import now
from core.errors import VendorError

T = TypeVar("T")

ATTEMPTS = 2
WAIT = 0.1
"""Seconds before the second try, and as much again of jitter at most."""


async def retried(work: Callable[[], Awaitable[T]], limit: float) -> T:
    """Only for work without effects. `limit`: seconds that the whole may take.

    Tried again, while half of the limit is left, are faults that pass quickly (network,
    server) and a limit of calls whose `retry_after` is a small part of that time. The caller
    keeps the limit itself.
    """
    latest = now() + limit / 2 - 2 * WAIT

    def again(error: Exception) -> bool | float:
        if not isinstance(error, VendorError) or now() > latest:
            return False
        if error.retry_after is not None:
            return error.retry_after if error.retry_after <= limit / 4 else False
        return error.fault in ("network", "server")

    async for attempt in stamina.retry_context(
        on=again, attempts=ATTEMPTS, timeout=limit, wait_initial=WAIT, wait_jitter=WAIT
    ):
        with attempt:
            return await work()
    raise AssertionError("stamina ends by an answer or by raising")
