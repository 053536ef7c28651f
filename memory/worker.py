"""Chroma in a process of its own, called over its standard input and output.

Its Rust bindings hold Python's lock while they write (25 to 60 ms) and search (5 ms): on
a thread of the server every write would stop every session's sound for that long. The
process ends with the server, however that ends: its input closes.
"""

import os
import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast

from core.errors import RapportError, RecallError
from memory.chroma import Collections

P = ParamSpec("P")
T = TypeVar("T")

ROOT = Path(__file__).parents[1]
_SERVE = "import sys; from memory.worker import serve; serve(sys.argv[1])"


class Caller(Protocol):
    """Where the collections are. Calls block, and belong on one thread: the `Lane`'s."""

    def call(
        self, function: Callable[Concatenate[Collections, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run an importable function there, with the collections first; returns its result.

        Opens the folder at the first call. Raises what the function raises, and SettingsError
        if another process owns the folder.
        """
        ...

    def close(self) -> None: ...


class ChromaHere:
    """In this process, for tests and scripts: it starts faster, and no sound has to go on."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._collections: Collections | None = None

    def call(
        self, function: Callable[Concatenate[Collections, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        if self._collections is None:
            opening = Collections(self._path)
            opening.open()
            self._collections = opening
        return function(self._collections, *args, **kwargs)

    def close(self) -> None:
        if self._collections is not None:
            collections, self._collections = self._collections, None
            collections.close()


class ChromaProcess:
    """In a process of its own, started at the first call and again when it has died."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._process: Popen[bytes] | None = None

    def call(
        self, function: Callable[Concatenate[Collections, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """As `Caller` says; raises RecallError if the process dies on the way."""
        if self._process is None:
            self._start()
        return cast(T, self._exchange((function, args, kwargs)))

    def close(self) -> None:
        """End the process after its last call."""
        if self._process is not None:
            process, self._process = self._process, None
            with process:
                _pipes(process)[0].close()

    def _start(self) -> None:
        paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = Popen(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-c", _SERVE, str(self._path)],
            stdin=PIPE,
            stdout=PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            start_new_session=True,  # A Ctrl-C is for the server, which then closes this.
        )
        try:
            self._exchange((Collections.open, (), dict[str, object]()))
        except RapportError:
            self.close()
            raise

    def _exchange(self, message: object) -> object:
        """Send one call and wait for its outcome."""
        assert self._process is not None
        to, back = _pipes(self._process)
        try:
            pickle.dump(message, to)
            to.flush()
            succeeded, value = pickle.load(back)  # noqa: S301 - from a process that we started
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            self._process.kill()
            self.close()
            raise RecallError("The memory's index stopped; it is started again.") from error
        if not succeeded:
            raise value
        return value


def _pipes(process: Popen[bytes]) -> tuple[Any, Any]:
    return process.stdin, process.stdout


def serve(path: str) -> None:
    """The process itself: answer calls until the input ends."""
    calls, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # Whatever a library prints must not end up among the answers.
    collections = Collections(Path(path))
    while True:
        try:
            function, args, kwargs = pickle.load(calls)  # noqa: S301 - from our parent
        except EOFError:
            break
        answers.write(_outcome(function, collections, *args, **kwargs))
        answers.flush()
    collections.close()


def _outcome(function: Callable[..., Any], *args: Any, **kwargs: Any) -> bytes:
    """Success and result, or failure and an error, pickled; an error that cannot be is told."""
    try:
        return pickle.dumps((True, function(*args, **kwargs)))
    except Exception as error:
        try:
            told = pickle.dumps((False, error))
            pickle.loads(told)  # noqa: S301 - our own bytes
        except Exception:
            told = pickle.dumps((False, RuntimeError(f"{type(error).__name__}: {error}")))
        return told
