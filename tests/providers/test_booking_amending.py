"""Choosing among offers, and changing or cancelling what was booked."""

import pytest

from core.appointments import BookingDraft
from tests.providers.booking_knowledge import HAIRCUT, MASSAGE, having, played, values

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
        thanked = played("thank you", draft=booked)
        assert thanked["status"] == "none"
        after = played("oh sorry, could we make it friday instead", draft=thanked)
        assert values(after, "intent", "booking_id", "date") == ("change", "b9", "2026-10-16")

    def test_an_open_draft_is_no_other_appointment(self) -> None:
        draft = played("book me on friday at two", "change it to monday", known=having(HAIRCUT))
        assert values(draft, "intent", "date", "booking_id") == ("book", "2026-10-19", None)

    @pytest.mark.parametrize(
        ("said", "booking", "slot"),
        [
            ("i need to move my thursday appointment to monday", "b2", "2026-10-19T10:00"),
            ("i want to move the haircut on tuesday to quarter to five", "b1", "2026-10-20T16:45"),
            ("move my appointment at ten to quarter to four", "b2", "2026-10-22T15:45"),
            ("can you move my massage an hour later", "b2", "2026-10-22T11:00"),
        ],
    )
    def test_of_several_the_one_that_is_named_is_moved(
        self, said: str, booking: str, slot: str
    ) -> None:
        draft = played(said, known=having(HAIRCUT, MASSAGE))
        assert values(draft, "status", "intent", "booking_id") == ("confirming", "change", booking)
        assert f"{draft.get('date')}T{draft.get('time')}" == slot

    def test_who_is_asked_which_one_may_want_something_else(self) -> None:
        known = having(HAIRCUT, MASSAGE)
        asked = played("i want to move my appointment to monday", known=known)
        again = played("yes", draft=asked, known=known)
        assert values(again, "status", "missing") == ("collecting", ["booking_id"])
        assert again.get("problem") != asked.get("problem")
        cancelling = played("no, cancel my appointment", draft=again, known=known)
        assert values(cancelling, "status", "intent") == ("collecting", "cancel")
        chosen = played("the thursday one", draft=cancelling, known=known)
        assert values(chosen, "status", "booking_id") == ("confirming", "b2")
        booking = played("book me on friday at nine", draft=cancelling, known=known)
        assert values(booking, "intent", "booking_id", "date") == ("book", None, "2026-10-16")
        moved = played("the massage to friday", draft=asked, known=known)
        assert values(moved, "intent", "booking_id", "date") == ("change", "b2", "2026-10-16")
        assert played("none of them", draft=asked, known=known)["status"] == "dropped"

    @pytest.mark.parametrize(
        ("said", "status", "intent", "booking"),
        [
            ("yes, cancel it", "confirmed", "cancel", "b1"),
            ("don't cancel it", "dropped", "cancel", "b1"),
            ("the other one", "confirming", "cancel", "b2"),
            ("move it to friday", "confirming", "change", "b1"),
            ("make it friday instead", "collecting", "cancel", "b1"),
            ("no, book me on friday at ten", "confirming", "book", None),
        ],
    )
    def test_a_cancellation_is_for_what_was_read_back_alone(
        self, said: str, status: str, intent: str, booking: str | None
    ) -> None:
        after = played("cancel my haircut", said, known=having(HAIRCUT, MASSAGE))
        assert values(after, "status", "intent", "booking_id") == (status, intent, booking)
        if after.get("intent") == "cancel" and after["status"] in ("confirming", "confirmed"):
            assert after.get("reference") == f"{after.get('date')}T{after.get('time')}"

    @pytest.mark.parametrize("said", ["no, leave it on tuesday", "cancel the change", "keep it"])
    def test_a_change_is_given_up(self, said: str) -> None:
        after = played("move my haircut to friday", said, known=having(HAIRCUT, MASSAGE))
        assert after["status"] == "dropped"

    def test_a_yes_to_a_booking_cancels_nothing_and_books_nothing(self) -> None:
        after = played("book me on friday at two", "yes, cancel the massage", known=having(MASSAGE))
        assert after["status"] == "confirming"

    def test_a_day_without_an_appointment_is_told(self) -> None:
        draft = played("cancel my appointment on monday", known=having(HAIRCUT))
        assert values(draft, "status", "date") == ("confirming", "2026-10-20")
        assert draft.get("problem") == "I see no appointment of yours on Monday the 19th."

    def test_without_an_appointment_there_is_none_to_cancel(self) -> None:
        for text in ("please cancel my appointment", "can i cancel my appointment"):
            draft = played(text)
            assert (draft["status"], draft.get("intent")) == ("dropped", "cancel")
            assert "any upcoming appointment" in (draft.get("problem") or "")
