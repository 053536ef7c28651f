"""Sense the mood before a word of the reply is written."""

from langgraph.errors import NodeError
from langgraph.runtime import Runtime

from core.context import Context
from core.state import PastTurn, TurnState, TurnUpdate, Utterance, no_reading
from nodes.degrade import degraded
from nodes.timed import timed


@timed("emotion")
async def classify_emotion(state: TurnState, runtime: Runtime[Context]) -> TurnUpdate:
    transcript = state["turn"].get("transcript", "")
    context = said_before(state.get("window", []))
    return {"mood": await runtime.context.emotion.read(transcript, context)}


def said_before(window: list[PastTurn]) -> list[Utterance]:
    """The window as utterances, oldest first."""
    return [
        utterance
        for past in window
        for utterance in (
            Utterance(speaker="caller", text=past["transcript"]),
            Utterance(speaker="assistant", text=past["reply"]),
        )
    ]


async def emotion_failed(
    state: TurnState, runtime: Runtime[Context], error: NodeError
) -> TurnUpdate:
    return {"mood": no_reading(), **degraded("classify_emotion", error.error)}
