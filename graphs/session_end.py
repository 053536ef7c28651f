"""The end of a session: sum it up, choose the next opening, store both.

summarize ─ choose_opening ─ store_summary
"""

from typing import Any

from langgraph.graph import END, START, StateGraph

from core.context import Context
from core.state import SessionEndState
from nodes.choose_opening import choose_opening
from nodes.store_summary import store_summary
from nodes.summarize import summarize


def session_end_graph(context_schema: type[Any] = Context) -> StateGraph[SessionEndState, Any]:
    graph = StateGraph(SessionEndState, context_schema=context_schema)
    graph.add_node(summarize)
    graph.add_node(choose_opening)
    graph.add_node(store_summary)

    graph.add_edge(START, "summarize")
    graph.add_edge("summarize", "choose_opening")
    graph.add_edge("choose_opening", "store_summary")
    graph.add_edge("store_summary", END)
    return graph
