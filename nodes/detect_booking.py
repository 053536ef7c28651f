"""Notice the wish for an appointment, and keep its draft from turn to turn."""

from datetime import datetime
from zoneinfo import ZoneInfo

from langgraph.errors import NodeError
from langgraph.runtime import Runtime

from core.appointments import BookingDraft, no_booking
from core.context import Context
from core.state import TurnState, TurnUpdate
from nodes.degrade import degraded
from nodes.timed import timed


@timed("booking_detection")
async def detect_booking(state: TurnState, runtime: Runtime[Context]) -> TurnUpdate:
    context, turn = runtime.context, state["turn"]
    now = context.clock().astimezone(context.timezone)
    known = await context.bookings.known(turn["business_id"], turn["user_id"], now)
    if zone := known["rules"].get("timezone"):
        now = now.astimezone(ZoneInfo(zone))
    heard = await context.booking_detector.detect(
        turn.get("transcript", ""),
        state.get("booking", no_booking()),
        state.get("window", []),
        now,
        known,
    )
    draft = await _checked(context, turn["business_id"], heard, now)
    if draft["status"] in ("confirmed", "dropped") and (later := draft.get("later")):
        # It is told of in this turn's reply, when the one before it is done with.
        after = await _checked(context, turn["business_id"], later[0], now)
        draft["later"] = [after, *later[1:]]
    turn_of: dict[str, object] = {"is_booking": draft["status"] != "none"}
    today = now.date().isoformat()
    return {"booking": draft, "upcoming": known["upcoming"], "turn": {**turn_of, "today": today}}


async def _checked(
    context: Context, business_id: str, heard: BookingDraft, now: datetime
) -> BookingDraft:
    """Free times are looked for around an hour that the caller never chose."""
    around = None if heard.get("time") else heard.get("around")
    aim = around if around and "-" not in around else None
    sought: BookingDraft = {**heard, "time": aim} if aim else heard
    checked = await context.bookings.check(business_id, sought, now)
    return {**checked, "time": None} if aim else checked


async def detect_failed(
    state: TurnState, runtime: Runtime[Context], error: NodeError
) -> TurnUpdate:
    return {"turn": {"is_booking": False}, **degraded("detect_booking", error.error)}


def is_confirmed(state: TurnState) -> bool:
    """Whether the caller said yes to a complete booking."""
    return state.get("booking", no_booking())["status"] == "confirmed"
