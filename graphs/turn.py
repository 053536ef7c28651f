"""One turn, from what the caller said to what the assistant answered.

    transcribe ─┬─ classify_emotion ─┬─ respond ─ speak
                ├─ retrieve ─────────┤
                └─ detect_booking ───┴─ book, when a confirmed booking is complete

Nothing heard goes straight to `respond`, which asks again. The three in the middle run
side by side, each with a time limit and a neutral result, so that one that fails takes
no other with it. `respond` is deferred: it waits for all that was started before it.
"""

from typing import Any

from langgraph.graph import END, START, StateGraph

from core.context import Context
from core.state import TurnState
from nodes.book import book
from nodes.classify_emotion import classify_emotion, emotion_failed
from nodes.detect_booking import detect_booking, detect_failed, is_confirmed
from nodes.respond import respond
from nodes.retrieve import retrieve, retrieve_failed
from nodes.speak import speak
from nodes.timed import TurnNode
from nodes.transcribe import transcribe

SIDE_BY_SIDE: dict[str, tuple[TurnNode, Any]] = {
    "classify_emotion": (classify_emotion, emotion_failed),
    "retrieve": (retrieve, retrieve_failed),
    "detect_booking": (detect_booking, detect_failed),
}
"""Each node, and what gives its neutral result when it fails."""

PATIENCE = 3.0
"""Seconds each of the three may take, by default."""


def after_transcribe(state: TurnState) -> list[str]:
    return list(SIDE_BY_SIDE) if state["turn"].get("transcript") else ["respond"]


def after_detect(state: TurnState) -> str:
    return "book" if is_confirmed(state) else "respond"


def turn_graph(
    context_schema: type[Any] = Context, patience: float = PATIENCE
) -> StateGraph[TurnState, Any]:
    graph = StateGraph(TurnState, context_schema=context_schema)
    graph.add_node(transcribe)
    for name, (node, otherwise) in SIDE_BY_SIDE.items():
        graph.add_node(name, node, timeout=patience, error_handler=otherwise)
    graph.add_node(book)
    graph.add_node(respond, defer=True)
    graph.add_node(speak)

    graph.add_edge(START, "transcribe")
    graph.add_conditional_edges("transcribe", after_transcribe, [*SIDE_BY_SIDE, "respond"])
    graph.add_edge("classify_emotion", "respond")
    graph.add_edge("retrieve", "respond")
    graph.add_conditional_edges("detect_booking", after_detect, ["book", "respond"])
    graph.add_edge("book", "respond")
    graph.add_edge("respond", "speak")
    graph.add_edge("speak", END)
    return graph
