"""A real server in a process of its own: started on a free port, watched, stopped, killed."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from server.settings import Settings

ROOT = Path(__file__).parents[1]
PATIENCE = 180.0
"""Seconds for the server to come up, and again to go down when told to."""

_POLL = 0.02
_TAIL = 4_000


class StartError(RuntimeError):
    """The server did not come up; says how it ended and what it logged last."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What one process holds and has used: bytes, bytes, and seconds of CPU since its start.

    `pss` counts what is shared with other processes in part only; 0 where the system does
    not tell it.
    """

    pid: int
    role: str
    rss: int
    pss: int
    cpu: float


@dataclass(frozen=True, slots=True)
class ServerProcess:
    """A server that answers.

    `started_in` is from exec to the first 200 of /healthz, in seconds; `start_cpu` the CPU
    seconds that it and its workers took for it, which a busy machine changes less.
    """

    port: int
    started_in: float
    start_cpu: float
    log: Path
    process: "subprocess.Popen[bytes]"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def family(self) -> list[psutil.Process]:
        """The server first, then all that it started."""
        return _family(self.process.pid)

    def usage(self) -> list[Usage]:
        """Of the server first, then of each of its workers."""
        return _usages(self.process.pid)

    def cpu_by_role(self) -> dict[str, float]:
        """Seconds of CPU so far; of a worker that was replaced, only what its successor used."""
        spent: dict[str, float] = {}
        for used in self.usage():
            spent[used.role] = spent.get(used.role, 0.0) + used.cpu
        return spent

    async def stop(self) -> int:
        """Ask it to end, as Ctrl-C or a service manager does; returns its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return await self._gone()

    async def kill(self) -> None:
        """SIGKILL, to the server alone: what it started has to notice by itself."""
        self.process.kill()
        await self._gone()

    async def _gone(self) -> int:
        return await asyncio.to_thread(self.process.wait, PATIENCE)


@asynccontextmanager
async def serving(
    data_dir: Path, module: Sequence[str] = ("server",), **settings: object
) -> AsyncGenerator[ServerProcess]:
    """Run `python -m server` on `data_dir` until the block ends, then stop it.

    `module` may be another one, with its arguments. `settings` are those of
    `server.settings`, by name; the caller's own environment and `.env` do not count. Its
    stderr is appended to `data_dir`/stderr.log. Raises StartError.
    """
    port, log = _free_port(), data_dir / "stderr.log"
    began = time.perf_counter()
    process = _spawn(module, data_dir, log, {"host": "127.0.0.1", "port": port, **settings})
    try:
        await _until_healthy(process, port, log)
        took = time.perf_counter() - began
        spent = sum(used.cpu for used in _usages(process.pid))
        server = ServerProcess(port, took, spent, log, process)
        yield server
        if server.alive:
            await server.stop()
    finally:
        process.kill()
        process.wait()


def _spawn(
    module: Sequence[str], data_dir: Path, log: Path, settings: dict[str, object]
) -> "subprocess.Popen[bytes]":
    data_dir.mkdir(parents=True, exist_ok=True)
    given = {name.upper(): str(value) for name, value in settings.items()}
    given["DATA_DIR"] = str(data_dir.absolute())
    own = {name: value for name, value in os.environ.items() if name.lower() not in _SETTINGS}
    # What the Makefile exports for every run.
    fixed = {"ANONYMIZED_TELEMETRY": "False", "LANGGRAPH_STRICT_MSGPACK": "true"}
    paths = os.pathsep.join([str(ROOT), *filter(None, [own.get("PYTHONPATH")])])
    with log.open("ab") as errors:
        return subprocess.Popen(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-m", *module],
            cwd=data_dir,  # Away from a `.env`.
            env={
                **own,
                **fixed,
                "PYTHONPATH": paths,
                "DATA_DIR": str(data_dir.absolute()),
                **given,
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )


_SETTINGS = frozenset(Settings.model_fields)


async def _until_healthy(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=5) as rest:
        giving_up = time.perf_counter() + PATIENCE
        while process.poll() is None and time.perf_counter() < giving_up:
            with suppress(httpx.TransportError):
                if (await rest.get("/healthz")).is_success:
                    return
            await asyncio.sleep(_POLL)
    ended = process.poll()
    how = f"was not up after {PATIENCE:.0f} s" if ended is None else f"ended with code {ended}"
    said = await asyncio.to_thread(log.read_text, errors="replace")
    raise StartError(f"The server {how}. Its log ends:\n{said[-_TAIL:]}")


def _family(pid: int) -> list[psutil.Process]:
    server = psutil.Process(pid)
    return [server, *server.children(recursive=True)]


def _usages(pid: int) -> list[Usage]:
    return [used for each in _family(pid) if (used := _usage(each)) is not None]


def _usage(process: psutil.Process) -> Usage | None:
    """None for a process that has ended meanwhile."""
    try:
        with process.oneshot():
            memory, cpu = process.memory_full_info(), process.cpu_times()
            pss = int(getattr(memory, "pss", 0))
            spent = cpu.user + cpu.system
            return Usage(process.pid, _role(process.cmdline()), memory.rss, pss, spent)
    except psutil.NoSuchProcess:
        return None


def _role(command: list[str]) -> str:
    line = " ".join(command)
    if "providers.worker_main" in line:
        return "speech worker"
    return "index" if "memory.worker" in line else "server"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
