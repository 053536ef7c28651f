"""An eval is a task: samples, a solver that answers each, a scorer that judges all answers.

The idea is UKGovernmentBEIS/inspect_ai's. What a scorer returns is plain data: tables with
every baseline beside us, charts, and the worst mistakes; `evals.report` draws it.
"""

import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from core.errors import StageError
from evals.ahead import ahead
from evals.charts import Chart

I = TypeVar("I")  # noqa: E741 - input, as in inspect_ai
T = TypeVar("T")
O = TypeVar("O")  # noqa: E741 - output


@dataclass(frozen=True, slots=True)
class Sample(Generic[I, T]):
    """One case: what the solver gets, and what is right."""

    id: str
    input: I
    target: T


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value; `low` and `high` bound its 95 % bootstrap interval where it has one."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One system: its figures by the metric's name. `ours` is False for a baseline."""

    system: str
    figures: dict[str, Figure]
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Systems on the same `items` samples. `note` says what a reader must know to trust it."""

    title: str
    items: int
    rows: Sequence[Row]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A wrong answer worth reading; the surer it was, the worse (`weight`)."""

    id: str
    text: str
    expected: str
    got: str
    weight: float


@dataclass(frozen=True, slots=True)
class Score:
    """What came of one task."""

    tables: Sequence[Table]
    charts: Sequence[Chart] = ()
    mistakes: Sequence[Mistake] = ()


@dataclass(frozen=True, slots=True)
class Task(Generic[I, T, O]):
    """`name` is unique within a report; the scorer gets samples and outputs in one order.

    `close` frees what the solver opened, whether or not the task came to its end. `at_once`
    samples may be solved at the same time.
    """

    suite: str
    name: str
    samples: Sequence[Sample[I, T]]
    solver: Callable[[I], Awaitable[O]]
    scorer: Callable[[Sequence[Sample[I, T]], Sequence[O]], Score]
    close: Callable[[], Awaitable[None]] | None = None
    at_once: int = 1


AnyTask = Task[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Result:
    """A task that was run; `seconds` is the time its solver took over all samples.

    `failed` of the `items` have no answer, for a service failed; the score leaves them out.
    """

    suite: str
    name: str
    items: int
    seconds: float
    score: Score
    failed: int = 0


def progress(console: Console | None = None) -> Progress:
    """A bar with counts and the time that is left, on standard error."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console or Console(stderr=True),
    )


def spread(samples: Sequence[Any], limit: int | None) -> Sequence[Any]:
    """At most `limit` samples, evenly over all, so that no kind is left out by its place."""
    if limit is None or limit >= len(samples):
        return samples
    return [samples[at * len(samples) // limit] for at in range(limit)]


async def run(task: AnyTask, limit: int | None = None, shown: Progress | None = None) -> Result:
    """Solve the samples, then score those that were solved and say how many were not."""
    samples = spread(task.samples, limit)
    bar = shown.add_task(f"{task.suite}: {task.name}", total=len(samples)) if shown else None
    outputs: list[Any] = []
    start = time.perf_counter()

    async def solved(sample: Sample[Any, Any]) -> Any:
        try:
            return await task.solver(sample.input)
        except StageError as error:
            return error

    try:
        async for output in ahead(samples, solved, task.at_once):
            outputs.append(output)
            if shown and bar is not None:
                shown.advance(bar)
    finally:
        if task.close:
            await task.close()
    seconds = time.perf_counter() - start
    score, failed = _scored(task, samples, outputs)
    return Result(task.suite, task.name, len(samples), seconds, score, failed)


def _scored(
    task: AnyTask, samples: Sequence[Sample[Any, Any]], outputs: Sequence[Any]
) -> tuple[Score, int]:
    """The score of what was solved, and how much was not, which every table tells."""
    failures = [str(output) for output in outputs if isinstance(output, StageError)]
    if not failures:
        return task.scorer(samples, outputs), 0
    pairs = [p for p in zip(samples, outputs, strict=True) if not isinstance(p[1], StageError)]
    commonest, _ = Counter(failures).most_common(1)[0]
    note = f"{len(failures)} of {len(samples)} failed and are left out ({commonest})"
    if not pairs:
        return Score([Table(f"{task.suite}, {task.name}", 0, [], note)]), len(failures)
    score = task.scorer([sample for sample, _ in pairs], [output for _, output in pairs])
    tables = [
        replace(table, note=f"{table.note}; {note}" if table.note else note)
        for table in score.tables
    ]
    return replace(score, tables=tables), len(failures)
