"""Look up what the business taught us and what this caller went through before."""

import asyncio

from langgraph.errors import NodeError
from langgraph.runtime import Runtime

from core.context import Context
from core.state import PastTurn, TurnState, TurnUpdate
from nodes.degrade import degraded
from nodes.timed import timed

SHORT = 4
"""A message of fewer words ("and on Sunday?") only makes sense with the one before it."""


@timed("retrieval")
async def retrieve(state: TurnState, runtime: Runtime[Context]) -> TurnUpdate:
    turn, recall = state["turn"], runtime.context.recall
    query = query_for(turn.get("transcript", ""), state.get("window", []))
    passages, moments = await asyncio.gather(
        recall.passages(turn["business_id"], query),
        recall.moments(turn["user_id"], query, turn["session_id"]),
    )
    return {"passages": passages, "moments": moments}


def query_for(transcript: str, window: list[PastTurn]) -> str:
    """What to look up: the message, and the one before it where this one leans on it."""
    if not window:
        return transcript
    before = window[-1]
    leans = len(transcript.split()) < SHORT or before["answered"] is False
    return f"{before['transcript']} {transcript}" if leans else transcript


async def retrieve_failed(
    state: TurnState, runtime: Runtime[Context], error: NodeError
) -> TurnUpdate:
    return {"passages": [], "moments": [], **degraded("retrieve", error.error)}
