"""Figures of merit, in numpy only; classes are numbers from 0."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def f1_of(truth: Ints, guess: Ints, one: int) -> float:
    """F1 of one class; 0 where it is neither in the truth nor among the guesses."""
    hit = int(((truth == one) & (guess == one)).sum())
    both = int((truth == one).sum() + (guess == one).sum())
    return 2 * hit / both if both else 0.0


def macro_f1(truth: Ints, guess: Ints, classes: int) -> float:
    """The unweighted mean of F1 over the classes that occur in the truth or the guesses."""
    present = [one for one in range(classes) if (truth == one).any() or (guess == one).any()]
    scores = [f1_of(truth, guess, one) for one in present]
    return float(np.mean(scores)) if scores else 0.0


def multi_label_f1(truth: Ints, guess: Ints) -> float:
    """Macro-F1 over columns of 0 and 1."""
    hits: Floats = (truth * guess).sum(0).astype(np.float64)
    both: Floats = np.maximum(1, truth.sum(0) + guess.sum(0)).astype(np.float64)
    return float((2 * hits / both).mean())


def pearson(one: Floats, other: Floats) -> float:
    if one.std() == 0 or other.std() == 0:
        return 0.0
    return float(np.corrcoef(one, other)[0, 1])


def calibration_error(right: Floats, confidence: Floats, bins: int = 10) -> float:
    """Expected calibration error over equal-width bins (Guo et al. 2017)."""
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    total = 0.0
    for one in range(bins):
        inside = place == one
        if inside.any():
            total += float(inside.mean() * abs(right[inside].mean() - confidence[inside].mean()))
    return total


def interval(
    measure: Callable[[Ints], float], size: int, draws: int = 1000, seed: int = 0
) -> tuple[float, float]:
    """A 95 % bootstrap interval of a measure of row numbers (Efron 1979)."""
    generator = np.random.default_rng(seed)
    found = [measure(generator.integers(0, size, size)) for _ in range(draws)]
    low, high = np.percentile(found, [2.5, 97.5])
    return float(low), float(high)


def coverage_risk(right: Floats, confidence: Floats) -> list[dict[str, float]]:
    """The share answered and the share of those wrong, for thresholds from 0 to 0.95."""
    points: list[dict[str, float]] = []
    for threshold in np.arange(0, 1, 0.05):
        kept = confidence >= threshold
        if kept.any():
            points.append(
                {
                    "threshold": round(float(threshold), 2),
                    "coverage": round(float(kept.mean()), 4),
                    "risk": round(1 - float(right[kept].mean()), 4),
                }
            )
    return points
