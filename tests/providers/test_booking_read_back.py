"""What may follow a read-back without booking what was not read back."""

from typing import Any

import pytest

from core.appointments import BookingDraft, nothing_known
from providers.booking.rules import draft_after
from tests.providers.booking_knowledge import NOW

ASKED = "That's your haircut tomorrow at 10 AM. Shall I book it, and under what name?"
OPEN: BookingDraft = {
    "status": "confirming",
    "intent": "book",
    "service": "haircut",
    "date": "2026-10-15",
    "time": "10:00",
}


def after(text: str) -> dict[str, Any]:
    return {**draft_after(text, OPEN, NOW, nothing_known(), reply=ASKED)}


@pytest.mark.parametrize(
    "text",
    [
        "that's terrible", "that's everything", "yes for god's sake", "Yes, for God's sake!",
        "that's expensive", "that's impossible", "that's ridiculous", "that's awful",
        "that's bad", "that's unacceptable", "that's far away", "that's crazy", "it's terrible",
        "yes under protest", "under protest", "useless", "Useless.", "expensive", "depends",
        "doesn't matter", "half past", "shut up", "yes if it's under forty dollars",
        "That's Terrible.", "i'm confused", "this is useless",
    ],
)  # fmt: skip
def test_a_complaint_is_no_name_and_no_yes(text: str) -> None:
    draft = after(text)
    assert (draft["status"], draft.get("name")) == ("confirming", None)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("that's shkodran", "Shkodran"), ("it's dreary", "Dreary"), ("Shkodran.", "Shkodran"),
        ("yes under shkodran", "Shkodran"), ("i'm shkodran", "Shkodran"),
    ],
)  # fmt: skip
def test_what_may_be_a_name_is_read_back_first(text: str, name: str) -> None:
    draft = after(text)
    assert (draft["status"], draft.get("name")) == ("confirming", name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("my name is shkodran", "Shkodran"), ("under shkodran", "Shkodran"), ("it's sam", "Sam"),
        ("I'm Shkodran", "Shkodran"), ("yes under sam", "Sam"), ("Yes, Shkodran", "Shkodran"),
        ("yes, my name is shkodran", "Shkodran"), ("Shkodran Mustafi", "Shkodran Mustafi"),
    ],
)  # fmt: skip
def test_what_is_surely_a_name_confirms(text: str, name: str) -> None:
    draft = after(text)
    assert (draft["status"], draft.get("name")) == ("confirmed", name)
