"""The one thing to ask next for a draft."""

import re
from collections.abc import Sequence

from core.appointments import BookingDraft
from core.state import PastTurn
from providers.booking.times import day_words, offer_words, when_words
from providers.chat.phrases import pick

_QUESTIONS: dict[str, tuple[str, ...]] = {
    "date": ("What day would suit you?", "Which day would you like to come?"),
    "time": ("What time would you like?", "At what time would that be?"),
    "service": ("What would you like to book?", "What should the booking be for?"),
    "party_size": ("For how many people?", "How many of you will there be?"),
    "duration_minutes": ("How long would you like?", "For how long should it be?"),
    "name": ("What name shall I put it under?", "Could you tell me your name, please?"),
    "phone": ("What number can we reach you on?", "Which phone number shall I note?"),
    "email": ("What is your e-mail address?", "Which e-mail address shall I note?"),
    "booking_id": ("Which appointment is it?", "Which of your appointments do you mean?"),
    "intent": ("Shall I cancel it, or find another time?", "Is it to be cancelled, or moved?"),
    "correction": (
        "What shall I change, the day or the time?",
        "Which day and time would you like instead?",
    ),
}
_CLOCKS = re.compile(r"\d+(?::\d+)?|noon|midnight")
_DAY = re.compile(
    r"\b(?:today|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b", re.IGNORECASE
)
OTHER_DAY = "What other day would suit you?"


def question(draft: BookingDraft, window: Sequence[PastTurn], today: str | None) -> str:
    """The first missing thing; in other words where it was asked just so in the last reply."""
    missing = next(iter(draft.get("missing") or ()), "date")
    options = _QUESTIONS.get(missing, _QUESTIONS["date"])
    if draft.get("intent") == "change" and missing == "date" and not draft.get("time"):
        options = ("When would you like to come instead?", "What new day and time would suit you?")
    elif missing == "time" and (day := when_words(draft.get("date"), None, today)):
        options = (f"What time {day}?", *options)
    elif missing == "date" and draft.get("time") and not draft.get("problem"):
        options = ("What day would that be?", *options)
    return pick(options, window[-1:])


def is_timed(draft: BookingDraft) -> bool:
    """Whether the time is known and not still to be asked, as a doubtful one is."""
    return bool(draft.get("time")) and "time" not in (draft.get("missing") or ())


def offered(draft: BookingDraft, window: Sequence[PastTurn], today: str | None) -> list[str]:
    """The free times there are, and which of them it shall be; [] where there are none."""
    offers, day = draft.get("offers") or [], draft.get("date")
    if not offers or (draft["status"] == "collecting" and is_timed(draft)):
        return []
    times = offer_words(offers, today, day, "or")
    bare = re.sub(r"\bon ", "", times)
    if _told(times, day_words(day, today) if day else "", window):
        return [f"Which shall it be, {bare}?"]
    which = "Which would you like?" if len(offers) > 1 else "Would that suit you?"
    if draft.get("problem") or draft.get("intent") != "availability":
        return [f"I have {bare}.", which]
    on = f" {when_words(day, None, today)}" if day else ""
    if day and not any(offer.startswith(day) for offer in offers):
        return [f"I have nothing free{on}, but I have {bare}.", which]
    if len(offers) == 1:
        return [f"The only free time{on} is {times}.", which]
    times = offer_words(offers, today, day, "and")
    if draft.get("time") or draft.get("around"):
        return [f"{on[1:2].upper()}{on[2:]} I have {times}.".strip(), "What time would suit you?"]
    return [f"The first free times{on} are {times}.", "What time would suit you?"]


def _told(times: str, day: str, window: Sequence[PastTurn]) -> bool:
    """Whether the times were just offered, in whatever words around them, and for this day."""
    if not window:
        return False
    last = next((turn["reply"] for turn in reversed(window) if _DAY.search(turn["reply"])), "")
    if last and day.casefold() not in last.casefold():
        return False
    return set(_CLOCKS.findall(times)) <= set(_CLOCKS.findall(window[-1]["reply"]))
