"""What an adapter tells of the call it is under: what says nothing about the service.

It travels in a context variable, so that no seam has to know of it; without a call above, as
in a test of the adapter alone, nothing happens.
"""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from math import inf

from core.deadline import left, now


class Call:
    """One call of a service. `asked`: whether its outcome is the service's doing."""

    def __init__(self) -> None:
        self.asked = True
        self._timer: asyncio.Timeout | None = None

    @contextmanager
    def timed(self, timer: asyncio.Timeout) -> Generator[None]:
        """What runs in this block, and the tasks it starts, may tell."""
        self._timer = timer
        token = _current.set(self)
        try:
            yield
        finally:
            _current.reset(token)
            self._timer = None

    def give_back(self, seconds: float) -> None:
        timer = self._timer
        # A task that the call started may still run when the call is over.
        if timer is not None and not timer.expired() and (end := timer.when()) is not None:
            timer.reschedule(end + seconds)


_current: ContextVar[Call | None] = ContextVar("call", default=None)


def not_asked() -> None:
    """This call asks the service nothing: what was kept is given, or there is nothing to do."""
    call = _current.get()
    if call is not None:
        call.asked = False


@contextmanager
def waiting() -> Generator[None]:
    """What runs in this block waits for us, such as in our own line.

    The service gets that time back, and where the wait ends by an error it was never asked.
    """
    call = _current.get()
    if call is None:
        yield
        return
    began, call.asked = now(), False
    yield
    call.asked = True
    call.give_back(now() - began)


def patience(share: float) -> float:
    """Seconds that a call may wait for us: a `share` of what is left of the turn's deadline.

    Well below the share that the call has, which would end meanwhile. Without a call above
    there is nobody else to ask, and no end.
    """
    return share * left() if _current.get() is not None else inf
