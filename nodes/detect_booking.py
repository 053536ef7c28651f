"""Notice the wish for an appointment, and keep its draft from turn to turn."""

from langgraph.errors import NodeError
from langgraph.runtime import Runtime

from core.context import Context
from core.state import TurnState, TurnUpdate, no_booking
from nodes.degrade import degraded
from nodes.timed import timed


@timed("booking_detection")
async def detect_booking(state: TurnState, runtime: Runtime[Context]) -> TurnUpdate:
    context = runtime.context
    draft = await context.booking_detector.detect(
        state["turn"].get("transcript", ""),
        state.get("booking", no_booking()),
        state.get("window", []),
        context.clock().astimezone(context.timezone),
    )
    return {"booking": draft, "turn": {"is_booking": draft["status"] != "none"}}


async def detect_failed(
    state: TurnState, runtime: Runtime[Context], error: NodeError
) -> TurnUpdate:
    return {"turn": {"is_booking": False}, **degraded("detect_booking", error.error)}


def is_confirmed(state: TurnState) -> bool:
    """Whether the caller said yes to a complete booking."""
    return state.get("booking", no_booking())["status"] == "confirmed"
