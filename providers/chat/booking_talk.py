"""What is said about a booking: the missing thing, the read-back, the result."""

import re
from datetime import date, time

from core.appointments import BookingDraft
from providers.chat.speech import sentence, spoken

_QUESTIONS = {
    "date": ("What day would you like to come?", "Which day suits you?"),
    "time": ("What time would you like?", "At what time would that be?"),
    "service": ("What would you like to book?", "What should the booking be for?"),
}
_INQUIRY = re.compile(
    r"^(?:what(?! about)|when(?!ever)|where|who|why|which|how(?! about)|is there|are (?:you|there)|"
    r"does|do you(?! have (?:anything|something|time|a slot|space|room))|(?:can|could) you tell)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\b(?:book|reserve|schedule|appointment|reservation|today|tonight|tomorrow|(?:mon|tues|wednes|"
    r"thurs|fri|satur|sun)day|noon|midday|o'?clock|[ap]\.? ?m|morning|afternoon|evening|instead)\b"
    r"|\d",
    re.IGNORECASE,
)


def booking_words(draft: BookingDraft, last_reply: str) -> list[str]:
    """The sentences for the state of a draft; none where there is nothing to say of it."""
    problem = sentence(draft.get("problem") or "")
    when = _when(draft)
    match draft["status"]:
        case "collecting":
            question = _missing(draft, last_reply)
            if problem:
                return [problem, question]
            return [question if when or last_reply else f"Gladly! {question}"]
        case "confirming":
            read_back = f"{sentence(f'That would be {_what(draft)} {when}')} Shall I book it?"
            if read_back in last_reply:
                read_back = f"Shall I book {_what(draft)} {when}, yes or no?"
            return [problem, read_back] if problem else [read_back]
        case "confirmed":
            return [sentence(f"Thank you, I am booking {_what(draft)} {when}")]
        case "booked":
            return [f"Done! {sentence(f'{_what(draft)} {when} is booked')}"]
        case "failed":
            reason = problem or "I could not make that booking."
            return [f"I'm sorry. {reason}", "What other day or time would suit you?"]
        case "dropped":
            return ["All right, I will not book anything.", "Can I help with anything else?"]
        case "none":
            return []


def interrupts(draft: BookingDraft, transcript: str) -> bool:
    """Whether a question asked while a draft is open is about something else.

    "What does it cost?" and "are you open on Friday?" are; "is Friday at two possible?"
    is about the draft. The detector leaves the draft alone for the former by the same rule.
    """
    if draft["status"] not in ("collecting", "confirming"):
        return False
    return inquires(transcript) or not _WHEN.search(transcript)


def inquires(transcript: str) -> bool:
    """Whether a message opens like a question that wants to know, not one that proposes."""
    return bool(_INQUIRY.match(transcript.strip()))


def _missing(draft: BookingDraft, last_reply: str) -> str:
    missing = next(iter(draft.get("missing") or ()), "date")
    first, second = _QUESTIONS.get(missing, _QUESTIONS["date"])
    return second if first in last_reply else first


def _what(draft: BookingDraft) -> str:
    service = spoken(draft.get("service") or "")[:60]
    return f"your {service}" if service else "your appointment"


def _when(draft: BookingDraft) -> str:
    parts = (_day(draft.get("date") or ""), _clock(draft.get("time") or ""))
    day, clock = parts
    return " ".join(p for p in (f"on {day}" if day else "", f"at {clock}" if clock else "") if p)


def _day(iso: str) -> str:
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return spoken(iso)[:40]
    return f"{day:%A}, {day:%B} {day.day}"


def _clock(iso: str) -> str:
    try:
        at = time.fromisoformat(iso)
    except ValueError:
        return spoken(iso)[:20]
    if at.minute == 0 and at.hour in (0, 12):
        return "noon" if at.hour else "midnight"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes} {'a.m.' if at.hour < 12 else 'p.m.'}"
