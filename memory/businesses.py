"""What businesses teach, and how it replaces what they taught before."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypedDict, cast
from uuid import uuid4
from weakref import WeakValueDictionary

from langchain_core.embeddings import Embeddings
from sqlalchemy import delete, func, insert, select

from core.appointments import BusinessRules
from core.context import utc_now
from core.seams import Clock
from memory.chunking import chunk_business, chunk_text
from memory.index import ChromaIndex, Entry
from memory.records import Records
from memory.rules import READ, rules_of, written_for_people
from memory.rules_fields import given_rules
from memory.rules_text import says_opening
from memory.rules_told import told
from memory.tables import BusinessRow, PassageRow


@dataclass(frozen=True, slots=True)
class Business:
    """A business as it was last taught. `updated_at` is ISO 8601 UTC."""

    business_id: str
    name: str
    industry: str
    phone: str
    email: str
    content: str
    extra: dict[str, Any]
    chunks: int
    updated_at: str
    rules: dict[str, Any] | None = field(default_factory=dict[str, Any])


class TrainingStats(TypedDict):
    """How much a business taught; zeros and None for one that never did."""

    trained: bool
    business_name: str | None
    industry: str | None
    chunks: int
    characters: int
    updated_at: str | None


class Businesses:
    def __init__(
        self,
        records: Records,
        index: ChromaIndex,
        embeddings: Embeddings,
        clock: Clock = utc_now,
    ) -> None:
        self._records = records
        self._index = index
        self._embeddings = embeddings
        self._clock = clock
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def train(
        self,
        business_id: str,
        name: str,
        industry: str,
        phone: str,
        email: str,
        additional_content: str,
        extra: Mapping[str, Any],
    ) -> int:
        """Teach a business, in place of all it was taught before; returns its passages' number.

        The new passages are indexed first and ignored (see `ChromaRecall`) until one
        transaction puts them in the old ones' place: at any moment, also after a failure or
        a crash, either all of the old answers or all of the new. Trainings of one business
        come one after another, in one process. Rules among the further fields are kept as
        such and taught as sentences. Raises InputError for a rule that cannot be used, and
        what the embeddings or Chroma raise.
        """
        taught = (name, industry, phone, email, additional_content, extra)
        lock = self._locks.setdefault(business_id, asyncio.Lock())
        async with lock:
            rules = await asyncio.to_thread(rules_of, additional_content, extra)
            await self._tidy(business_id)
            texts = await asyncio.to_thread(_passages, *taught, rules)
            entries = [Entry(str(uuid4()), business_id, text, {}) for text in texts]
            if entries:
                vectors = await self._embeddings.aembed_documents(texts)
                await self._index.put("knowledge", entries, vectors)
                # The first search of a process imports what it needs, and may wait for that
                # longer than a turn does: who is told that it was taught can be asked.
                await self._index.search("knowledge", business_id, vectors[0], 1)
            business = Business(
                business_id,
                *taught[:5],
                dict(extra),
                len(texts),
                self._clock().isoformat(),
                cast(dict[str, Any], rules),
            )
            await self._replace(business, entries)
            await self._tidy(business_id)
        return len(texts)

    async def get(self, business_id: str) -> Business | None:
        async with self._records.read() as db:
            row = await db.get(BusinessRow, business_id)
        fields = Business.__slots__
        return Business(**{name: getattr(row, name) for name in fields}) if row else None

    async def training_stats(self, business_id: str) -> TrainingStats:
        lengths = select(func.coalesce(func.sum(func.length(PassageRow.text)), 0))
        async with self._records.read() as db:
            row = await db.get(BusinessRow, business_id)
            total = await db.scalar(lengths.where(PassageRow.business_id == business_id))
        return {
            "trained": row is not None,
            "business_name": row.name if row else None,
            "industry": row.industry if row else None,
            "chunks": row.chunks if row else 0,
            "characters": total or 0,
            "updated_at": row.updated_at if row else None,
        }

    async def _tidy(self, business_id: str) -> None:
        """Take out of the index what this or a failed training left there."""
        mine = select(PassageRow.id).where(PassageRow.business_id == business_id)
        async with self._records.read() as db:
            ids = (await db.scalars(mine)).all()
        await self._index.keep_only("knowledge", business_id, ids)

    async def _replace(self, business: Business, entries: Sequence[Entry]) -> None:
        fields = {name: getattr(business, name) for name in Business.__slots__}
        upsert = self._records.insert(BusinessRow).values(fields)
        rows = [
            {
                "id": entry.id,
                "business_id": entry.owner,
                "position": position,
                "text": entry.text,
                "indexed_at": business.updated_at,
            }
            for position, entry in enumerate(entries)
        ]
        mine = PassageRow.business_id == business.business_id
        async with self._records.write() as db:
            await db.execute(
                upsert.on_conflict_do_update(index_elements=["business_id"], set_=fields)
            )
            await db.execute(delete(PassageRow).where(mine))
            if rows:
                await db.execute(insert(PassageRow), rows)


def _passages(
    name: str,
    industry: str,
    phone: str,
    email: str,
    content: str,
    extra: Mapping[str, Any],
    rules: BusinessRules,
) -> list[str]:
    """What can be asked; hours that the text gives without the word are told as hours too."""
    given = given_rules(extra)
    if "hours" in rules and "hours" not in given and not says_opening(content[:READ]):
        given["hours"] = rules["hours"]
    sentences = [piece for rule in told(given) for piece in chunk_text(rule)]
    further = written_for_people(extra)
    return [*chunk_business(name, industry, phone, email, content, further), *sentences]
