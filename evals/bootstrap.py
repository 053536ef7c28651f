"""95 % bootstrap intervals of any metric over the last axis of arrays."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from evals.task import Figure

Array = NDArray[np.float64]
Metric = Callable[[Array, Array], Array | float]
"""Reduces the last axis of two arrays of one shape: (n,) to a number, (r, n) to (r,)."""

RESAMPLES = 1000
SEED = 20260105
_CELLS = 2_000_000
"""Numbers held at a time: about 50 MB with a metric's own copies."""


def interval(
    metric: Metric, gold: Array, got: Array, resamples: int = RESAMPLES, seed: int = SEED
) -> tuple[float, float]:
    """The percentile interval of a metric, drawing samples with replacement.

    The same data always give the same interval. Method: Efron, "Better bootstrap confidence
    intervals", JASA 1987 (the percentile interval). Samples count as independent; turns of one
    session are not quite, so intervals over turns are a little too narrow.
    """
    random = np.random.default_rng(seed)
    count = len(gold)
    block = max(1, min(resamples, _CELLS // max(1, count)))
    values: list[Array] = []
    for start in range(0, resamples, block):
        drawn = random.integers(count, size=(min(block, resamples - start), count))
        values.append(np.asarray(metric(gold[drawn], got[drawn])))
    low, high = np.nanpercentile(np.concatenate(values), (2.5, 97.5))
    return float(low), float(high)


def measured(metric: Metric, gold: Array, got: Array) -> Figure:
    """The metric with its interval; without one where fewer than two samples are."""
    value = float(metric(gold, got))
    return Figure(value, *interval(metric, gold, got)) if len(gold) > 1 else Figure(value)
