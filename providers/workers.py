"""A bounded pool of worker processes for work that holds the GIL or may crash.

A worker is fed through a pipe and sleeps in a read when idle. One that crashes or
exceeds its time is replaced, and only its job fails.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar, TypeVarTuple

from core.errors import BusyError, RapportError, StageError
from providers.worker import Worker
from providers.worker_main import Job, Reply, nothing

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class Workers:
    """`size` processes that run functions, with at most `queue_limit` jobs waiting.

    `initializer` is called once in every new worker. `name` appears in errors;
    `failure` is the stage's error for a job that crashed, hung or raised. A process
    may take `start_limit` seconds to start. Belongs to one event loop.
    """

    def __init__(
        self,
        size: int,
        queue_limit: int,
        initializer: Callable[[], object] = nothing,
        name: str = "background",
        failure: type[StageError] = StageError,
        start_limit: float = 60.0,
    ) -> None:
        self._workers = [Worker(initializer) for _ in range(size)]
        self._queue_limit = queue_limit
        self._name = name
        self._failure = failure
        self._start_limit = start_limit
        # Last in, first out: the worker used last has the warmest caches.
        self._idle: asyncio.LifoQueue[Worker] = asyncio.LifoQueue()
        for worker in self._workers:
            self._idle.put_nowait(worker)
        self._waiting = 0
        self._tasks: set[asyncio.Task[Any]] = set()
        self._closed = False

    @property
    def pids(self) -> list[int]:
        """The process ids of the workers that were started."""
        return [worker.pid for worker in self._workers if worker.pid is not None]

    async def start(self) -> None:
        """Start all workers now, so that the first job is fast.

        Raises the RapportError that the initializer raised, else `failure`.
        """
        await asyncio.gather(*(self.run(nothing, limit=self._start_limit) for _ in self._workers))

    async def run(self, function: Callable[[*Ts], T], *args: *Ts, limit: float) -> T:
        """Run a module's function in a worker; it, its arguments and its result are pickled.

        A job that takes more than `limit` seconds (waiting and starting not counted) is
        killed. If the caller is cancelled, a job that runs already finishes and its
        result is dropped. Raises BusyError when the queue is full, any RapportError that
        the function raised, and `failure` for everything else that went wrong.
        """
        worker = await self._borrow()
        return await asyncio.shield(self._spawn(self._work(worker, (function, args), limit)))

    async def close(self) -> None:
        """End all workers; jobs that run or wait fail. Closing twice is fine."""
        self._closed = True
        for worker in self._workers:
            worker.kill()
        while self._tasks:
            await asyncio.wait(self._tasks)
        await asyncio.gather(*(worker.stop() for worker in self._workers))

    async def _borrow(self) -> Worker:
        if self._idle.empty() and self._waiting >= self._queue_limit:
            raise BusyError(f"The {self._name} queue is full, please try again in a moment.")
        self._waiting += 1
        try:
            return await self._idle.get()
        finally:
            self._waiting -= 1

    async def _work(self, worker: Worker, job: Job, limit: float) -> Any:
        try:
            succeeded, value = await self._answer(worker, job, limit)
        except TimeoutError:
            raise self._failure(f"The {self._name} worker took too long.") from None
        except (EOFError, OSError):
            raise self._failure(f"The {self._name} worker crashed.") from None
        finally:
            self._spawn(self._give_back(worker))
        if succeeded:
            return value
        if isinstance(value, RapportError):
            raise value
        raise self._failure(f"The {self._name} worker could not do this job.") from value

    async def _answer(self, worker: Worker, job: Job, limit: float) -> Reply:
        if self._closed:
            raise self._failure(f"The {self._name} workers are shut down.")
        if not worker.ready:
            async with asyncio.timeout(self._start_limit):
                started = await worker.start()
            if not started[0]:
                return started
        async with asyncio.timeout(limit):
            return await worker.call(job)

    async def _give_back(self, worker: Worker) -> None:
        """Make a worker free again; a dead or stuck one is replaced first, off the job's time."""
        if not (worker.ready or self._closed):
            # If this fails, the next job of this worker tries again and says why.
            with suppress(EOFError, OSError):
                async with asyncio.timeout(self._start_limit):
                    await worker.start()
        self._idle.put_nowait(worker)

    def _spawn(self, coroutine: Any) -> asyncio.Task[Any]:
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._forget)
        return task

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # Seen: where the caller was cancelled, nobody else will look.
