"""Systems compared on the same samples, as rows with intervals."""

from collections.abc import Mapping, Sequence

import numpy as np

from evals.bootstrap import Array, Metric, measured
from evals.metrics import coded
from evals.task import Mistake, Row, Table

MISTAKES = 12


def compared(
    title: str,
    gold: Array,
    systems: Mapping[str, Array],
    metrics: Mapping[str, Metric],
    ours: Sequence[str],
    note: str = "",
) -> Table:
    """One row a system, one figure a metric. `ours` names the systems that are no baseline."""
    rows = [
        Row(
            system,
            {name: measured(metric, gold, got) for name, metric in metrics.items()},
            system in ours,
        )
        for system, got in systems.items()
    ]
    return Table(title, len(gold), rows, note)


def classified(
    title: str,
    gold: Sequence[str],
    systems: Mapping[str, Sequence[str]],
    metrics: Mapping[str, Metric],
    ours: Sequence[str],
    note: str = "",
) -> Table:
    """As `compared`, for class names."""
    labels = sorted(set(gold))
    numbers = {system: coded(got, labels) for system, got in systems.items()}
    return compared(title, coded(gold, labels), numbers, metrics, ours, note)


def numbers(values: Sequence[float]) -> Array:
    return np.array(values, dtype=np.float64)


def worst(mistakes: Sequence[Mistake]) -> list[Mistake]:
    """The surest of the wrong answers."""
    return sorted(mistakes, key=lambda mistake: -mistake.weight)[:MISTAKES]
