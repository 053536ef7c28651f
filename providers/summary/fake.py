"""The least summarizer and opening chooser that keep the seams' promises, for tests."""

from collections.abc import Sequence

from core.moods import is_negative, is_positive
from core.outcomes import Outcome, Strategy
from core.state import Opening, SessionRef, SessionSummary, TurnRecord
from providers.summary.trajectory import average_of, trajectory_of

_STRATEGIES: dict[Outcome, Strategy] = {
    "highly_satisfied": "continuity_positive",
    "satisfied": "continuity_positive",
    "neutral": "standard",
    "unsatisfied": "repair",
    "frustrated": "repair",
    "abandoned": "re_engage",
}


class FakeSummarizer:
    """The outcome is the sign of the mean sentiment; no moments are told."""

    async def summarize(self, session: SessionRef, turns: Sequence[TurnRecord]) -> SessionSummary:
        trajectory = trajectory_of(turns)
        average = average_of(trajectory)
        outcome: Outcome = "neutral" if turns else "abandoned"
        if is_positive(average):
            outcome = "satisfied"
        elif is_negative(average):
            outcome = "unsatisfied"
        return {
            "session_id": session["session_id"],
            "user_id": session["user_id"],
            "business_id": session["business_id"],
            "started_at": session["started_at"],
            "ended_at": session["ended_at"],
            "ended": session["ended"],
            "turns": len(turns),
            "trajectory": trajectory,
            "turning_points": [],
            "average_sentiment": average,
            "outcome": outcome,
            "confidence": 0.5,
            "pain_points": [],
            "positive_moments": [],
            "failed_intents": [],
        }


class FakeOpening:
    """Looks at the last outcome only and greets with the strategy's name."""

    async def choose(self, history: Sequence[SessionSummary]) -> Opening:
        strategy = _STRATEGIES[history[0]["outcome"]] if history else "first_meeting"
        return {"strategy": strategy, "greeting": f"Hello ({strategy})."}
