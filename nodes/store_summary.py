"""Store the summary with its opening, once and only once."""

from langgraph.runtime import Runtime

from core.context import Context
from core.state import SessionEndState, SessionEndUpdate


async def store_summary(state: SessionEndState, runtime: Runtime[Context]) -> SessionEndUpdate:
    """`stored` is False when this session had its summary already."""
    return {"stored": await runtime.context.history.store(state["summary"])}
