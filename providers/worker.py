"""One worker process, seen from the server: start it, send it a job, end it."""

import asyncio
import os
import pickle
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from contextlib import suppress

import psutil

from providers.worker_main import LENGTH, Job, Reply, nothing, pack

_CODE = "from providers.worker_main import serve; serve()"


class Worker:
    """A slot for a process: it may not run yet, or not any more.

    It is a fresh interpreter that imports nothing of the server, not even its
    `__main__`, which `multiprocessing` would import again.
    """

    def __init__(self, initializer: Callable[[], object] = nothing) -> None:
        self._initializer = initializer
        self._process: Process | None = None
        self._busy = False

    @property
    def ready(self) -> bool:
        """Whether a process runs and owes no reply (one cut off in a job still does)."""
        return self._process is not None and not self._busy and _runs(self._process)

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    async def start(self) -> Reply:
        """Start a process, ending the one before, and run the initializer in it.

        Raises EOFError or OSError if it dies at once.
        """
        await self.stop()
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-c", _CODE),
            stdin=PIPE,
            stdout=PIPE,
            env=_environment(),
            start_new_session=True,  # Ctrl-C is the server's to handle.
        )
        reply = await self.call((self._initializer, ()))
        if not reply[0]:
            await self.stop()
        return reply

    async def call(self, job: Job) -> Reply:
        """Send a job and wait for its reply; raises EOFError or OSError if the process dies."""
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise EOFError
        message = pack(job)
        self._busy = True
        process.stdin.write(message)
        await process.stdin.drain()
        (length,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
        body = await process.stdout.readexactly(length)
        self._busy = False
        return pickle.loads(body)  # noqa: S301 - written by our own child

    def kill(self) -> None:
        """Kill the process, if any; a call that waits for it raises EOFError."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()

    async def stop(self) -> None:
        """Kill the process, if any, and wait for its end. No call may be waiting."""
        self.kill()
        process, self._process, self._busy = self._process, None, False
        if process is not None:
            # Also closes the pipes, which wait() alone would leave to the garbage collector.
            await process.communicate()


def _runs(process: Process) -> bool:
    """Asked of the system: the event loop hears of an end only later, from a thread."""
    try:
        return process.returncode is None and (
            psutil.Process(process.pid).status() != psutil.STATUS_ZOMBIE
        )
    except psutil.NoSuchProcess:
        return False


def _environment() -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(sys.path),
        # One job is one core; idle threads of numpy would only cost memory.
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }
