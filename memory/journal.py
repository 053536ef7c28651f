"""The log of every session, in the records."""

from collections.abc import Callable
from typing import cast

from sqlalchemy import select, update

from core.state import MoodReading, TurnRecord, with_mood
from memory.records import Records
from memory.tables import TurnRow


class SqlJournal:
    """Implements `Journal`. `wake` is told of every turn, so that it gets indexed."""

    def __init__(self, records: Records, wake: Callable[[], None] = lambda: None) -> None:
        self._records = records
        self._wake = wake

    async def record_turn(self, record: TurnRecord) -> None:
        """Keep one turn; a second one with the same id replaces the first."""
        turn, mood = record["turn"], record["mood"]
        row = {
            "session_id": turn["session_id"],
            "user_id": turn["user_id"],
            "business_id": turn["business_id"],
            "index": turn["index"],
            "mood": mood["mood"],
            "sentiment": mood["sentiment"],
            "record": record,
            "indexed_at": None,
        }
        insert = self._records.insert(TurnRow).values(turn_id=turn["id"], **row)
        async with self._records.write() as db:
            await db.execute(insert.on_conflict_do_update(index_elements=["turn_id"], set_=row))
        self._wake()

    async def correct_mood(self, turn_id: str, reading: MoodReading) -> None:
        """As the seam says; the turn is indexed again, with the new mood."""
        mine = TurnRow.turn_id == turn_id
        async with self._records.write() as db:
            found = await db.scalar(select(TurnRow.record).where(mine).with_for_update())
            if found is None:
                return
            row = {
                "mood": reading["mood"],
                "sentiment": reading["sentiment"],
                "record": with_mood(cast(TurnRecord, found), reading),
                "indexed_at": None,
            }
            await db.execute(update(TurnRow).where(mine).values(**row))
        self._wake()

    async def turns(self, session_id: str) -> list[TurnRecord]:
        rows = (
            select(TurnRow.record)
            .where(TurnRow.session_id == session_id)
            .order_by(TurnRow.index, TurnRow.turn_id)
        )
        async with self._records.read() as db:
            return [cast(TurnRecord, record) for record in await db.scalars(rows)]
