"""What becomes of a draft when a language model heard a message: all of it is checked."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.appointments import Appointment, BookingDraft, Known, no_booking, nothing_known
from providers.booking.llm import BookingAnswer, LLMBookingDetector, draft_after
from tests.providers.llm import groq
from tests.vendors.brain import brain
from tests.vendors.chat_server import ChatServer

NOW = datetime(2026, 10, 14, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))
UPCOMING: Appointment = {
    "booking_id": "b1",
    "date": "2026-10-20",
    "time": "14:00",
    "duration_minutes": 30,
    "service": "haircut",
    "party_size": None,
    "name": "Ann",
    "phone": None,
    "email": None,
}
LATER: Appointment = {**UPCOMING, "booking_id": "b2", "date": "2026-11-03", "service": "dye"}


def known(*upcoming: Appointment, required: list[str] | None = None) -> Known:
    rules: Any = {"required": required} if required else {}
    return {"rules": rules, "contact": {"name": "Ann"}, "upcoming": list(upcoming), "last": None}


def after(
    draft: BookingDraft | None = None, knows: Known | None = None, **heard: Any
) -> BookingDraft:
    answer = BookingAnswer.model_validate({"move": "wish", **heard})
    draft = draft or no_booking()
    kept = draft if draft["status"] in ("collecting", "confirming") else no_booking()
    return draft_after(answer, draft, kept, NOW, knows or nothing_known())


class TestChecks:
    @pytest.mark.parametrize(
        ("heard", "missing", "problem"),
        [
            ({"date": "2026-10-16", "time": "14:00"}, [], None),
            ({"date": "2026-10-16", "time": "9:30:00"}, [], None),
            ({"date": "2026-02-30", "time": "14:00"}, ["date"], "do not know that day"),
            ({"date": "next blue moon", "time": "14:00"}, ["date"], "do not know that day"),
            ({"date": "2026-10-13", "time": "14:00"}, ["date"], "already passed"),
            ({"date": "2026-10-14", "time": "09:00"}, ["time"], "passed today"),
            ({"date": "2026-10-16", "time": "25:00"}, ["time"], "that time"),
            ({}, ["date", "time"], None),
        ],
    )
    def test_of_day_and_time(
        self, heard: dict[str, Any], missing: list[str], problem: str | None
    ) -> None:
        draft = after(**heard)
        assert draft.get("missing") == missing
        assert draft["status"] == ("collecting" if missing else "confirming")
        assert (problem or "") in (draft.get("problem") or "")
        assert bool(draft.get("problem")) == bool(problem)

    @pytest.mark.parametrize(
        ("heard", "field", "value"),
        [
            ({"phone": "+49 30 1234567"}, "phone", "+49301234567"),
            ({"phone": "1234567"}, "phone", None),
            ({"email": "Ann@Example.COM"}, "email", "Ann@example.com"),
            ({"email": "ann at home"}, "email", None),
            ({"party_size": -3}, "party_size", None),
            ({"service": "**dye** <b>job</b>"}, "service", "dye job"),
        ],
    )
    def test_of_all_else(self, heard: dict[str, Any], field: str, value: str | None) -> None:
        assert after(**heard).get(field) == value

    def test_what_the_business_requires_is_asked_unless_it_is_known(self) -> None:
        draft = after(knows=known(required=["name", "phone"]), date="2026-10-16", time="14:00")
        assert (draft["status"], draft.get("name"), draft.get("missing")) == (
            "collecting",
            "Ann",
            ["phone"],
        )

    @settings(deadline=None)
    @given(
        heard=st.fixed_dictionaries(
            {},
            optional={
                name: st.none() | st.text(max_size=20)
                for name in ("service", "date", "time", "name", "phone", "email")
            },
        ),
        move=st.sampled_from(["none", "wish", "yes", "no"]),
    )
    def test_nothing_heard_breaks_a_draft(self, heard: dict[str, Any], move: str) -> None:
        draft = after(move=move, **heard)
        assert draft["status"] in ("none", "collecting", "confirming")
        assert draft["status"] != "confirming" or (draft.get("date") and draft.get("time"))


class TestMoves:
    def test_yes_confirms_what_was_read_back_and_nothing_else(self) -> None:
        read_back = after(date="2026-10-16", time="14:00", service="haircut")
        assert after(read_back, move="yes")["status"] == "confirmed"
        assert after(read_back, move="yes", service="Haircut")["status"] == "confirmed"
        changed = after(read_back, move="yes", time="15:00")
        assert (changed["status"], changed.get("time")) == ("confirming", "15:00")
        assert after(move="yes")["status"] == "none"

    def test_a_read_back_whose_time_has_passed_is_not_confirmed(self) -> None:
        stale: BookingDraft = {"status": "confirming", "date": "2026-10-14", "time": "09:00"}
        assert after(stale, move="yes")["status"] == "collecting"

    def test_no_drops_and_an_aside_changes_nothing(self) -> None:
        draft = after(date="2026-10-16")
        assert after(draft, move="no")["status"] == "dropped"
        assert after(draft, move="none") == draft

    def test_a_failed_booking_may_be_amended(self) -> None:
        failed: BookingDraft = {"status": "failed", "date": "2026-10-16", "time": "14:00"}
        amended = after(failed, time="16:00")
        assert (amended["status"], amended.get("date")) == ("confirming", "2026-10-16")


class TestOnesOwn:
    def test_the_only_appointment_is_the_one_that_is_meant(self) -> None:
        draft = after(knows=known(UPCOMING), intent="cancel")
        assert (draft["status"], draft.get("booking_id")) == ("confirming", "b1")
        assert draft.get("reference") == "2026-10-20T14:00"

    def test_of_several_the_numbered_one(self) -> None:
        knows = known(UPCOMING, LATER)
        assert after(knows=knows, intent="cancel").get("missing") == ["reference"]
        draft = after(knows=knows, intent="change", appointment=2, date="2026-11-04", time="10:00")
        assert (draft["status"], draft.get("booking_id"), draft.get("date")) == (
            "confirming",
            "b2",
            "2026-11-04",
        )

    @pytest.mark.parametrize("number", [0, 3, -1])
    def test_a_number_that_nobody_has(self, number: int) -> None:
        draft = after(knows=known(UPCOMING, LATER), intent="cancel", appointment=number)
        assert draft.get("missing") == ["reference"]

    def test_none_to_change(self) -> None:
        assert "cannot find" in (after(intent="cancel").get("problem") or "")


async def test_the_model_knows_the_day_the_draft_and_the_appointments() -> None:
    with ChatServer(brain) as server:
        draft: BookingDraft = {"status": "collecting", "date": "2026-12-01", "missing": ["time"]}
        detector = LLMBookingDetector(groq(server))
        await detector.detect("at three", draft, [], NOW, known(UPCOMING))
        (asked,) = server.received
    for words in (
        "Wednesday, 2026-10-14, 10:00",
        "date: 2026-12-01",
        "1: 2026-10-20 14:00 haircut",
    ):
        assert words in asked.system
    assert "at three" in asked.everything
