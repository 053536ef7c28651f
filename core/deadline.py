"""The turn's deadline: by when the caller must hear something, whatever fails.

It travels in a context variable, so that a provider deep below a node can tell how much of
it is left, and the tasks it starts can too.
"""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

DEFAULT = 8.0
"""Seconds, where none was set: a node called alone, a replay."""

_current: ContextVar[tuple[float, float] | None] = ContextVar("deadline", default=None)


def now() -> float:
    """Seconds on the event loop's clock, which timeouts go by too: tests may turn it forward."""
    return asyncio.get_running_loop().time()


def stretched(seconds: float, deadline: float) -> float:
    """A patience that suits a turn of `DEFAULT` seconds, for one of `deadline`: longer where the
    turn may take longer, and never shorter."""
    return seconds * max(1.0, deadline / DEFAULT)


@contextmanager
def deadline(seconds: float) -> Generator[None]:
    """What runs in this block is to be done `seconds` from now."""
    token = _current.set((now() + seconds, seconds))
    try:
        yield
    finally:
        _current.reset(token)


def left() -> float:
    """Seconds until the deadline; 0 once it has passed."""
    current = _current.get()
    return DEFAULT if current is None else max(0.0, current[0] - now())


def whole() -> float:
    """Seconds that the deadline was set to."""
    current = _current.get()
    return DEFAULT if current is None else current[1]
