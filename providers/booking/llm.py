"""Booking by a language model: it hears, and what it heard is checked here."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from core.appointments import BookingDraft, BookingIntent, Known, no_booking
from core.state import PastTurn
from providers.booking.heard import FINISHED, filled
from providers.booking.later import carried, current
from providers.llm.prompts import booking_messages
from providers.llm.structured import Answer, structured

if TYPE_CHECKING:
    from providers.llm.models import Chat

LONGEST = 1000
"""Characters of a message that are read; nobody books in more."""


class BookingAnswer(Answer):
    """What one message says of an appointment; None where it says nothing."""

    move: Literal["none", "wish", "yes", "no"]
    intent: BookingIntent | None = None
    service: str | None = None
    date: str | None = None
    time: str | None = None
    party_size: int | None = None
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    appointment: int | None = None


class LLMBookingDetector:
    """Keeps the draft by what the model heard; only here is a draft confirmed or dropped.

    A message about something else leaves an open draft exactly as it was. A finished one
    (booked, failed, dropped) gives way to none, except that a failed one may be amended.
    """

    def __init__(self, chat: "Chat") -> None:
        self._chat = chat

    async def detect(
        self,
        text: str,
        draft: BookingDraft,
        window: Sequence[PastTurn],
        now: datetime,
        known: Known,
    ) -> BookingDraft:
        """As the seam says. Raises VendorError."""
        draft = current(draft)
        kept: BookingDraft = no_booking() if draft["status"] in FINISHED else _copied(draft)
        if not text.strip():
            return kept
        messages = booking_messages(text[:LONGEST], draft, window, now, known)
        answer = await structured(self._chat, BookingAnswer, messages)
        return carried(draft_after(answer, draft, kept, now, known), draft)


def draft_after(
    answer: BookingAnswer, draft: BookingDraft, kept: BookingDraft, now: datetime, known: Known
) -> BookingDraft:
    """The draft after what was heard; `kept` is what stays when it was nothing."""
    is_open = draft["status"] not in FINISHED
    if answer.move == "none" or (answer.move in ("yes", "no") and not is_open):
        return kept
    if answer.move == "no":
        return {**kept, "status": "dropped", "missing": [], "offers": [], "problem": None}
    before = kept if is_open else _amendable(draft)
    heard = answer.model_dump(exclude={"move", "appointment"}, exclude_none=True)
    after = filled(before, heard, answer.appointment, now, known)
    agreed = answer.move == "yes" and draft["status"] == "confirming"
    if agreed and after["status"] == "confirming" and not _differs(after, draft, heard):
        return {**kept, "status": "confirmed", "problem": None}
    return after


def _amendable(draft: BookingDraft) -> BookingDraft:
    return _copied(draft) if draft["status"] == "failed" else no_booking()


def _differs(after: BookingDraft, before: BookingDraft, heard: Iterable[str]) -> bool:
    """Whether a field that was heard now is not what had been read back."""
    read_back = {"intent": "book", **before}
    return any(
        str(after.get(key)).casefold() != str(read_back.get(key)).casefold() for key in heard
    )


def _copied(draft: BookingDraft) -> BookingDraft:
    copy: BookingDraft = {**draft}
    if "missing" in draft:
        copy["missing"] = list(draft["missing"])
    if "offers" in draft:
        copy["offers"] = list(draft["offers"])
    return copy
