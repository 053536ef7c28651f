"""`GET /outbox`: what others were told of, what waits, and what is stuck and why."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from server.rest import TheServices

router = APIRouter()


class Listed(BaseModel):
    """One event on its way to one sink. Times are ISO 8601 UTC.

    `next_at` is when it is tried, or how long the attempt under way has; a stuck one without
    it was given up, and is tried once more when the server starts again.
    """

    id: str
    sink: str
    kind: str
    business_id: str
    booking_id: str | None
    at: str
    attempts: int
    next_at: str | None
    done_at: str | None
    last_error: str | None


class OutboxState(BaseModel):
    """How many there are of each, and the newest of them."""

    counts: dict[str, int]
    stuck: list[Listed]
    waiting: list[Listed]
    done: list[Listed]


@router.get("/outbox", summary="What is on its way to spreadsheet, mail and webhook")
async def outbox(
    services: TheServices, limit: Annotated[int, Query(ge=1, le=500)] = 50
) -> OutboxState:
    """Shows no names, addresses or words of callers: those are in the records."""
    deliveries = services.memory.deliveries
    return OutboxState(
        counts={**await deliveries.counts()},
        stuck=[Listed(**each) for each in await deliveries.stuck(limit)],
        waiting=[Listed(**each) for each in await deliveries.listed("waiting", limit)],
        done=[Listed(**each) for each in await deliveries.listed("done", limit)],
    )
