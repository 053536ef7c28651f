"""How fast the server starts, and what it holds and burns while nobody calls.

`python -m evals.start` starts a server on an empty folder, then again on the same one;
medians of some runs. Start time is from exec to the first 200 of /healthz.
"""

import asyncio
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Annotated

import psutil
import typer
from rich.console import Console
from rich.table import Table

from evals.process import ServerProcess, Usage, serving

SETTLE_SECONDS = 5.0
WATCH_SECONDS = 10.0
LIMIT_SECONDS = 6.0
"""What a second start may take."""


@dataclass(frozen=True, slots=True)
class Start:
    """One pair of starts, in seconds; CPU seconds of the second; what the second holds idle, and
    the share of a core that each process (by its id) uses then."""

    first: float
    second: float
    second_cpu: float
    idle: list[Usage]
    cpu: dict[int, float]


async def measure() -> Start:
    with tempfile.TemporaryDirectory() as folder:
        async with serving(Path(folder) / "data") as server:
            first = server.started_in
        async with serving(Path(folder) / "data") as server:
            idle, cpu = await _idle(server)
            return Start(first, server.started_in, server.start_cpu, idle, cpu)


async def _idle(server: ServerProcess) -> tuple[list[Usage], dict[int, float]]:
    await asyncio.sleep(SETTLE_SECONDS)
    before = server.usage()
    await asyncio.sleep(WATCH_SECONDS)
    spent = {used.pid: used.cpu for used in server.usage()}
    return before, {
        used.pid: (spent.get(used.pid, used.cpu) - used.cpu) / WATCH_SECONDS for used in before
    }


def table(runs: list[Start]) -> Table:
    """Medians; processes of one role are summed."""
    shown = Table("what", "median", "all runs")
    for name, taken in (
        ("first start, empty folder (s)", [run.first for run in runs]),
        ("second start (s)", [run.second for run in runs]),
        ("second start, CPU of all processes (s)", [run.second_cpu for run in runs]),
    ):
        shown.add_row(name, f"{median(taken):.2f}", " ".join(f"{each:.2f}" for each in taken))
    held = [_by_role(run) for run in runs]
    for role in held[0]:
        for place, name in enumerate(("RSS (MB)", "PSS (MB)", "CPU (% of a core)")):
            each = [by_role[role][place] for by_role in held]
            listed = " ".join(f"{value:.1f}" for value in each)
            shown.add_row(f"idle {role}, {name}", f"{median(each):.1f}", listed)
    return shown


def _by_role(run: Start) -> dict[str, list[float]]:
    """RSS and PSS in MB and CPU in percent, per role, then in all."""
    figures = {
        role: [
            (used.rss / 1e6, used.pss / 1e6, 100 * run.cpu[used.pid])
            for used in run.idle
            if role in (used.role, "all")
        ]
        for role in (*dict.fromkeys(used.role for used in run.idle), "all")
    }
    return {
        f"{role} ({len(each)})": [sum(column) for column in zip(*each, strict=True)]
        for role, each in figures.items()
    }


def main(runs: Annotated[int, typer.Option(help="Pairs of starts.", min=1)] = 3) -> None:
    """Measure start time, idle memory and idle CPU; fails when a second start is too slow."""
    load, cores = psutil.getloadavg()[0], psutil.cpu_count()
    measured = [asyncio.run(measure()) for _ in range(runs)]
    console = Console()
    console.print(table(measured))
    console.print(f"Machine: {cores} cores, load {load:.2f} before the first run.")
    if (second := median(run.second for run in measured)) >= LIMIT_SECONDS:
        console.print(f"[red]A second start takes {second:.1f} s, over {LIMIT_SECONDS:.0f} s.[/]")
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
