"""What may follow a read-back without booking what was not read back."""

from typing import Any

import pytest

from core.appointments import BookingDraft, nothing_known
from providers.booking.answered_name import name_answered
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


def test_the_name_of_somebody_of_the_family() -> None:
    draft = after("yes, but under the name of my husband Tom Baker")
    assert draft.get("name") == "Tom Baker"
    assert after("yes, under the name of my husband").get("name") is None
    assert name_answered("my husband") is None


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        ("yes at eleven, my number is 415 555 2671", "time", "11:00"),
        ("yes on the 12", "date", "2026-11-12"),
        ("yes on the twenty second please", "date", "2026-10-22"),
        ("yes on the 22, my number is 415 555 2671", "date", "2026-10-22"),
    ],
)
def test_a_yes_with_another_day_or_time_is_read_back(text: str, slot: str, value: str) -> None:
    draft = after(text)
    assert (draft["status"], draft[slot]) == ("confirming", value)


@pytest.mark.parametrize(
    "text",
    [
        "yes 1115", "yes 1045", "yes, 45", "yes under ten", "yes, 12",
        "yes for two, my number is 415 555 2671", "yes 16", "yes on the 1",
    ],
)  # fmt: skip
def test_a_number_that_is_not_of_the_draft_is_no_yes(text: str) -> None:
    assert after(text)["status"] != "confirmed"


@pytest.mark.parametrize(
    "text",
    [
        "yes, ten", "yes, tomorrow at ten", "yes, my number is 415 555 2671",
        "yes, four one five five five five two six seven one", "yes, +1 (415) 555-2671",
        "yes at ten, my number is 415 555 2671", "yes on the 15th",
    ],
)  # fmt: skip
def test_the_numbers_of_the_draft_and_of_the_phone_may_stand_beside_a_yes(text: str) -> None:
    assert after(text)["status"] == "confirmed"


@pytest.mark.parametrize(
    "text", ["i said yes", "I already said yes!", "in that case yes", "like i said, yes"]
)
def test_a_yes_that_is_said_again_is_one(text: str) -> None:
    assert after(text)["status"] == "confirmed"


@pytest.mark.parametrize(
    "text", ["i never said yes", "who said yes", "i said maybe", "i would have said yes"]
)
def test_a_yes_that_is_only_spoken_of_is_none(text: str) -> None:
    assert after(text)["status"] == "confirming"


@pytest.mark.parametrize("text", ["don't", "please don't", "Not a chance!", "no, don't"])
def test_these_refuse_the_booking(text: str) -> None:
    assert after(text)["status"] == "dropped"


def test_a_no_before_what_is_fine_asks_for_no_change() -> None:
    draft = after("no the appointment is fine, go ahead")
    assert draft["status"] in ("confirming", "confirmed")
    assert not draft.get("missing")


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("no, at eleven, my number is 415 555 2671", {"time": "11:00", "phone": "+14155552671"}),
        ("make it friday, my number is 415 555 2671", {"date": "2026-10-16"}),
        ("415 555 2671 and make it eleven", {"time": "11:00", "phone": "+14155552671"}),
        (
            "Ann Lee, friday at eleven, 415 555 2671",
            {"name": "Ann Lee", "date": "2026-10-16", "time": "11:00", "phone": "+14155552671"},
        ),
    ],
)
def test_what_is_corrected_beside_a_phone_number_is_heard(text: str, slots: dict[str, str]) -> None:
    draft = after(text)
    assert {name: draft.get(name) for name in slots} == slots
    assert draft["status"] == "confirming"
