"""A draft that was booked, failed or was dropped, when the caller comes back to it."""

import re

from core.appointments import BookingDraft
from providers.booking import wish
from providers.booking.amending import amended, moved, parted
from providers.booking.begin import around, part_named
from providers.booking.continuing import at
from providers.booking.correcting import correction, moved_by, renamed
from providers.booking.drafts import Message, copied, filled, intended, kept, subject
from providers.booking.intent import intent_of
from providers.booking.named import Named, named
from providers.booking.offered import chosen_offer
from providers.booking.verbs import books, refuses

_CORRECTS = re.compile(
    r"\b(?:actually|instead|rather|sorry|wait|make it|change|move|no|not|better|could we|can we|"
    r"meant)\b"
)
_REVIVES = re.compile(
    r"\b(?:do|please|and|then|just|ok|yes|actually|wait|i'll|i'd|let's|to|want) (?:please )?"
    r"(?:book|reserve|take|confirm|have|want) (?:it|that|this|the appointment)\b|"
    r"^(?:book|reserve|take|confirm) (?:it|that|this|the appointment)\b|\bi (?:do )?want it\b"
)
"""Who has dropped a draft takes that back."""
_FEW = 6
"""Words beside a day or time of a message that only names them."""


def taken_up(message: Message, draft: BookingDraft) -> BookingDraft | None:
    """What the message makes of a finished draft; None for a message that is about another.

    A correction of what was booked is a change of it; a new day or time amends what failed or
    was dropped, to be read back again.
    """
    if wish.inquires(message.plain):
        return None
    match draft.get("was") or draft["status"]:
        case "booked":
            return _after_booking(message, draft)
        case "failed":
            return _after_failure(message, draft)
        case "dropped":
            return _after_dropping(message, draft)
        case _:
            return None


def _after_booking(message: Message, draft: BookingDraft) -> BookingDraft | None:
    said, now, known = message.plain, message.now, message.known
    date, time = draft.get("date"), draft.get("time")
    is_made = draft.get("booking_id") and date and time and intended(draft) != "cancel"
    if not is_made or books(said):
        return None
    one = subject(draft.get("booking_id"), known)
    intent = intent_of(message.text, dated=True)
    if intent in ("change", "cancel"):
        is_it = re.search(r"\b(?:it|that|this)\b", said)
        is_it = is_it or (intent == "change" and renamed(message.text))
        return amended(message, intent, one if is_it else None) if known["upcoming"] else None
    before = {**kept(draft), "reference": f"{date}T{time}"}
    by = moved_by(said, date, time, now)
    if not by and (not _CORRECTS.search(said) or wish.wishes(said)):
        return None
    if one:
        after = moved(message, one, parted(said, now)[1])
        return after if after.get("date") or after.get("time") or after.get("problem") else None
    found = named(message.text, {"status": "none"}, now, known, bare=True, wished=False)
    found = Named(by) if by else found
    if not {"date", "time"} & found.slots.keys():
        return None
    return filled(before, found, now, known, "change")


def _after_failure(message: Message, draft: BookingDraft) -> BookingDraft | None:
    said, now, known = message.plain, message.now, message.known
    offers = draft.get("offers") or []
    chosen = chosen_offer(said, offers, now)
    if offers and wish.agrees(said):
        if len(offers) > 1:
            asked: BookingDraft = {**copied(draft), "status": "collecting", "problem": None}
            return {**asked, "time": None, "missing": ["time"], "was": None}
        chosen = offers[0]
    if chosen:
        return filled(kept(draft), at(chosen), now, known, intended(draft))
    return None if intended(draft) == "cancel" else _amended(message, draft, few=False)


def _after_dropping(message: Message, draft: BookingDraft) -> BookingDraft | None:
    intent = intended(draft)
    if intent == "cancel" or (intent == "change" and not draft.get("booking_id")):
        return None
    if _REVIVES.search(message.plain) and draft.get("date") and _is_taken_back(message.plain):
        return filled(kept(draft), Named(), message.now, message.known, intent)
    return _amended(message, draft, few=True)


def _is_taken_back(said: str) -> bool:
    """Whether it is to be booked after all: the no of "no wait, book it" is to the end of it."""
    said = re.sub(r"^(?:no|nope|nah)\b ?", "", said)
    return not (wish.declines(said) or wish.inquires(said) or refuses(said))


def _amended(message: Message, draft: BookingDraft, *, few: bool) -> BookingDraft | None:
    """The draft with a new day or time; `few` asks that the message says little else."""
    said, now, known = message.plain, message.now, message.known
    found = named(message.text, draft, now, known, bare=True, wished=False, region=message.region)
    wished = intent_of(message.text, dated=True)
    if wished not in (None, "book") or (books(said) and few):
        return None
    intent = intended(draft)
    if (better := correction(message, draft, found)) is not None:
        found = better
    elif part := part_named(said, found, draft.get("time")):
        found = around(found, part)
    if not {"date", "time"} & found.slots.keys() or (few and len(found.rest.split()) > _FEW):
        return None
    intent = "availability" if "around" in found.slots and intent == "book" else intent
    return filled(kept(draft), found, now, known, intent)
