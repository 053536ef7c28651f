"""One thread for all calls to the index, in which lookups overtake writes.

Chroma lets a reader wait behind a writer whoever they are, so calling it side by side
would gain nothing: what helps is that writes come in small pieces, and that a lookup
waits for one such piece at most (10 to 50 ms), never for the whole queue of them.
"""

import asyncio
import itertools
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from core.errors import BusyError, RecallError

T = TypeVar("T")
WAITING = 1024
"""Calls that may wait; past it the caller is told that memory is busy."""

LOOKUP, WRITE, STOP = 0, 1, 2

_Job = tuple[int, int, Callable[[], Any], Future[Any]]


class Lane:
    def __init__(self) -> None:
        self._jobs: queue.PriorityQueue[_Job] = queue.PriorityQueue(WAITING)
        self._order = itertools.count()
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="chroma", daemon=True)
        self._thread.start()

    async def lookup(self, call: Callable[[], T]) -> T:
        """Run `call` on the thread before any waiting write. Raises BusyError past the limit."""
        return await self._submit(LOOKUP, call)

    async def write(self, call: Callable[[], T]) -> T:
        """Run `call` on the thread when no lookup waits. Raises BusyError past the limit."""
        return await self._submit(WRITE, call)

    async def close(self) -> None:
        """Finish what waits, then end the thread; later calls raise RecallError."""
        self._closed = True
        done: Future[None] = Future()
        await asyncio.to_thread(self._jobs.put, (STOP, next(self._order), _nothing, done))
        await asyncio.to_thread(self._thread.join)

    async def _submit(self, rank: int, call: Callable[[], T]) -> T:
        if self._closed:
            raise RecallError("The memory is closed.")
        future: Future[T] = Future()
        try:
            self._jobs.put_nowait((rank, next(self._order), call, future))
        except queue.Full:
            raise BusyError("The memory has too much to do at the moment.") from None
        return await asyncio.wrap_future(future)

    def _work(self) -> None:
        rank = LOOKUP
        while rank != STOP:
            rank, _, call, future = self._jobs.get()
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(call())
                except BaseException as error:
                    future.set_exception(error)


def _nothing() -> None:
    """What the last job does."""
