"""Latency: what each stage of a text turn takes on the embedded stack, one turn at a time."""

from collections.abc import Sequence
from functools import partial
from itertools import cycle, islice

import numpy as np

from core.state import TurnState
from evals.bootstrap import Array, interval
from evals.charts import Bars
from evals.options import Options
from evals.stack import Stack, businesses
from evals.tables import numbers
from evals.task import AnyTask, Figure, Row, Sample, Score, Table, Task
from server.session import Session

TURNS = 60
WARM = 5
"""The first turns load what is loaded once; they are not counted."""


def tasks(options: Options) -> list[AnyTask]:
    """Turns of one caller after another, written, answered and spoken."""
    stack = Stack(isolated=True, emotion=options.model)
    asked = [(t["business"], q["question"]) for t in businesses() for q in t["questions"][:9]]
    turns = [Sample(str(at), turn, None) for at, turn in enumerate(islice(cycle(asked), TURNS))]
    solver, scorer = partial(solve, stack, {}), partial(scored, options.provider)
    return [Task("latency", "text turns", turns, solver, scorer, stack.close)]


async def solve(
    stack: Stack, sessions: dict[str, Session], asked: tuple[str, str]
) -> dict[str, float]:
    """Milliseconds by stage; `whole turn` is from the text to the reply spoken."""
    business, question = asked
    services = await stack.services()
    if business not in sessions:
        opening = await services.context.opening_chooser.choose([])
        sessions[business] = Session(services, "caller", business, opening)
    state, _ = await sessions[business].text_turn(question)
    return stages(state)


def stages(state: TurnState) -> dict[str, float]:
    timed = {
        stage: float(spent)
        for stage, spent in state["timings"].items()
        if stage not in ("id", "stt")  # nothing is heard in a text turn
    }
    return {**timed, "whole turn": float(state["turn"].get("duration_ms", 0.0))}


def scored(
    provider: str,
    samples: Sequence[Sample[tuple[str, str], None]],
    turns: Sequence[dict[str, float]],
) -> Score:
    counted = turns[min(WARM, len(turns) - 1) :]
    names = list(dict.fromkeys(name for turn in counted for name in turn))
    times = {name: numbers([turn[name] for turn in counted if name in turn]) for name in names}
    rows = [
        Row(name, {"p50 ms": _at(50, values), "p95 ms": _at(95, values)}, ours=True)
        for name, values in times.items()
    ]
    bars = [(row.system, *(figure.value for figure in row.figures.values())) for row in rows]
    note = f"embedded providers, emotion model {provider}; the machine's load shows in these"
    return Score(
        [Table("stage latency of text turns", len(counted), rows, note)],
        [Bars("stage latency", [(name, low, high) for name, low, high in bars])],
    )


def _at(percent: float, values: Array) -> Figure:
    def percentile(_: Array, drawn: Array) -> Array | float:
        return np.percentile(drawn, percent, axis=-1)

    return Figure(float(np.percentile(values, percent)), *interval(percentile, values, values))
