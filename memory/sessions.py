"""Which sessions there are, whose they are, and which are still open.

LangGraph's savers know threads and nothing of users; this table maps one to the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import ColumnElement, CompoundSelect, select, union, update

from core.outcomes import Ending, Strategy
from memory.records import Records
from memory.tables import SessionRow, SummaryRow, TurnRow


@dataclass(frozen=True, slots=True)
class Session:
    """One session. Times are ISO 8601 UTC; `ended_at` and `ended` are None while it is open."""

    session_id: str
    user_id: str
    business_id: str
    started_at: str
    ended_at: str | None
    ended: Ending | None
    strategy: Strategy | None
    greeting: str | None


class Sessions:
    def __init__(self, records: Records) -> None:
        self._records = records

    async def open(
        self,
        session_id: str,
        user_id: str,
        business_id: str,
        started_at: str,
        strategy: Strategy | None,
        greeting: str | None,
    ) -> None:
        """Note that a session began, and how it opened; a session known already stays as it is."""
        insert = self._records.insert(SessionRow).values(
            session_id=session_id,
            user_id=user_id,
            business_id=business_id,
            started_at=started_at,
            strategy=strategy,
            greeting=greeting,
        )
        async with self._records.write() as db:
            await db.execute(insert.on_conflict_do_nothing())

    async def close(self, session_id: str, ended: Ending, at: str) -> bool:
        """Note that a session ended; False if it had ended before, or never began.

        Close a session only once its summary is stored: until then it counts as open, and a
        start after a crash sums it up.
        """
        still_open = (SessionRow.session_id == session_id) & SessionRow.ended_at.is_(None)
        close = update(SessionRow).where(still_open).values(ended=ended, ended_at=at)
        async with self._records.write() as db:
            closed = await db.scalar(close.returning(SessionRow.session_id))
        return closed is not None

    async def get(self, session_id: str) -> Session | None:
        found = await self._where(SessionRow.session_id == session_id)
        return found[0] if found else None

    async def open_sessions(self) -> list[Session]:
        """Those without an end, oldest first: at start-up, what the last run left behind."""
        return await self._where(SessionRow.ended_at.is_(None))

    async def recent(self, limit: int) -> list[Session]:
        """The newest `limit` sessions of all users, newest first."""
        rows = select(SessionRow).order_by(SessionRow.started_at.desc()).limit(limit)
        async with self._records.read() as db:
            return _sessions((await db.scalars(rows)).all())

    async def threads(self, user_id: str) -> list[str]:
        """Every session id that any record names for this user."""
        async with self._records.read() as db:
            return sorted((await db.scalars(session_ids(user_id))).all())

    async def _where(self, condition: ColumnElement[bool]) -> list[Session]:
        rows = select(SessionRow).where(condition).order_by(SessionRow.started_at)
        async with self._records.read() as db:
            return _sessions((await db.scalars(rows)).all())


def session_ids(user_id: str) -> CompoundSelect[str]:
    """Selects every session id that any record names for a user."""
    tables = (SessionRow, TurnRow, SummaryRow)
    return union(*(select(table.session_id).where(table.user_id == user_id) for table in tables))


def _sessions(rows: Sequence[SessionRow]) -> list[Session]:
    return [
        Session(
            session_id=row.session_id,
            user_id=row.user_id,
            business_id=row.business_id,
            started_at=row.started_at,
            ended_at=row.ended_at,
            ended=cast(Ending | None, row.ended),
            strategy=cast(Strategy | None, row.strategy),
            greeting=row.greeting,
        )
        for row in rows
    ]
