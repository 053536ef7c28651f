"""Many callers at once: does each get their own answers, and how fast?

`python -m evals.load --clients 50 --turns 5`. First each caller asks alone, one after
another: that is the baseline, and it gives the reference answers. Then all ask at once,
without a pause between turns. An answer is right if transcript, user, session and number
are, and if its words and its sound are those that the same question got alone.

`--voice` does the same with spoken questions and a short queue before the recogniser, so
that it fills up: a caller told `busy` asks again a little later.
"""

import asyncio
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import psutil
import typer
from rich.console import Console
from rich.table import Table

from evals.callers import SPOKEN, Messages, Phase, alone_and_together, question
from evals.line import Answer, text
from evals.process import serving

LATENCIES: dict[str, Callable[[Answer], float]] = {
    "to metadata": lambda answer: answer.seconds,
    "to audio": lambda answer: answer.audio_seconds,
}


def written(clients: int, turns: int) -> Messages:
    return {
        (caller, turn): text(question(caller, turn))
        for caller in range(clients)
        for turn in range(turns)
    }


async def spoken(clients: int, turns: int) -> Messages:
    """The same questions by all, as WAV: the recogniser knows none of our made-up words."""
    from providers.tts.espeak import EspeakTTS

    tts = EspeakTTS()
    try:
        said = [await tts.synthesize_wav(SPOKEN[turn % len(SPOKEN)]) for turn in range(turns)]
    finally:
        await tts.close()
    return {(caller, turn): said[turn] for caller in range(clients) for turn in range(turns)}


async def measure(clients: int, turns: int, queue: int | None) -> tuple[Phase, Phase]:
    """With a `queue`, the questions are spoken."""
    messages = await spoken(clients, turns) if queue else written(clients, turns)
    settings: dict[str, Any] = {"stt_queue_limit": queue} if queue else {}
    with tempfile.TemporaryDirectory() as folder:
        async with serving(Path(folder), **settings) as server:
            return await alone_and_together(server, clients, messages)


def table(alone: Phase, together: Phase, clients: int) -> Table:
    phases = (alone, together)
    shown = Table("what", "one alone", f"{clients} at once", "ratio")

    def row(name: str, figures: Sequence[float], form: str = ".0f") -> None:
        ratio = f"{figures[1] / figures[0]:.1f}" if figures[0] else ""
        shown.add_row(name, *(format(each, form) for each in figures), ratio)

    for name, latency in LATENCIES.items():
        for percent in (50, 95, 99):
            row(f"{name}, p{percent} (ms)", [_percentile(p, latency, percent) for p in phases])
    row("turns a second", [len(p.answers) / p.seconds for p in phases], ".1f")
    for role in alone.cpu:
        each = [1000 * p.cpu[role] / max(1, len(p.answers)) for p in phases]
        row(f"CPU a turn, {role} (ms)", each, ".1f")
    for code in alone.codes | together.codes:
        shown.add_row(f"answers: {code}", *(str(p.codes[code]) for p in phases), "")
    shown.add_row("faults", *(str(len(p.faults)) for p in phases), "")
    return shown


def _percentile(phase: Phase, latency: Callable[[Answer], float], percent: float) -> float:
    """In milliseconds."""
    taken = [latency(answer) for answer in phase.answers.values()] or [float("nan")]
    return 1000 * float(np.percentile(taken, percent))


def main(
    clients: Annotated[int, typer.Option(help="Callers at once.", min=1)] = 50,
    turns: Annotated[int, typer.Option(help="Turns of each.", min=1)] = 5,
    voice: Annotated[bool, typer.Option(help="Speak the questions.")] = False,
    queue: Annotated[int, typer.Option(help="With --voice: STT_QUEUE_LIMIT.", min=1)] = 4,
) -> None:
    """Measure, print, and fail if any answer was wrong, missing or another caller's."""
    load = psutil.getloadavg()[0]
    alone, together = asyncio.run(measure(clients, turns, queue if voice else None))
    console = Console()
    console.print(table(alone, together, clients))
    console.print(f"Machine: {psutil.cpu_count()} cores, callers included; load {load:.2f} before.")
    for fault in (alone.faults + together.faults)[:20]:
        console.print(f"[red]{fault}[/]", highlight=False)
    complete = all(len(phase.answers) == clients * turns for phase in (alone, together))
    if alone.faults or together.faults or not complete:
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
