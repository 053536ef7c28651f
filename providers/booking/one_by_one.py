"""A yes in one breath with another wish: one booking is made at a time."""

import re
from dataclasses import replace

from core.appointments import BookingDraft
from providers.booking.consent import without_lead
from providers.booking.drafts import Message, copied, filled, intended
from providers.booking.named import Named
from providers.booking.times import when_words

_ALSO = re.compile(
    r"\b(?:also|another|as well|plus|additionally)\b(?! (?:time|day|date|hour|slot)\b)|\btoo$|"
    r"\band (?:then )?(?:an?|1) (?!bit\b|little\b)\w+"
)
_WANTS = re.compile(
    r"\b(?:need|want|like|have|get|book(?: me| us)?(?: in for)?|also) (?:an?|another) "
    r"(?!bit\b|little\b|different\b)\w+"
)
"""A thing of its own, with or without a day."""


def first_of_two(message: Message, draft: BookingDraft, found: Named) -> BookingDraft | None:
    """The draft as it is, asked for once more, where a second booking is wished for with the yes.

    "Yes, and also a massage on Friday" is no correction of the haircut that was read back. None
    for a message that is of the draft alone.
    """
    said = message.plain
    is_new = intended(draft) in ("book", "availability") and draft["status"] == "confirming"
    if not is_new or without_lead(said) == said or not _ALSO.search(said):
        return None
    news = (found.slots.get(name) not in (None, draft.get(name)) for name in ("date", "service"))
    if not (any(news) or _WANTS.search(said)):
        return None
    when = when_words(draft.get("date"), draft.get("time"), message.now.date().isoformat())
    service = draft.get("service")
    thing = f"your {service} {when}" if service else when.removeprefix("on ")
    own = {n: v for n, v in found.slots.items() if n not in ("date", "time") or v != draft.get(n)}
    second = filled({}, replace(found, slots=own), message.now, message.known, "book")
    problem = f"One at a time: shall I first book {thing}?"
    return {**copied(draft), "problem": problem, "later": [second]}
