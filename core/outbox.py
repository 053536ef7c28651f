"""What others are to be told of: one event, on its way to every sink that wants it.

An event's id is derived from what happened, so telling of it twice is telling of it once.
"""

from typing import Any, Literal
from uuid import NAMESPACE_OID, uuid5

from typing_extensions import TypedDict

from core.moods import SWING
from core.state import SessionSummary, TurnState

EventKind = Literal["booked", "changed", "cancelled", "session_ended", "turning_point"]
BOOKING_KINDS: tuple[EventKind, ...] = ("booked", "changed", "cancelled")


class OutboxEvent(TypedDict):
    """`at` is ISO 8601 UTC.

    The payload of a booking's event is its Appointment with `business_name`, `timezone`
    (IANA) and `sequence`, which grows with each change of it; that of `session_ended` is the
    SessionSummary; that of `turning_point` is what `turning_point` below puts there.
    """

    id: str
    kind: EventKind
    business_id: str
    user_id: str
    at: str
    payload: dict[str, Any]


class NoOutbox:
    """Implements `Outbox` where nobody wants to know."""

    async def add(self, event: OutboxEvent) -> None:
        """Forget it."""


NOBODY = NoOutbox()


def session_ended(summary: SessionSummary) -> OutboxEvent:
    return {
        "id": _id(summary["session_id"], "session_ended"),
        "kind": "session_ended",
        "business_id": summary["business_id"],
        "user_id": summary["user_id"],
        "at": summary["ended_at"],
        "payload": {**summary},
    }


def turning_point(state: TurnState) -> OutboxEvent | None:
    """The event of a turn in which the mood swung by at least `SWING`, if it did.

    A turn in which nothing was heard, or whose mood could not be read, turns nothing.
    """
    turn, heard = state["turn"], [past for past in state.get("window", []) if past["transcript"]]
    if len(heard) < 2 or heard[-1]["id"] != turn["id"] or not state["mood"]["confidence"]:
        return None
    before, after = heard[-2:]
    change = round(after["sentiment"] - before["sentiment"], 3)
    if abs(change) < SWING:
        return None
    return {
        "id": _id(turn["id"], "turning_point"),
        "kind": "turning_point",
        "business_id": turn["business_id"],
        "user_id": turn["user_id"],
        "at": turn["at"],
        "payload": {
            "session_id": turn["session_id"],
            "turn_id": turn["id"],
            "turn": turn["index"],
            "before": before["mood"],
            "after": after["mood"],
            "change": change,
            "text": after["transcript"],
        },
    }


def _id(of: str, kind: EventKind) -> str:
    return str(uuid5(NAMESPACE_OID, f"{of}:{kind}"))
