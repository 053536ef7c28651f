"""The inside of a worker process: read a job, do it, answer, until the parent is gone.

Only the standard library is imported here, so that a worker starts light; the modules
of a job are imported when its function is unpickled. Started by `providers.worker`.
"""

import ctypes
import os
import pickle
import signal
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any, BinaryIO

Job = tuple[Callable[..., Any], tuple[Any, ...]]
Reply = tuple[bool, Any]
"""`(True, result)` or `(False, the exception)`."""

LENGTH = struct.Struct("<Q")
"""Before each message in either direction: its length in bytes."""

_PR_SET_PDEATHSIG = 1


def nothing() -> None:
    """The job that only proves that a worker is there."""


def pack(message: Job | Reply) -> bytes:
    """Frame one message: its length, then its pickle."""
    body = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(body)) + body


def serve() -> None:
    """Answer jobs from standard input on standard output; returns when the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _die_with_parent()
    jobs = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    # What a C library prints must not end up among the replies, nor a caller's data in logs.
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(silence, stream)
    while job := _read(jobs):
        replies.write(_answer(job))
        replies.flush()


def _read(stream: BinaryIO) -> bytes:
    header = stream.read(LENGTH.size)
    return stream.read(LENGTH.unpack(header)[0]) if len(header) == LENGTH.size else b""


def _answer(job: bytes) -> bytes:
    try:
        function, args = pickle.loads(job)  # noqa: S301 - only our own parent writes to us
        return pack((True, function(*args)))
    except Exception as error:
        return pack((False, _portable(error)))


def _portable(error: Exception) -> Exception:
    """The error itself if it survives pickling, else one that says the same."""
    with suppress(Exception):
        if type(pickle.loads(pickle.dumps(error))) is type(error):  # noqa: S301 - just dumped
            return error
    return RuntimeError(f"{type(error).__name__}: {error}")


def _die_with_parent() -> None:
    """Ask Linux for a SIGKILL when the parent ends (prctl(2)).

    The end of the input says the same everywhere, but a job that hangs would never read it.
    """
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            sys.exit()
