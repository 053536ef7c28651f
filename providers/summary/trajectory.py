"""The mood trajectory of a session, and where it turned."""

from collections.abc import Sequence

from core.moods import SWING
from core.state import MoodPoint, TurningPoint, TurnRecord
from providers.summary.quotes import shortened

MAX_TURNING_POINTS = 20
"""The largest are kept, so that the summary of a long session stays readable."""


def trajectory_of(turns: Sequence[TurnRecord]) -> list[MoodPoint]:
    """One point a turn, in order."""
    return [
        {
            "turn": record["turn"]["index"],
            "mood": record["mood"]["mood"],
            "sentiment": record["mood"]["sentiment"],
        }
        for record in turns
    ]


def average_of(points: Sequence[MoodPoint]) -> float:
    """Mean sentiment, three decimals; 0 for no point."""
    if not points:
        return 0.0
    return round(sum(point["sentiment"] for point in points) / len(points), 3)


def _drift(points: Sequence[MoodPoint], at: int) -> float:
    """The change from the two turns before `at` to `at` and the one after it."""
    before = points[max(0, at - 2) : at]
    after = points[at : at + 2]
    return sum(p["sentiment"] for p in after) / len(after) - sum(
        p["sentiment"] for p in before
    ) / len(before)


def _changes(points: Sequence[MoodPoint]) -> dict[int, float]:
    """Position of each turning point and its change: sudden swings, then slow drifts.

    A drift beside another turning point is that turning point seen through the smoothing.
    """
    steps = range(1, len(points))
    jump = {at: points[at]["sentiment"] - points[at - 1]["sentiment"] for at in steps}
    changes = {at: change for at, change in jump.items() if abs(change) >= SWING}
    for at in steps:
        drift = _drift(points, at)
        if abs(drift) >= SWING and changes.keys().isdisjoint((at - 1, at, at + 1)):
            changes[at] = drift
    return changes


def turning_points_of(turns: Sequence[TurnRecord]) -> list[TurningPoint]:
    """Where sentiment swung by at least `SWING`, in order, with the caller's words."""
    points = trajectory_of(turns)
    changes = _changes(points)
    largest = sorted(changes, key=lambda at: -abs(changes[at]))[:MAX_TURNING_POINTS]
    return [
        {
            "turn": points[at]["turn"],
            "before": points[at - 1]["mood"],
            "after": points[at]["mood"],
            "change": round(changes[at], 3),
            "text": shortened(turns[at]["turn"].get("transcript", "")),
        }
        for at in sorted(largest)
    ]
