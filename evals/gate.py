"""The gate: a fast, keyless subset of the suites against the floors of `thresholds.toml`."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.seams import EmotionModel
from evals.options import Options
from evals.provider import Remembered
from evals.suites import tasks_of
from evals.task import Result, run

FILE = Path(__file__).with_name("thresholds.toml")
SUITES = ("mood", "sentiment", "outcome", "opening", "booking", "retrieval")
SYSTEM = "gated"
"""What the emotion model is called in the tables, whichever it is."""


@dataclass(frozen=True, slots=True)
class Floor:
    """The least that one figure of ours may be: in `table`, for `metric`."""

    table: str
    metric: str
    least: float


def floors(file: Path = FILE) -> list[Floor]:
    """Every floor of the file: a section for each table, a line for each metric."""
    sections: Mapping[str, Mapping[str, float]] = tomllib.loads(file.read_text(encoding="utf-8"))
    return [
        Floor(table, metric, least)
        for table, metrics in sections.items()
        for metric, least in metrics.items()
    ]


async def fallen(
    model: EmotionModel,
    limits: Sequence[Floor] | None = None,
    suites: Sequence[str] = SUITES,
) -> list[str]:
    """One line for each figure that is below its floor, or gone; empty when the gate is open."""
    options = Options(Remembered(model), SYSTEM)
    results = [await run(task) for task in tasks_of(suites, options)]
    found = figures(results)
    lines: list[str] = []
    for floor in floors() if limits is None else limits:
        value = found.get((floor.table, floor.metric))
        if value is None:
            lines.append(f"{floor.table}: no figure for {floor.metric}")
        elif value < floor.least:
            row = f"{floor.table}: {floor.metric} fell to {value:.3f}"
            lines.append(f"{row}, the floor is {floor.least:.3f}")
    return lines


def figures(results: Sequence[Result]) -> dict[tuple[str, str], float]:
    """Our figures by the title of their table and the metric's name."""
    return {
        (table.title, metric): figure.value
        for result in results
        for table in result.score.tables
        for row in table.rows
        if row.ours
        for metric, figure in row.figures.items()
    }
