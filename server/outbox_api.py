"""`GET /outbox`: what others were told of, what waits, and what is stuck and why."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from memory.deliveries import Listed
from server.rest import TheServices

router = APIRouter()


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
        stuck=await deliveries.stuck(limit),
        waiting=await deliveries.listed("waiting", limit),
        done=await deliveries.listed("done", limit),
    )
