"""Choose how the next session opens, from this one and those before it."""

from langgraph.runtime import Runtime

from core.context import Context
from core.state import SessionEndState, SessionEndUpdate, SessionSummary


async def choose_opening(state: SessionEndState, runtime: Runtime[Context]) -> SessionEndUpdate:
    summary, context = state["summary"], runtime.context
    past = await context.history.summaries(summary["user_id"])
    earlier = [each for each in past if each["session_id"] != summary["session_id"]]
    opening = await context.opening_chooser.choose([summary, *earlier])
    complete: SessionSummary = {**summary, **opening}
    return {"summary": complete}
