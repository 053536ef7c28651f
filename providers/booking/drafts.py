"""How a draft of an appointment goes from one state to the next."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.appointments import Appointment, BookingDraft, BookingIntent, Known, no_booking
from providers.booking.completing import SLOTS, completed
from providers.booking.named import Named

CORRECTION = "correction"
"""What is missing while it is not known what of a draft is wrong."""
WHAT_ELSE = "What shall I change, the day or the time?"
SAME = "That is when it is already."


@dataclass(frozen=True, slots=True)
class Message:
    """What a caller said, `plain` too, and what was known when it was said.

    `earlier` is what the caller said in the turn before; `asked_name` tells that the reply to
    that asked for a name. Phone numbers without a country code are of `region`.
    """

    text: str
    plain: str
    now: datetime
    known: Known
    region: str = "US"
    earlier: str = ""
    asked_name: bool = False


def intended(draft: BookingDraft) -> BookingIntent:
    return draft.get("intent") or "book"


def kept(draft: BookingDraft) -> dict[str, Any]:
    """The values of a draft that its next state takes over.

    In a draft of before there was `around`, its hint stands in the time that is asked for.
    """
    names = (*SLOTS, "booking_id", "reference", "around")
    values = {name: draft.get(name) for name in names if draft.get(name) is not None}
    is_asked = "time" in (draft.get("missing") or []) and not draft.get("problem")
    if intended(draft) == "availability" and is_asked and "time" in values:
        values["around"] = values.pop("time")
    return values


def copied(draft: BookingDraft) -> BookingDraft:
    copy: BookingDraft = {**draft, "missing": list(draft.get("missing") or [])}
    if "offers" in draft:
        copy["offers"] = list(draft["offers"])
    return copy


def dropped(draft: BookingDraft) -> BookingDraft:
    return {**copied(draft), "status": "dropped", "missing": [], "problem": None}


def closed(draft: BookingDraft) -> BookingDraft:
    """A finished draft of which nothing more is said, kept for a caller who comes back to it."""
    was = draft.get("was") or draft["status"]
    if was not in ("booked", "failed", "dropped"):
        return no_booking()
    return {**copied(draft), "status": "none", "was": was, "missing": [], "problem": None}


def confirmed(draft: BookingDraft, news: dict[str, Any]) -> BookingDraft:
    """What was free has been asked for: whoever says yes to it wants it booked."""
    intent = intended(draft)
    after: dict[str, Any] = {**copied(draft), **news, "status": "confirmed", "problem": None}
    after["intent"] = "book" if intent == "availability" else intent
    return after  # pyright: ignore[reportReturnType]


def corrected(draft: BookingDraft) -> BookingDraft:
    """A draft that was declined without a word of what is wrong with it."""
    what: BookingDraft = {**copied(draft), "status": "collecting", "offers": []}
    return {**what, "missing": [CORRECTION], "problem": None}


def filled(
    before: dict[str, Any], found: Named, now: datetime, known: Known, intent: BookingIntent
) -> BookingDraft:
    """The slots from before with the new ones; a change keeps what it does not name.

    A day or time that was taken back is asked for, and a time that was chosen leaves nothing
    to look around for. Nothing is moved to where it is.
    """
    slots, problem = {**before, **found.slots}, found.problem
    if slots.get("time"):
        slots.pop("around", None)
    reference = slots.get("reference")
    dated = slots.get("date") or slots.get("time") or "time" in found.slots
    if intent == "change" and reference and dated:
        if not slots.get("date") and "date" not in found.slots:
            slots["date"] = reference[:10]
        if not slots.get("time") and "time" not in found.slots and not slots.get("around"):
            slots["time"] = reference[11:16]
        if not found.doubt and _is_unchanged(slots, known):
            slots, problem = {**slots, "date": None, "time": None}, problem or SAME
    return completed(slots, now, known, intent, problem=problem, doubt=found.doubt)


def _is_unchanged(slots: dict[str, Any], known: Known) -> bool:
    """Whether a change would leave the appointment just as it is."""
    if f"{slots.get('date')}T{slots.get('time')}" != (slots.get("reference") or "")[:16]:
        return False
    one = subject(slots.get("booking_id"), known)
    others = ("service", "duration_minutes", "party_size")
    return not one or all(slots.get(name) in (None, one.get(name)) for name in others)


def subject(booking_id: str | None, known: Known) -> Appointment | None:
    """The caller's appointment with an id, as it stands now."""
    found = (one for one in known["upcoming"] if one["booking_id"] == booking_id)
    return next(found, None) if booking_id else None
