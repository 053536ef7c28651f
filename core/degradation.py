"""What went wrong below a node and was made good there, such as a fallback to another voice.

A code reads `service:fault`, as in `groq:timeout`. The fault is one of `core.errors.Fault`,
or `busy` (the adapter's own queue was full), or `late` (not asked: too little of the turn's
deadline was left). Several codes of one stage are joined by commas, in order of their coming.
"""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar

SUFFIX = "_degraded"
"""Of a stage's key in `timings`."""

Announce = Callable[[str, str], None]


class Notes:
    """Stages and codes, each pair once; `announce` hears of a new one as it comes."""

    def __init__(self, announce: Announce | None = None) -> None:
        self._codes: dict[str, list[str]] = {}
        self._announce = announce

    def add(self, stage: str, code: str) -> None:
        codes = self._codes.setdefault(stage, [])
        if code not in codes:
            codes.append(code)
            if self._announce is not None:
                self._announce(stage, code)

    def hand_over(self) -> None:
        """Note all of it again, for whoever collects where this is called."""
        for stage, codes in self._codes.items():
            for code in codes:
                note(stage, code)

    def timings(self) -> dict[str, str]:
        """As a turn keeps it."""
        return {f"{stage}{SUFFIX}": ",".join(codes) for stage, codes in self._codes.items()}


_notes: ContextVar[Notes | None] = ContextVar("degradation", default=None)


def note(stage: str, code: str) -> None:
    """Tell the node above that something stood in for a service; without one it is dropped."""
    notes = _notes.get()
    if notes is not None:
        notes.add(stage, code)


def noted() -> dict[str, str]:
    """What was noted so far, as a turn keeps it."""
    notes = _notes.get()
    return {} if notes is None else notes.timings()


@contextmanager
def collecting(notes: Notes) -> Generator[None]:
    """Collect what is noted in this block, and in tasks started there."""
    token = _notes.set(notes)
    try:
        yield
    finally:
        _notes.reset(token)
