"""What a scorer wants drawn, as plain data; `evals.drawing` draws it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Confusion:
    """`counts[i][j]`: samples labelled `labels[i]` and read as `labels[j]`."""

    title: str
    labels: Sequence[str]
    counts: Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Reliability:
    """Per bin of confidence: its mean confidence, accuracy and count; empty bins are left out."""

    title: str
    error: float
    bins: Sequence[tuple[float, float, int]]


@dataclass(frozen=True, slots=True)
class CoverageRisk:
    """The error rate when only the surest share of the samples is answered."""

    title: str
    coverage: Sequence[float]
    risk: Sequence[float]


@dataclass(frozen=True, slots=True)
class Line:
    """One session's sentiment, turn by turn, as labelled and as read."""

    name: str
    gold: Sequence[float]
    read: Sequence[float]


@dataclass(frozen=True, slots=True)
class Trajectories:
    title: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Bars:
    """Milliseconds per stage: median and 95th percentile."""

    title: str
    stages: Sequence[tuple[str, float, float]]


Chart = Confusion | Reliability | CoverageRisk | Trajectories | Bars
