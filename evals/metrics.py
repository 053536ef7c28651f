"""The metrics, over the last axis of arrays: classes as integers, sentiments as floats.

Each takes (n,) and gives a number, or (r, n) and gives (r,), so that a bootstrap needs no loop.
"""

from collections.abc import Sequence

import numpy as np

from evals.bootstrap import Array


def coded(values: Sequence[str], labels: Sequence[str]) -> Array:
    """Class names as numbers; -1 for one that is no label."""
    place = {label: number for number, label in enumerate(labels)}
    return np.array([place.get(value, -1) for value in values], dtype=np.float64)


def accuracy(gold: Array, got: Array) -> Array | float:
    return (gold == got).mean(axis=-1)


def macro_f1(gold: Array, got: Array) -> Array | float:
    """The mean F1 over the classes that occur in `gold`, each as heavy as any other."""
    classes = np.unique(gold)
    return _f1_over(gold, got, classes)


def f1(gold: Array, got: Array) -> Array | float:
    """F1 of the class 1 among 0 and 1; 0 where nothing is 1."""
    return _f1_over(gold, got, np.array([1.0]))


def precision(gold: Array, got: Array) -> Array | float:
    return _share((gold == 1) & (got == 1), got == 1)


def recall(gold: Array, got: Array) -> Array | float:
    return _share((gold == 1) & (got == 1), gold == 1)


def _share(part: Array, whole: Array) -> Array | float:
    return part.sum(axis=-1) / np.maximum(1, whole.sum(axis=-1))


def _f1_over(gold: Array, got: Array, classes: Array) -> Array | float:
    total = np.zeros(gold.shape[:-1])
    present = np.zeros(gold.shape[:-1])
    for label in classes:
        is_gold, is_got = gold == label, got == label
        both = (is_gold & is_got).sum(axis=-1)
        either = is_gold.sum(axis=-1) + is_got.sum(axis=-1)
        # A resample may lack a class that the sample has; then it does not count there.
        counts = is_gold.any(axis=-1) | (len(classes) == 1)
        total = total + np.where(counts, 2 * both / np.maximum(1, either), 0.0)
        present = present + counts
    return total / np.maximum(1, present)


def mean_of(gold: Array, got: Array) -> Array | float:
    """The mean of `got`: for scores that are already per sample (the first is not looked at)."""
    return got.mean(axis=-1)


def pearson(gold: Array, got: Array) -> Array | float:
    """Linear correlation; 0 where either side is constant."""
    x = gold - gold.mean(axis=-1, keepdims=True)
    y = got - got.mean(axis=-1, keepdims=True)
    scale = np.sqrt((x * x).sum(axis=-1) * (y * y).sum(axis=-1))
    return np.where(scale > 1e-12, (x * y).sum(axis=-1) / np.maximum(scale, 1e-12), 0.0)


def spearman(gold: Array, got: Array) -> Array | float:
    """Rank correlation; ties share their mean rank."""
    return pearson(_ranks(gold), _ranks(got))


def _ranks(values: Array) -> Array:
    if values.ndim > 1:
        return np.stack([_ranks(row) for row in values])
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return (last - (counts - 1) / 2)[place]


def confusion(gold: Array, got: Array, classes: int) -> list[list[int]]:
    """Counts by gold class (rows) and read class (columns); answers that are no class drop out."""
    known = got >= 0
    cells = (gold[known] * classes + got[known]).astype(int)
    return np.bincount(cells, minlength=classes * classes).reshape(classes, classes).tolist()


def calibration(
    confidence: Array, right: Array, bins: int = 10
) -> tuple[float, list[tuple[float, float, int]]]:
    """The expected calibration error in [0, 1], and (confidence, accuracy, count) per bin.

    Bins of equal width, empty ones left out. Method: Guo et al., "On calibration of modern
    neural networks", ICML 2017.
    """
    place = np.clip((confidence * bins).astype(int), 0, bins - 1)
    found: list[tuple[float, float, int]] = []
    for number in range(bins):
        inside = place == number
        if inside.any():
            sure, correct = confidence[inside].mean(), right[inside].mean()
            found.append((float(sure), float(correct), int(inside.sum())))
    error = sum(abs(sure - correct) * count for sure, correct, count in found)
    return error / max(1, len(confidence)), found


def coverage_risk(confidence: Array, right: Array) -> tuple[list[float], list[float]]:
    """The error rate among the surest k samples, for k from 1 to all: coverage, risk.

    Equal confidences are answered together, so that their order does not matter.
    """
    order = np.argsort(-confidence, kind="stable")
    sure = confidence[order]
    wrong = np.cumsum(1.0 - right[order])
    last = np.append(sure[1:] != sure[:-1], True).nonzero()[0]
    answered = last + 1
    return (answered / len(sure)).tolist(), (wrong[last] / answered).tolist()
