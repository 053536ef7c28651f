"""How a caller's sessions went, summed up in SQL: the cost grows with sessions, never turns."""

from typing import TypedDict, cast

from sqlalchemy import func, select

from core.outcomes import OUTCOMES, Outcome
from memory.records import Records
from memory.tables import SummaryRow


class EmotionStats(TypedDict):
    """`average_sentiment` in [-1, 1] is the mean over sessions of each one's average."""

    total_sessions: int
    has_history: bool
    average_sentiment: float
    outcome_distribution: dict[Outcome, int]
    last_session_outcome: Outcome | None
    recommended_greeting: str


class Stats:
    def __init__(self, records: Records) -> None:
        self._records = records

    async def emotion_stats(self, user_id: str, default_greeting: str) -> EmotionStats:
        """The stats of all sessions summed up so far.

        `recommended_greeting` is the newest summary's, or the default where there is none.
        """
        mine = SummaryRow.user_id == user_id
        grouped = (
            select(SummaryRow.outcome, func.count(), func.sum(SummaryRow.average_sentiment))
            .where(mine)
            .group_by(SummaryRow.outcome)
        )
        newest = (
            select(SummaryRow.outcome, SummaryRow.greeting)
            .where(mine)
            .order_by(SummaryRow.ended_at.desc(), SummaryRow.session_id)
            .limit(1)
        )
        async with self._records.read() as db:
            groups = (await db.execute(grouped)).all()
            last = (await db.execute(newest)).first()
        total = sum(count for _, count, _ in groups)
        sentiment = sum(part for _, _, part in groups)
        counts = {outcome: count for outcome, count, _ in groups}
        return {
            "total_sessions": total,
            "has_history": total > 0,
            "average_sentiment": round(sentiment / total, 2) if total else 0.0,
            "outcome_distribution": {outcome: counts.get(outcome, 0) for outcome in OUTCOMES},
            "last_session_outcome": cast(Outcome, last[0]) if last else None,
            "recommended_greeting": (last[1] if last else None) or default_greeting,
        }
