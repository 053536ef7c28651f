"""An open draft after a message."""

import re

from core.appointments import BookingDraft
from providers.booking import wish
from providers.booking.amending import WHICH, amended
from providers.booking.answered_name import name_answered
from providers.booking.begin import around, part_named, part_of, spans_of
from providers.booking.completing import CONTACT
from providers.booking.correcting import correction, is_wrong
from providers.booking.drafts import (
    CORRECTION,
    Message,
    confirmed,
    copied,
    corrected,
    dropped,
    filled,
    intended,
    kept,
)
from providers.booking.intent import intent_of
from providers.booking.named import Named, named
from providers.booking.offered import chosen_offer
from providers.booking.one_by_one import first_of_two
from providers.booking.several import all_wished
from providers.booking.turning import turned, which
from providers.booking.two_errands import two_errands
from providers.booking.verbs import cancels, changes, keeps, refuses, says_cancel

_OWN = re.compile(r"\b(?:my|existing|other|old) (?:\w+ ){0,2}(?:appointment|booking|reservation)\b")
"""What has been booked before, apart from the draft that is open."""
_OFF = re.compile(
    r"\b(?:(?:don't|do not) (?:book|want|need)|not (?:now|today after all)|no longer|"
    r"let me think|think about it|i'll call back|not interested)\b"
)
_NO = re.compile(r"^(?:no|nope|nah)[\s,.!]+", re.IGNORECASE)


def continued(message: Message, draft: BookingDraft) -> BookingDraft:
    """The draft with what the message brings; exactly as it was after a question in between."""
    text, said, now, known = message.text, message.plain, message.now, message.known
    missing, intent = draft.get("missing") or [], intended(draft)
    if offer := _chosen(message, draft):
        return filled(kept(draft), at(offer), now, known, intent)
    if WHICH in missing:
        return which(message, draft)
    if other := turned(message, draft):
        return other
    wished = intent_of(text, dated=True)
    is_own = bool(_OWN.search(said)) and not draft.get("booking_id")
    if two_errands(message):
        return amended(message, "change")
    if wished in ("change", "cancel") and is_own and known["upcoming"]:
        return amended(message, wished)
    if _is_undated(draft) and (first := all_wished(message, kept(draft))):
        return first
    found = _heard(message, draft, wished=wished == "book")
    dated = "date" in found.slots or "time" in found.slots
    if wish.inquires(said) and wished != "book" and not (wished == "availability" and dated):
        return copied(draft)
    if intent == "cancel":
        return _cancelled(message, draft, found)
    if first := first_of_two(message, draft, found):
        return first
    settled = draft.get("time") if "time" not in missing else None
    if (better := correction(message, draft, found)) is not None:
        found = better
    elif part := part_named(said, found, settled, spans_of(found, draft, known)):
        found = around(found, part)
    if "around" in found.slots or (draft.get("around") and dated and not found.slots.get("time")):
        intent = "availability" if intent == "book" else intent
        return filled(kept(draft), found, now, known, intent)
    # A doubtful value that is said again is settled by that, though it is the same.
    before = kept(draft)
    news = {n: v for n, v in found.slots.items() if v != before.get(n) or (v and n in missing)}
    if better and news:
        return filled(before, found, now, known, intent)
    if (wish.declines(said) or is_wrong(said)) and not news:
        return _declined(message, draft, found)
    return _answered(message, draft, found, news)


def _is_undated(draft: BookingDraft) -> bool:
    """Whether neither the day nor the time of a new booking was told yet."""
    is_new = intended(draft) in ("book", "availability") and draft["status"] == "collecting"
    return is_new and not (draft.get("date") or draft.get("time") or draft.get("offers"))


def at(offer: str) -> Named:
    return Named({"date": offer[:10], "time": offer[11:16]})


def _chosen(message: Message, draft: BookingDraft) -> str | None:
    """Which of the offers; a yes to the only one is for that."""
    is_settled = draft.get("time") and "time" not in (draft.get("missing") or [])
    if is_settled or wish.inquires(message.plain):
        return None
    offers = draft.get("offers") or []
    if len(offers) == 1 and wish.agrees(message.plain):
        return offers[0]
    return chosen_offer(message.plain, offers, message.now)


def _heard(message: Message, draft: BookingDraft, *, wished: bool) -> Named:
    """What the message names; an hour is of the part of the day that was spoken of before."""
    part = draft.get("around")
    part = part_of(part) if part else ""
    return named(
        message.text,
        draft,
        message.now,
        message.known,
        bare=True,
        wished=wished,
        region=message.region,
        earlier=f"{message.earlier} {part}",
        asked_name=message.asked_name,
    )


def _cancelled(message: Message, draft: BookingDraft, found: Named) -> BookingDraft:
    """A cancellation takes a yes or a no, and no day or time."""
    said = message.plain
    consents = wish.consents(said, found.rest, draft)
    agreed = says_cancel(said) or (not wish.declines(said) and consents)
    if draft["status"] == "confirming" and agreed:
        return confirmed(draft, {})
    refused = wish.declines(said) or keeps(said) or refuses(said)
    return dropped(draft) if refused and not cancels(said) else copied(draft)


def _declined(message: Message, draft: BookingDraft, found: Named) -> BookingDraft:
    """A no to what was read back is first taken for a wish to have it otherwise."""
    said, missing = message.plain, draft.get("missing") or []
    gives_up = wish.gives_up(said) or bool(_OFF.search(said))
    asked = next(iter(missing), None)
    if asked in CONTACT and not gives_up and " " in said:
        return copied(draft)
    is_offered = draft.get("offers") and not (draft.get("time") and "time" not in missing)
    if is_offered and not gives_up:
        left = Named({"time": None})
        return filled(
            {**kept(draft), "time": None}, left, message.now, message.known, intended(draft)
        )
    is_new = intended(draft) in ("book", "availability")
    if is_new and draft["status"] == "confirming" and not gives_up:
        name = name_answered(_NO.sub("", message.text.strip())) if message.asked_name else None
        if name and name.plain:
            named_so = Named({"name": name.name}, rest=found.rest)
            return filled(kept(draft), named_so, message.now, message.known, intended(draft))
        return corrected(draft)
    return copied(draft) if is_wrong(said) and not wish.declines(said) else dropped(draft)


def _answered(
    message: Message, draft: BookingDraft, found: Named, news: dict[str, object]
) -> BookingDraft:
    """A yes, a name, or new values."""
    text, now, known = message.text, message.now, message.known
    before, intent = kept(draft), intended(draft)
    only_contact = not found.problem and news.keys() <= set(CONTACT)
    if only_contact and _may_name(draft):
        answered = name_answered(text)
        if answered and (answered.agrees or (answered.plain and message.asked_name)):
            return confirmed(draft, {**news, "name": answered.name})
        if answered and (message.asked_name or "name" in news):
            return filled({**before, "name": answered.name}, found, now, known, intent)
    said = message.plain
    is_new = intent in ("book", "availability")
    is_other = cancels(said) or (is_new and changes(said))
    consents = wish.consents(said, found.rest, {**draft, **news})
    said_yes = draft["status"] == "confirming" and consents
    if said_yes and only_contact and not is_other:
        return confirmed(draft, news)
    asked_what = CORRECTION in (draft.get("missing") or [])
    is_right = asked_what and ("time" in found.slots or wish.agrees(message.plain))
    if not news and not found.problem and not is_right:
        return copied(draft)
    return filled(before, found, now, known, intent)


def _may_name(draft: BookingDraft) -> bool:
    """Whether the read-back asks for a name in the same breath."""
    is_new = intended(draft) in ("book", "availability")
    return draft["status"] == "confirming" and is_new and not draft.get("name")
