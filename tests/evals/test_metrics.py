"""The metrics against their plain definitions."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals import metrics
from evals.bootstrap import Array, Metric, interval, measured

CLASSES = st.integers(0, 3)
PAIRS = st.lists(st.tuples(CLASSES, CLASSES), min_size=1, max_size=40)
NUMBERS = st.lists(
    st.tuples(st.integers(-9, 9), st.integers(-9, 9)).map(lambda p: (p[0] / 9, p[1] / 9)),
    min_size=2,
    max_size=30,
)
SURE = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=50)


def arrays(pairs: list[tuple[float, float]]) -> tuple[Array, Array]:
    both = np.array(pairs, dtype=np.float64)
    return both[:, 0], both[:, 1]


def plain_f1(pairs: list[tuple[int, int]], label: int) -> float:
    hits = sum(gold == got == label for gold, got in pairs)
    wrong = sum((gold == label) != (got == label) for gold, got in pairs)
    return 2 * hits / (2 * hits + wrong) if hits or wrong else 0.0


def plain_ranks(values: Array) -> list[float]:
    """The mean of the first and the last place that each value could have."""
    whole: list[float] = values.tolist()
    return [(sum(v < u for v in whole) + 1 + sum(v <= u for v in whole)) / 2 for u in whole]


@given(PAIRS)
def test_f1_and_its_mean(pairs: list[tuple[int, int]]) -> None:
    gold, got = arrays([(float(a), float(b)) for a, b in pairs])
    labels = {a for a, _ in pairs}
    mean = sum(plain_f1(pairs, label) for label in labels) / len(labels)
    assert metrics.macro_f1(gold, got) == pytest.approx(mean)
    assert metrics.f1(gold, got) == pytest.approx(plain_f1(pairs, 1))


@given(PAIRS)
def test_accuracy_precision_and_recall(pairs: list[tuple[int, int]]) -> None:
    gold, got = arrays([(float(a), float(b)) for a, b in pairs])
    hits = sum(a == b == 1 for a, b in pairs)
    assert metrics.accuracy(gold, got) == pytest.approx(sum(a == b for a, b in pairs) / len(pairs))
    assert metrics.precision(gold, got) == pytest.approx(
        hits / max(1, sum(b == 1 for _, b in pairs))
    )
    assert metrics.recall(gold, got) == pytest.approx(hits / max(1, sum(a == 1 for a, _ in pairs)))


@given(PAIRS)
def test_confusion_counts_every_pair(pairs: list[tuple[int, int]]) -> None:
    gold, got = arrays([(float(a), float(b)) for a, b in pairs])
    counts = metrics.confusion(gold, got, 4)
    assert {(a, b): counts[a][b] for a in range(4) for b in range(4) if counts[a][b]} == Counter(
        pairs
    )


def test_an_answer_that_is_no_class_is_wrong_and_not_in_the_matrix() -> None:
    got = metrics.coded(["a", "elsewhere"], ["a", "b"])
    gold = metrics.coded(["a", "b"], ["a", "b"])
    assert metrics.accuracy(gold, got) == 0.5
    assert metrics.confusion(gold, got, 2) == [[1, 0], [0, 0]]


@given(NUMBERS)
def test_correlations(pairs: list[tuple[float, float]]) -> None:
    x, y = arrays(pairs)
    # A constant has no correlation; rounding may leave it a spread of its own size.
    if min(x.std(), y.std()) > 1e-9:
        assert metrics.pearson(x, y) == pytest.approx(np.corrcoef(x, y)[0, 1], abs=1e-9)
        ranks = np.corrcoef(plain_ranks(x), plain_ranks(y))[0, 1]
        assert metrics.spearman(x, y) == pytest.approx(ranks, abs=1e-9)
    else:
        assert metrics.pearson(x, y) == metrics.spearman(x, y) == 0


@given(NUMBERS)
def test_spearman_ignores_any_rising_scale(pairs: list[tuple[float, float]]) -> None:
    x, y = arrays(pairs)
    assert metrics.spearman(x, np.exp(3 * y)) == pytest.approx(metrics.spearman(x, y), abs=1e-9)


@given(SURE)
def test_calibration(answers: list[tuple[float, bool]]) -> None:
    sure, right = arrays([(a, float(b)) for a, b in answers])
    error, bins = metrics.calibration(sure, right)
    expected = 0.0
    for number in range(10):
        inside = [(a, b) for a, b in answers if min(9, int(a * 10)) == number]
        expected += abs(sum(a for a, _ in inside) - sum(b for _, b in inside)) / len(answers)
    assert error == pytest.approx(expected, abs=1e-9)
    assert sum(count for *_, count in bins) == len(answers)


@given(SURE)
def test_coverage_and_risk(answers: list[tuple[float, bool]]) -> None:
    sure, right = arrays([(a, float(b)) for a, b in answers])
    coverage, risk = metrics.coverage_risk(sure, right)
    thresholds = sorted({a for a, _ in answers}, reverse=True)
    for threshold, covered, wrong in zip(thresholds, coverage, risk, strict=True):
        kept = [b for a, b in answers if a >= threshold]
        assert covered == pytest.approx(len(kept) / len(answers))
        assert wrong == pytest.approx(1 - sum(kept) / len(kept))
    assert coverage[-1] == 1


@pytest.mark.parametrize(
    "metric",
    [metrics.accuracy, metrics.macro_f1, metrics.f1, metrics.pearson, metrics.spearman],
)
def test_rows_at_once_are_rows_one_by_one(metric: Metric) -> None:
    random = np.random.default_rng(3)
    gold, got = random.integers(0, 3, size=(2, 6, 25)).astype(np.float64)
    together = np.asarray(metric(gold, got))
    apart = np.array([float(metric(a, b)) for a, b in zip(gold, got, strict=True)])
    assert np.allclose(together, apart)


class TestInterval:
    def test_it_holds_the_value_is_stable_and_narrows(self) -> None:
        random = np.random.default_rng(1)
        gold = random.integers(0, 2, 2000).astype(np.float64)
        got = np.where(random.random(2000) < 0.7, gold, 1 - gold)
        low, high = interval(metrics.accuracy, gold, got)
        assert low < metrics.accuracy(gold, got) < high
        assert (low, high) == interval(metrics.accuracy, gold, got)
        few = interval(metrics.accuracy, gold[:100], got[:100])
        assert few[1] - few[0] > 2 * (high - low)

    def test_it_is_as_wide_as_theory_says(self) -> None:
        gold = np.ones(400)
        got = np.array([1.0] * 280 + [0.0] * 120)
        low, high = interval(metrics.accuracy, gold, got)
        assert high - low == pytest.approx(2 * 1.96 * (0.7 * 0.3 / 400) ** 0.5, rel=0.1)

    def test_one_sample_has_none(self) -> None:
        assert measured(metrics.accuracy, np.ones(1), np.ones(1)).low is None
