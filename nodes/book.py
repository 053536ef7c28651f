"""Book, change or cancel as a confirmed draft says, once: the ledger holds it by turn."""

from langgraph.runtime import Runtime

from core.appointments import BookingDraft, no_booking
from core.context import Context
from core.errors import BookingError
from core.state import TurnState, TurnUpdate
from nodes.degrade import degraded
from nodes.timed import timed

UNSURE = "I could not reach the calendar, so please check with us before you come."


@timed("book")
async def book(state: TurnState, runtime: Runtime[Context]) -> TurnUpdate:
    turn, context = state["turn"], runtime.context
    draft = state.get("booking", no_booking())
    key = f"{turn['session_id']}:{turn['id']}:book"

    async def effect() -> str:
        return await context.bookings.book(key, turn["business_id"], turn["user_id"], draft)

    try:
        booking_id = await context.ledger.once(key, effect)
    except BookingError as error:
        # With the offers, so that the caller can choose another time at once.
        failed: BookingDraft = {
            **draft,
            "status": "failed",
            "problem": str(error),
            "offers": error.offers,
        }
        return {"booking": failed}
    except Exception as error:
        # It may have been booked all the same: the caller is told to make sure, not to repeat.
        unsure: BookingDraft = {**draft, "status": "failed", "problem": UNSURE, "offers": []}
        return {"booking": unsure, **degraded("book", error)}
    booked: BookingDraft = {
        **draft,
        "status": "booked",
        "booking_id": booking_id,
        "problem": None,
        "offers": [],
    }
    return {"booking": booked}
