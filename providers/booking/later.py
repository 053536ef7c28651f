"""What was wished for in one breath with a booking waits until that one is done with."""

from collections.abc import Sequence

from core.appointments import BookingDraft
from providers.booking.completing import CONTACT

MOST = 5
"""Wishes that wait at a time."""
ONE_BY_ONE = "One after the other."
"""Said of the first of several."""


def followed_by(draft: BookingDraft, later: Sequence[BookingDraft]) -> BookingDraft:
    """The draft with what comes after it, and a word for it where there is no other to say."""
    if not later:
        return draft
    return {**draft, "later": [*later][:MOST], "problem": draft.get("problem") or ONE_BY_ONE}


def carried(draft: BookingDraft, before: BookingDraft) -> BookingDraft:
    """The next state of a draft with what waited for `before`, who calls being known by now.

    What is wished for with this message itself comes first.
    """
    is_same = draft.get("later") == before.get("later")
    waiting = [*(draft.get("later") or []), *([] if is_same else before.get("later") or [])]
    if not waiting or draft["status"] == "none":
        return draft
    return {**draft, "later": [_reached(one, draft) for one in waiting[:MOST]]}


def next_of(draft: BookingDraft) -> BookingDraft | None:
    """The draft that waits for the end of this one; None where nothing does."""
    waiting = draft.get("later")
    if not waiting:
        return None
    first, *others = waiting
    return {**first, "later": others} if others else first


def current(draft: BookingDraft) -> BookingDraft:
    """The draft that a message is about: the next, where one was booked or dropped."""
    return next_of(draft) or draft if draft["status"] in ("booked", "dropped") else draft


def _reached(one: BookingDraft, first: BookingDraft) -> BookingDraft:
    """The same caller's: whom it is for and how to reach them is asked once."""
    if one.get("intent") in ("change", "cancel"):
        return one
    known = {name: one.get(name) or first.get(name) for name in CONTACT}
    missing = [name for name in one.get("missing") or [] if not known.get(name)]
    status = one["status"] if missing else "confirming"
    return {**one, **known, "missing": missing, "status": status}  # pyright: ignore[reportReturnType]
