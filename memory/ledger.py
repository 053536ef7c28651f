"""Effects happen once, by a row that is claimed before and completed after."""

import asyncio
from collections.abc import Awaitable, Callable
from weakref import WeakValueDictionary

from sqlalchemy import select, update

from core.context import utc_now
from core.seams import Clock
from memory.records import Records
from memory.tables import EffectRow


class SqlLedger:
    """Implements `Ledger`. Keys are "session:turn:kind".

    Callers at once with one key wait for the first; all get its result. An effect that
    raises, is cancelled, or is cut by a crash leaves its claim without a result, and the
    next caller takes it over and runs the effect again. So an effect *completes* once but
    may be *started* more often (at least once, not at most once): losing a booking is worse
    than asking for it again, and every effect given here is itself idempotent by its key.
    The same holds for two processes with one key, which the turn's lease keeps apart; the
    result written first is then everyone's.
    """

    def __init__(self, records: Records, clock: Clock = utc_now) -> None:
        self._records = records
        self._clock = clock
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def once(self, key: str, effect: Callable[[], Awaitable[str]]) -> str:
        lock = self._locks.setdefault(key, asyncio.Lock())
        async with lock:
            done = await self._claim(key)
            return done if done is not None else await self._complete(key, await effect())

    async def _claim(self, key: str) -> str | None:
        """The result if there is one; otherwise the key is ours from now on."""
        row = {
            "session_id": key.partition(":")[0],
            "kind": key.rpartition(":")[2],
            "at": self._clock().isoformat(),
        }
        insert = self._records.insert(EffectRow).values(key=key, **row)
        async with self._records.write() as db:
            await db.execute(insert.on_conflict_do_nothing())
            return await db.scalar(select(EffectRow.result).where(EffectRow.key == key))

    async def _complete(self, key: str, result: str) -> str:
        mine = update(EffectRow).where(EffectRow.key == key, EffectRow.result.is_(None))
        async with self._records.write() as db:
            await db.execute(mine.values(result=result))
            kept = await db.scalar(select(EffectRow.result).where(EffectRow.key == key))
        return result if kept is None else kept
