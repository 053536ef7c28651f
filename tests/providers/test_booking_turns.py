"""Conversations with a receptionist who knows the rules, the caller and the appointments."""

from datetime import date, time
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
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
    values,
)
from tests.providers.booking_speech import SPOKEN


def salon() -> Known:
    known = open_from("09:00", "17:00")
    known["rules"]["required"] = ["service", "name", "phone"]
    known["rules"]["services"] = [
        {"name": "Haircut", "duration_minutes": 30},
        {"name": "Beard trim", "duration_minutes": 15},
    ]
    return known


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

    def test_the_part_of_the_day_may_come_first(self) -> None:
        draft = played("book me tomorrow evening")
        assert draft.get("missing") == ["time"]
        after = draft_after("at eight", draft, NOW, having(), earlier="book me tomorrow evening")
        assert after.get("time") == "20:00"

    def test_a_bare_day_corrects_the_day_of_the_same_month(self) -> None:
        draft = played("book me for the third of may at eleven", "wait, the fourth")
        assert draft.get("date") == "2027-05-04"

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
            ("can we do 5 instead?", "time", "17:00"),
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

    @pytest.mark.parametrize(
        ("said", "slot"),
        [
            ("an hour later please", "2026-10-16T15:00"),
            ("could we do half an hour earlier", "2026-10-16T13:30"),
            ("no, the day after", "2026-10-17T14:00"),
            ("no, a week later", "2026-10-23T14:00"),
            ("the week after please", "2026-10-23T14:00"),
            ("the following day please", "2026-10-17T14:00"),
            ("no, the day after tomorrow", "2026-10-16T14:00"),
        ],
    )
    def test_a_correction_may_count_from_the_draft(self, said: str, slot: str) -> None:
        draft = played("book me on friday at two", said)
        assert f"{draft.get('date')}T{draft.get('time')}" == slot

    @pytest.mark.parametrize(
        ("said", "missing"),
        [
            ("no", ["correction"]),
            ("that's wrong", ["correction"]),
            ("can you change it", ["correction"]),
            ("that's the wrong day", ["date"]),
            ("no, another time", ["time"]),
            ("no not two", ["time"]),
            ("i can't make it on friday", ["date"]),
        ],
    )
    def test_a_no_is_followed_by_what_is_wrong(self, said: str, missing: list[str]) -> None:
        draft = played("book me on friday at two", said)
        assert values(draft, "status", "missing") == ("collecting", missing)
        after = played("monday at eleven", draft=draft)
        assert values(after, "status", "date", "time") == ("confirming", "2026-10-19", "11:00")

    @pytest.mark.parametrize(
        ("said", "around"),
        [
            ("no that's too early", "15:00"),
            ("could it be a bit earlier", "13:00"),
            ("yes friday evening would be nicer", "19:00"),
        ],
    )
    def test_around_a_time_that_does_not_suit_others_are_looked_for(
        self, said: str, around: str
    ) -> None:
        draft = played("book me on friday at two", said)
        assert values(draft, "status", "time", "around") == ("collecting", None, around)
        assert played("yes", draft=draft)["status"] == "collecting"
        chosen = played("four", draft=draft)
        assert values(chosen, "status", "around") == ("confirming", None)

    def test_a_hint_in_an_old_checkpoint_is_no_time(self) -> None:
        old: BookingDraft = {
            "status": "collecting",
            "intent": "availability",
            "date": "2026-10-15",
            "time": "14:00",
            "missing": ["time"],
            "offers": ["2026-10-15T13:30", "2026-10-15T14:00"],
        }
        draft = played("no, friday", draft=old)
        assert values(draft, "status", "date", "time") == ("collecting", "2026-10-16", None)
        assert played("the second one", draft=old).get("time") == "14:00"

    def test_a_name_may_come_with_a_no_or_be_changed(self) -> None:
        asked, known = "Shall I book it, and under what name?", having()
        before = played("book me on friday at two")
        draft = draft_after("no, Maria Garcia", before, NOW, known, reply=asked)
        assert values(draft, "status", "name") == ("confirming", "Maria Garcia")
        draft = draft_after("actually change the name to Daniel", draft, NOW, known)
        assert values(draft, "status", "name") == ("confirming", "Daniel")

    @pytest.mark.parametrize(
        ("said", "date"),
        [
            (["no thanks", "monday"], "2026-10-19"),
            (["never mind", "how much is it", "what about monday at two"], "2026-10-19"),
            (["never mind", "are you open on monday"], None),
        ],
    )
    def test_a_dropped_draft_may_be_taken_up_again(self, said: list[str], date: str | None) -> None:
        draft = played("book me on friday at two", *said)
        assert draft["status"] == ("confirming" if date else "none")
        assert not date or values(draft, "date", "time") == (date, "14:00")

    @pytest.mark.parametrize(
        ("said", "time"),
        [(["yes"], None), (["yes", "the second one"], "15:00"), (["thanks", "three"], "15:00")],
    )
    def test_a_lost_race_leaves_the_offers(self, said: list[str], time: str | None) -> None:
        offers = ["2026-10-16T13:30", "2026-10-16T15:00"]
        failed: BookingDraft = {"status": "failed", "date": "2026-10-16", "time": "14:00"}
        draft = played(*said, draft={**failed, "offers": offers})
        assert values(draft, "status", "time") == ("confirming" if time else "collecting", time)
        assert time or draft.get("offers") == offers

    def test_a_hedged_yes_is_none(self) -> None:
        assert played("book me tomorrow at two", "yes but wait")["status"] == "confirming"

    def test_what_is_free_is_booked_by_a_yes(self) -> None:
        asked = played("do you have anything free tomorrow at three?")
        assert values(asked, "status", "intent") == ("confirming", "availability")
        assert values(played("yes", draft=asked), "status", "intent") == ("confirmed", "book")


PIECES = (
    "cancel my appointment", "move it", "to friday", "at two", "yes", "no", "not friday",
    "the first", "john at example dot com", "double five", "four one five", "this weekend",
    "my name is", "haircut", "either", "in half an hour", "25:99", "to february 30", "do you have",
    "evening", "?",
)  # fmt: skip
STATUSES = ("none", "collecting", "confirming", "confirmed", "booked", "failed", "dropped")
FIELDS = ("date", "time", "name", "phone", "email", "party_size", "service", "booking_id")


@example(
    text="move it to february 30",
    status="none",
    intent="book",
    missing=[],
    offers=[],
    clock=None,
    known=having(HAIRCUT, MASSAGE),
)
@given(
    text=SPOKEN | st.lists(st.sampled_from(PIECES), max_size=6).map(" ".join),
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
    assert not (day := after.get("date")) or date.fromisoformat(day)
    assert not (at := after.get("time")) or time.fromisoformat(at)
    if after["status"] == "confirmed":
        assert status == "confirming"
    if after["status"] == "confirming" and status == "none":
        assert after.get("date")
        assert after.get("time")
