"""Conversations with a receptionist who knows the rules, the caller and the appointments."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.appointments import BookingDraft, Known
from providers.booking.rules import draft_after
from tests.providers.booking_knowledge import (
    HAIRCUT,
    MASSAGE,
    NOW,
    having,
    open_from,
    played,
)


def salon() -> Known:
    known = open_from("09:00", "17:00")
    known["rules"]["required"] = ["service", "name", "phone"]
    known["rules"]["services"] = [
        {"name": "Haircut", "duration_minutes": 30},
        {"name": "Beard trim", "duration_minutes": 15},
    ]
    return known


def values(draft: BookingDraft, *names: str) -> tuple[Any, ...]:
    return tuple(draft.get(name) for name in names)


class TestGathering:
    def test_one_thing_after_the_other(self) -> None:
        said = ["i'd like a haircut tomorrow at two"]
        draft = played(*said, known=salon())
        assert values(draft, "service", "date", "time") == ("Haircut", "2026-10-15", "14:00")
        assert values(draft, "status", "missing") == ("collecting", ["name", "phone"])
        said += ["ann bell", "four one five five five five two six seven one"]
        draft = played(*said, known=salon())
        assert values(draft, "status", "name") == ("confirming", "Ann Bell")
        assert draft.get("phone") == "+14155552671"
        assert played(*said, "yes please", known=salon())["status"] == "confirmed"

    def test_what_is_known_of_the_caller_is_not_asked(self) -> None:
        known = salon()
        known["contact"] = {"name": "Ann Bell", "phone": "+14155552671"}
        draft = played("a haircut on friday at ten please", known=known)
        assert values(draft, "status", "name", "missing") == ("confirming", "Ann Bell", [])

    @pytest.mark.parametrize("upset", ["this is ridiculous", "i'm so angry with you", "hm", ""])
    def test_who_is_upset_answers_later(self, upset: str) -> None:
        before = played("a haircut on friday at ten", known=salon())
        assert played(upset, draft=before, known=salon()) == before

    def test_a_number_that_is_none_is_asked_for_again(self) -> None:
        draft = played("a haircut on friday at ten", "ann", "five five five one two", known=salon())
        assert draft.get("missing") == ["phone"]
        assert "phone number" in (draft.get("problem") or "")

    def test_morning_or_evening(self) -> None:
        known = open_from("08:00", "22:00")
        draft = played("book me tomorrow at eight", known=known)
        assert values(draft, "status", "missing") == ("collecting", ["time"])
        assert "morning" in (draft.get("problem") or "")
        for answer, clock in (("evening", "20:00"), ("the morning", "08:00"), ("8 p.m.", "20:00")):
            after = played(answer, draft=draft, known=known)
            assert values(after, "status", "time", "problem") == ("confirming", clock, None)

    def test_saturday_or_sunday(self) -> None:
        draft = played("book me this weekend at 3 pm")
        assert draft.get("missing") == ["date"]
        assert played("sunday", draft=draft).get("date") == "2026-10-18"
        known = open_from("09:00", "17:00", saturday=True)
        assert played("book me this weekend at 3", known=known).get("date") == "2026-10-17"

    def test_what_has_just_passed_is_asked_back(self) -> None:
        draft = played("book me on october first at three")
        assert values(draft, "date", "problem") == (None, "That day has already passed.")


class TestConfirming:
    @pytest.mark.parametrize(
        ("said", "name", "value"),
        [
            ("yes, and it is for Sam", "name", "Sam"),
            ("yes my number is 415 555 2671", "phone", "+14155552671"),
            ("sure, ann at example dot com", "email", "ann@example.com"),
        ],
    )
    def test_a_yes_may_bring_more(self, said: str, name: str, value: str) -> None:
        draft = played("book me tomorrow at two", said)
        assert values(draft, "status", name) == ("confirmed", value)

    @pytest.mark.parametrize(
        ("said", "name", "value"),
        [
            ("no, three o'clock", "time", "15:00"),
            ("actually make it Thursday", "date", "2026-10-15"),
            ("not friday, saturday", "date", "2026-10-17"),
            ("yes but at four", "time", "16:00"),
            ("no, it's for three people", "party_size", 3),
            ("no, not friday", "date", None),
        ],
    )
    def test_a_correction_is_read_back_again(self, said: str, name: str, value: object) -> None:
        draft = played("book me on friday at two", said)
        assert draft["status"] == ("confirming" if value else "collecting")
        assert draft.get(name) == value

    def test_a_hedged_yes_is_none(self) -> None:
        assert played("book me tomorrow at two", "yes but wait")["status"] == "confirming"

    def test_what_is_free_is_booked_by_a_yes(self) -> None:
        asked = played("do you have anything free tomorrow at three?")
        assert values(asked, "status", "intent") == ("confirming", "availability")
        assert values(played("yes", draft=asked), "status", "intent") == ("confirmed", "book")


OFFERED: BookingDraft = {
    "status": "collecting",
    "intent": "book",
    "date": "2026-10-15",
    "time": "14:00",
    "missing": ["time"],
    "offers": ["2026-10-15T11:00", "2026-10-15T15:30", "2026-10-16T14:00"],
    "problem": "That time is taken.",
}


class TestOffers:
    @pytest.mark.parametrize(
        ("said", "slot"),
        [
            ("the first one", "2026-10-15T11:00"),
            ("the second", "2026-10-15T15:30"),
            ("ok the earlier one", "2026-10-15T11:00"),
            ("the last one please", "2026-10-16T14:00"),
            ("eleven then", "2026-10-15T11:00"),
            ("half past three", "2026-10-15T15:30"),
            ("friday", "2026-10-16T14:00"),
            ("either is fine", "2026-10-15T11:00"),
            ("rather saturday at nine", "2026-10-17T09:00"),
        ],
    )
    def test_one_is_chosen(self, said: str, slot: str) -> None:
        draft = played(said, draft=OFFERED)
        assert draft["status"] == "confirming"
        assert f"{draft.get('date')}T{draft.get('time')}" == slot
        assert not draft.get("offers")

    def test_a_question_leaves_them(self) -> None:
        assert played("how much is it?", draft=OFFERED) == OFFERED

    def test_none_of_them_asks_for_another_time(self) -> None:
        draft = played("no, none of these", draft=OFFERED)
        assert values(draft, "status", "missing") == ("collecting", ["time"])
        assert played("no", draft=draft)["status"] == "dropped"
        assert played("never mind", draft=OFFERED)["status"] == "dropped"


class TestAmending:
    def test_the_only_appointment_is_cancelled_after_a_yes(self) -> None:
        asked = played("please cancel my appointment", known=having(HAIRCUT))
        assert values(asked, "status", "intent", "booking_id") == ("confirming", "cancel", "b1")
        assert asked.get("reference") == "2026-10-20T14:00"
        assert played("yes", draft=asked, known=having(HAIRCUT))["status"] == "confirmed"
        assert played("no, keep it", draft=asked, known=having(HAIRCUT))["status"] == "dropped"

    @pytest.mark.parametrize(
        ("said", "slot"),
        [
            ("i need to move my appointment to thursday", "2026-10-15T14:00"),
            ("can you reschedule my haircut to four pm", "2026-10-20T16:00"),
            ("please change my booking from tuesday to friday at noon", "2026-10-16T12:00"),
        ],
    )
    def test_a_change_keeps_what_it_does_not_name(self, said: str, slot: str) -> None:
        draft = played(said, known=having(HAIRCUT))
        assert values(draft, "status", "intent", "booking_id") == ("confirming", "change", "b1")
        assert f"{draft.get('date')}T{draft.get('time')}" == slot

    @pytest.mark.parametrize(
        ("said", "booking"),
        [
            ("the one on thursday", "b2"),
            ("the massage", "b2"),
            ("the first one", "b1"),
            ("the one at two", "b1"),
        ],
    )
    def test_of_several_one_is_asked_for(self, said: str, booking: str) -> None:
        known = having(HAIRCUT, MASSAGE)
        asked = played("cancel my appointment", known=known)
        assert values(asked, "status", "missing") == ("collecting", ["booking_id"])
        assert "Massage" in (asked.get("problem") or "")
        chosen = played(said, draft=asked, known=known)
        assert values(chosen, "status", "booking_id") == ("confirming", booking)

    def test_the_new_time_waits_for_which_one(self) -> None:
        known = having(HAIRCUT, MASSAGE)
        draft = played("move my appointment to friday at noon", "the haircut", known=known)
        assert values(draft, "status", "booking_id", "date", "time") == (
            "confirming",
            "b1",
            "2026-10-16",
            "12:00",
        )

    def test_a_correction_after_booking_is_a_change(self) -> None:
        booked: BookingDraft = {
            "status": "booked",
            "intent": "book",
            "date": "2026-10-15",
            "time": "14:00",
            "booking_id": "b9",
        }
        draft = played("actually make it three", draft=booked)
        assert values(draft, "intent", "booking_id", "time") == ("change", "b9", "15:00")
        assert played("thank you", draft=booked) == {"status": "none"}

    def test_an_open_draft_is_no_other_appointment(self) -> None:
        draft = played("book me on friday at two", "change it to monday", known=having(HAIRCUT))
        assert values(draft, "intent", "date", "booking_id") == ("book", "2026-10-19", None)

    def test_without_an_appointment_there_is_none_to_cancel(self) -> None:
        assert played("please cancel my appointment") == {"status": "none"}


PIECES = (
    "cancel my appointment", "move it", "to friday", "at two", "yes", "no", "not friday",
    "the first", "john at example dot com", "double five", "four one five", "this weekend",
    "my name is", "haircut", "either", "in half an hour", "25:99", "february 30", "do you have",
    "evening", "?",
)  # fmt: skip
STATUSES = ("none", "collecting", "confirming", "confirmed", "booked", "failed", "dropped")
FIELDS = ("date", "time", "name", "phone", "email", "party_size", "service", "booking_id")


@given(
    text=st.text(max_size=80) | st.lists(st.sampled_from(PIECES), max_size=6).map(" ".join),
    status=st.sampled_from(STATUSES),
    intent=st.sampled_from(["book", "change", "cancel", "availability"]),
    missing=st.lists(st.sampled_from(FIELDS), max_size=2),
    offers=st.sampled_from([[], ["2026-10-15T11:00", "2026-10-16T14:00"]]),
    clock=st.sampled_from([None, "08:00"]),
    known=st.sampled_from([salon(), having(HAIRCUT, MASSAGE), open_from("08:00", "22:00")]),
)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_that_is_said_breaks_a_draft(
    text: str,
    status: Any,
    intent: Any,
    missing: list[str],
    offers: list[str],
    clock: str | None,
    known: Known,
) -> None:
    draft: BookingDraft = {
        "status": status,
        "intent": intent,
        "date": "2026-10-17",
        "time": clock,
        "missing": missing,
        "offers": offers,
        "reference": "2026-10-20T14:00",
    }
    after = draft_after(text, draft, NOW, known)
    assert after["status"] in STATUSES
    if after["status"] == "confirmed":
        assert status == "confirming"
    if after["status"] == "confirming" and status == "none":
        assert after.get("date")
        assert after.get("time")
