"""Sum a session up from its recorded turns."""

from langgraph.runtime import Runtime

from core.context import Context
from core.state import SessionEndState, SessionEndUpdate


async def summarize(state: SessionEndState, runtime: Runtime[Context]) -> SessionEndUpdate:
    session, context = state["session"], runtime.context
    turns = await context.journal.turns(session["session_id"])
    return {"summary": await context.summarizer.summarize(session, turns)}
