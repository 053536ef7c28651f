"""A change that is not of the day or time, and what upset callers want."""

from typing import Any

import pytest

from core.appointments import BookingDraft
from providers.booking.intent import intent_of
from tests.providers.booking_knowledge import HAIRCUT, MASSAGE, having, played, values

SALON = having(HAIRCUT)
SALON["rules"]["services"] = [
    {"name": "Haircut", "duration_minutes": 30},
    {"name": "Massage", "duration_minutes": 60},
]
BOOKED: BookingDraft = {
    "status": "booked",
    "intent": "book",
    "service": "Haircut",
    "date": "2026-10-20",
    "time": "14:00",
    "booking_id": "b1",
}


@pytest.mark.parametrize(
    ("said", "news", "heard"),
    [
        ("actually change the name to Daniel", {"name": "Daniel"}, "under Daniel"),
        ("change my haircut to a massage", {"service": "Massage"}, "a Massage"),
        ("change my appointment to two people", {"party_size": 2}, "for 2 people"),
    ],
)
def test_what_is_no_time_is_changed_after_a_yes(
    said: str, news: dict[str, Any], heard: str
) -> None:
    draft = played(said, known=SALON, draft=BOOKED)
    assert values(draft, "status", "intent", "booking_id") == ("confirming", "change", "b1")
    assert values(draft, *news) == tuple(news.values())
    assert f"{draft.get('date')}T{draft.get('time')}" == draft.get("reference")
    assert draft.get("problem") == (
        f"Shall I change your Haircut on Tuesday the 20th at 2 PM to be {heard}?"
    )
    assert played("yes", known=SALON, draft=draft)["status"] == "confirmed"
    assert played("no", known=SALON, draft=draft)["status"] == "dropped"


def test_another_service_takes_its_own_time() -> None:
    draft = played("change my haircut to a massage", known=SALON)
    assert draft.get("duration_minutes") is None


def test_the_appointment_just_made_gets_the_name() -> None:
    draft = played("change the name to Daniel", known=having(HAIRCUT, MASSAGE), draft=BOOKED)
    assert values(draft, "status", "booking_id", "name") == ("confirming", "b1", "Daniel")


def test_what_cannot_be_changed_is_said() -> None:
    draft = played("change my haircut to a poodle", known=SALON)
    assert draft["status"] == "collecting"
    assert "only change" in (draft.get("problem") or "")


@pytest.mark.parametrize(
    ("said", "time"),
    [
        ("push my appointment back by an hour", "15:00"),
        ("move my haircut back half an hour", "14:30"),
        ("bring my appointment forward by an hour", "13:00"),
    ],
)
def test_back_and_forward_are_later_and_earlier(said: str, time: str) -> None:
    draft = played(said, known=SALON)
    assert values(draft, "status", "date", "time") == ("confirming", "2026-10-20", time)


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("this is the worst service ever, cancel my appointment", "cancel"),
        ("I'm furious. Cancel my appointment!", "cancel"),
        ("you people are useless, move my appointment to friday", "change"),
        ("cancel both", "cancel"),
        ("please cancel all my appointments", "cancel"),
        ("what happens if I'm late, or cancel my appointment?", None),
        ("i don't want to, you know, cancel my appointment", None),
    ],
)
def test_the_wish_may_come_after_the_anger(said: str, intent: str | None) -> None:
    assert intent_of(said) == intent


def test_both_are_cancelled_one_after_the_other() -> None:
    known = having(HAIRCUT, MASSAGE)
    asked = played("cancel both", known=known)
    assert values(asked, "status", "intent", "missing") == ("collecting", "cancel", ["booking_id"])
    assert (asked.get("problem") or "").startswith("One at a time, please: which first,")
    again = played("both", known=known, draft=asked)
    assert again["status"] == "collecting"
    assert again.get("problem") != asked.get("problem")
    first = played("the haircut", known=known, draft=asked)
    assert values(first, "status", "booking_id") == ("confirming", "b1")
    which = played("cancel my appointment", "both of them", known=known)
    assert (which.get("problem") or "").startswith("One at a time")
