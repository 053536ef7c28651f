"""What the local emotion model costs: `python -m evals.emotion_speed`.

Prints p50 and p95 for one message on one core, alone and with three turns before it, the
size of the files, and the memory that loading and reading add to a process.
"""

import os
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from core.state import Utterance
from evals.sessions import sessions
from providers.emotion.local import FOLDER, LocalEmotion

TURNS = 3


def resident() -> float:
    """Memory of this process that is in use, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def messages() -> list[tuple[str, list[Utterance]]]:
    """Every caller's turn of our sessions with the turns before it."""
    found: list[tuple[str, list[Utterance]]] = []
    for session in sessions():
        turns: list[Utterance] = [
            {"speaker": turn["speaker"], "text": turn["text"]} for turn in session["turns"]
        ]
        found += [
            (turn["text"], turns[max(0, at - TURNS) : at])
            for at, turn in enumerate(turns)
            if turn["speaker"] == "caller"
        ]
    return found


def timed(
    model: LocalEmotion, said: Sequence[tuple[str, list[Utterance]]], clock: Callable[[], float]
) -> list[float]:
    """Milliseconds of each reading by a clock."""
    spent: list[float] = []
    for text, context in said:
        started = clock()
        model.read_now(text, context)
        spent.append((clock() - started) * 1000)
    return spent


def line(name: str, model: LocalEmotion, said: Sequence[tuple[str, list[Utterance]]]) -> str:
    """By the wall clock, and by this process's own time, which busy neighbours change less."""
    parts = [name]
    for kind, clock in (("ms", time.perf_counter), ("ms of CPU", time.process_time)):
        spent = timed(model, said, clock)
        cuts = statistics.quantiles(spent, n=20)
        parts.append(f"p50 {statistics.median(spent):.2f} {kind}, p95 {cuts[18]:.2f}")
    return "; ".join(parts)


def main() -> None:
    import numpy as np
    import onnxruntime
    import tokenizers

    vendors = (np.__version__, onnxruntime.__version__, tokenizers.__version__)
    said = messages()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    before = resident()
    model = LocalEmotion()
    model.load()
    timed(model, said[:50], time.perf_counter)
    alone: list[tuple[str, list[Utterance]]] = [(text, []) for text, _ in said]
    lines = [
        line("one message", model, alone),
        line("one message after up to three turns", model, said),
        f"files: {sum(path.stat().st_size for path in FOLDER.iterdir()) / 1e6:.1f} MB",
        f"memory added to a process that has its libraries: {resident() - before:.0f} MB",
        "numpy {}, onnxruntime {}, tokenizers {}".format(*vendors),
    ]
    print("\n".join(lines))  # noqa: T201


if __name__ == "__main__":
    main()
