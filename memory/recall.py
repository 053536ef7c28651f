"""What the assistant can look up in a turn: a business's passages, a caller's moments."""

from collections.abc import Awaitable
from typing import TypeVar

from langchain_core.embeddings import Embeddings
from sqlalchemy import select

from core.errors import RapportError, RecallError
from core.state import Moment, Passage
from memory.entries import moment
from memory.index import ChromaIndex
from memory.records import Records
from memory.tables import PassageRow

PASSAGES = 6
MOMENTS = 3
MIN_SIMILARITY = 0.35
"""WordLlama: sentences on one topic are 0.4 to 0.9 alike, others under 0.15."""

T = TypeVar("T")


class ChromaRecall:
    """Implements `Recall` on the index; `min_similarity` is the cosine a moment must reach.

    A passage counts only if the records have it under that business: what a retraining
    just replaced, or is about to bring, is in the index but is not told. All methods raise
    RecallError when the search fails and BusyError when too many wait.
    """

    def __init__(
        self,
        records: Records,
        index: ChromaIndex,
        embeddings: Embeddings,
        min_similarity: float = MIN_SIMILARITY,
    ) -> None:
        self._records = records
        self._index = index
        self._embeddings = embeddings
        self._min_similarity = min_similarity

    async def passages(self, business_id: str, query: str) -> list[Passage]:
        """Up to 6 passages."""
        return await _clearly(self._passages(business_id, query)) if query.strip() else []

    async def moments(self, user_id: str, query: str, session_id: str) -> list[Moment]:
        """Up to 3 moments."""
        return await _clearly(self._moments(user_id, query, session_id)) if query.strip() else []

    async def _passages(self, business_id: str, query: str) -> list[Passage]:
        vector = await self._embeddings.aembed_query(query)
        # Twice as many as wanted: during a retraining half of them may be of the other version.
        hits = await self._index.search("knowledge", business_id, vector, 2 * PASSAGES)
        rows = select(PassageRow.id, PassageRow.text).where(
            PassageRow.id.in_([hit.id for hit in hits]), PassageRow.business_id == business_id
        )
        async with self._records.read() as db:
            texts = dict(iter(await db.execute(rows)))
        return [
            Passage(id=hit.id, text=texts[hit.id], score=hit.score)
            for hit in hits
            if hit.id in texts
        ][:PASSAGES]

    async def _moments(self, user_id: str, query: str, session_id: str) -> list[Moment]:
        vector = await self._embeddings.aembed_query(query)
        hits = await self._index.search(
            "conversations", user_id, vector, MOMENTS, without=("session_id", session_id)
        )
        return [moment(hit) for hit in hits if hit.score >= self._min_similarity]


async def _clearly(search: Awaitable[T]) -> T:
    try:
        return await search
    except RapportError:
        raise
    except Exception as error:
        raise RecallError("The memory could not be searched.") from error
