"""Store the summary with its opening, once and only once."""

from langgraph.runtime import Runtime

from core.context import Context
from core.outbox import session_ended
from core.state import SessionEndState, SessionEndUpdate


async def store_summary(state: SessionEndState, runtime: Runtime[Context]) -> SessionEndUpdate:
    """`stored` is False when this session had its summary already.

    Its end is told of either way, which is once: after a crash in between it still is.
    """
    stored = await runtime.context.history.store(state["summary"])
    await runtime.context.outbox.add(session_ended(state["summary"]))
    return {"stored": stored}
