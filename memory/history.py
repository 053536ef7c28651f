"""What came of every session, in the records."""

from collections.abc import Callable
from typing import cast

from sqlalchemy import select

from core.state import SessionSummary
from memory.records import Records
from memory.tables import SummaryRow


class SqlHistory:
    """Implements `History`. `wake` is told of every summary, so that it gets indexed."""

    def __init__(self, records: Records, wake: Callable[[], None] = lambda: None) -> None:
        self._records = records
        self._wake = wake

    async def summaries(self, user_id: str, limit: int = 20) -> list[SessionSummary]:
        rows = (
            select(SummaryRow.summary)
            .where(SummaryRow.user_id == user_id)
            .order_by(SummaryRow.ended_at.desc(), SummaryRow.session_id)
            .limit(limit)
        )
        async with self._records.read() as db:
            return [cast(SessionSummary, summary) for summary in await db.scalars(rows)]

    async def store(self, summary: SessionSummary) -> bool:
        """The session is the primary key: of any number of calls at once, one returns True."""
        insert = (
            self._records.insert(SummaryRow)
            .values(
                session_id=summary["session_id"],
                user_id=summary["user_id"],
                business_id=summary["business_id"],
                outcome=summary["outcome"],
                confidence=summary["confidence"],
                average_sentiment=summary["average_sentiment"],
                strategy=summary.get("strategy"),
                greeting=summary.get("greeting"),
                ended_at=summary["ended_at"],
                summary=summary,
            )
            .on_conflict_do_nothing()
            .returning(SummaryRow.session_id)
        )
        async with self._records.write() as db:
            stored = await db.scalar(insert) is not None
        self._wake()
        return stored
