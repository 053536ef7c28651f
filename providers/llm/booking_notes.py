"""An appointment in words for a language model: where it stands, and what to say next."""

from collections.abc import Sequence
from datetime import date, datetime

from core.appointments import Appointment, BookingDraft, Known
from providers.llm.fence import fenced, harmless

FIELDS = (
    "intent", "service", "date", "time", "duration_minutes", "party_size",
    "name", "phone", "email", "reference",
)  # fmt: skip

ASKED = {
    "date": "which day they would like",
    "time": "what time they would like",
    "service": "what the appointment is for",
    "party_size": "how many people will come",
    "reference": "which of their appointments they mean",
    "name": "their name",
    "phone": "their phone number with its country code",
    "email": "their e-mail address",
}


def notes_of(draft: BookingDraft) -> str:
    """What the caller must hear of the draft; empty where there is nothing to say."""
    next_step = _next_step(draft)
    if not next_step:
        return ""
    parts = [f"Appointment ({draft['status']}):", fenced("appointment", fields_of(draft))]
    if problem := draft.get("problem"):
        parts.append(f"Say this problem first:\n{fenced('problem', problem, 300)}")
    if offers := draft.get("offers"):
        parts.append(f"Offer the nearest free times: {', '.join(map(_spoken, offers[:3]))}.")
    return "\n".join([*parts, next_step])


def _next_step(draft: BookingDraft) -> str:
    intent = draft.get("intent") or "book"
    match draft["status"]:
        case "collecting":
            return _question(draft)
        case "confirming":
            return (
                "Read it back with its day and time in spoken words, and ask whether you shall "
                f"{intent} it. It is not done yet."
            )
        case "confirmed":
            return "The caller agreed; it is being arranged now. Say so."
        case "booked":
            done = {"change": "changed", "cancel": "cancelled"}.get(intent, "booked")
            return f"It is {done}. Say so with its day and time.{_then(draft)}"
        case "failed":
            return "It could not be done. Say so with the reason, and ask for another day or time."
        case "dropped":
            if following := _then(draft):
                return f"The caller gave it up. Say that it was not done.{following}"
            return "The caller gave it up. Say that nothing was changed, and offer other help."
        case "none":
            return ""


def _then(draft: BookingDraft) -> str:
    """The next of several wishes, which is come to in the same reply."""
    waiting = draft.get("later")
    return (
        f"\nThen go on to the next one they wished for.\n{notes_of(waiting[0])}" if waiting else ""
    )


def _question(draft: BookingDraft) -> str:
    missing = draft.get("missing") or []
    if not missing:
        return "Ask which of these times suits them." if draft.get("offers") else ""
    wanted = ASKED.get(missing[0], harmless(missing[0].replace("_", " "), 40))
    first = "If they asked something else, answer that first."
    return f"{first} Then ask for exactly one thing: {wanted}."


def fields_of(draft: BookingDraft) -> str:
    """The fields that are known, one a line."""
    known = [(name, draft.get(name)) for name in FIELDS]
    lines = [f"{name}: {str(value)[:120]}" for name, value in known if value is not None]
    return "\n".join(lines) or "(nothing yet)"


def today_note(today: str) -> str:
    """The day of the week and the date."""
    return f"Today is {date.fromisoformat(today):%A}, {today}, at the business."


def upcoming_notes(upcoming: Sequence[Appointment], draft: BookingDraft) -> str:
    """The caller's appointments, but the one that the draft has just made, moved or cancelled."""
    told_already = draft.get("booking_id") if draft["status"] == "booked" else None
    lines = [_standing(each) for each in upcoming if each["booking_id"] != told_already]
    return "This caller's appointments at the business:\n" + fenced(
        "appointments", "\n".join(lines) or "(none)"
    )


def known_notes(known: Known) -> str:
    """What the business offers and which appointments the caller has, numbered from 1."""
    services = ", ".join(service["name"][:80] for service in known["rules"].get("services", []))
    upcoming = [
        f"{number}: {each['date']} {each['time']} {(each['service'] or '')[:80]}"
        for number, each in enumerate(known["upcoming"], start=1)
    ]
    return "\n".join(
        [
            fenced("services", services or "(any)"),
            "The caller's own appointments by number:",
            fenced("appointments", "\n".join(upcoming) or "(none)"),
        ]
    )


def _standing(each: Appointment) -> str:
    people = f", for {each['party_size']} people" if each["party_size"] else ""
    when = _spoken(f"{each['date']}T{each['time']}")
    return f"{when} ({each['date']}), {each['duration_minutes']} minutes{people}" + (
        f": {each['service'][:80]}" if each["service"] else ""
    )


def _spoken(offer: str) -> str:
    try:
        return f"{datetime.fromisoformat(offer):%A, %B %d at %H:%M}"
    except ValueError:
        return harmless(offer, 30)
