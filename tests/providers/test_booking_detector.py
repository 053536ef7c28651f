"""The contract of BookingDetector over every implementation, and what the rules understand."""

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.appointments import BookingDraft, BookingStatus, no_booking, nothing_known
from core.seams import BookingDetector
from providers.booking.fake import FakeBookingDetector
from providers.booking.llm import LLMBookingDetector
from providers.booking.numbers import in_digits
from providers.booking.rules import RulesBookingDetector
from tests.providers.llm import OVER_HTTP, vendors

NOW = datetime(2026, 10, 14, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))
"""A Wednesday."""

OPEN: list[BookingStatus] = ["collecting", "confirming"]
CLOSED: list[BookingStatus] = ["none", "confirmed", "booked", "failed", "dropped"]
DETECTORS: dict[str, BookingDetector] = {
    "rules": RulesBookingDetector(),
    "fake": FakeBookingDetector(),
    **{name: LLMBookingDetector(chat) for name, chat in vendors().items()},
}
TIMED = "[book 2026-12-01 14:00] book me for 2026-12-01 at 2 p.m."
PIECES = [
    "book me", "tomorrow", "at", "half past", "25:99", "february 30", "in 999 weeks", "99/99/9999",
    "the 31st", "two", "thirty", "p m", "no", "yes", "not", "[book]", "0000-00-00", "next",
]  # fmt: skip
TEXT = st.text(max_size=120) | st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join)


@st.composite
def drafts(draw: st.DrawFn) -> BookingDraft:
    known = draw(st.booleans())
    return {
        "status": draw(st.sampled_from([*OPEN, *CLOSED])),
        "date": draw(st.sampled_from([None, "2026-12-01", "2020-01-01"])),
        "time": "14:00" if known else None,
        "missing": [] if known else ["time"],
    }


async def played(detector: BookingDetector, *messages: str) -> BookingDraft:
    draft = no_booking()
    for message in messages:
        draft = await detector.detect(message, draft, (), NOW, nothing_known())
    return draft


async def drafted(*messages: str) -> BookingDraft:
    return await played(DETECTORS["rules"], *messages)


async def assert_sound(detector: BookingDetector, text: str, draft: BookingDraft) -> None:
    before = json.dumps(draft)
    after = await detector.detect(text, draft, (), NOW, nothing_known())
    assert json.dumps(draft) == before
    assert after is not draft
    assert json.loads(json.dumps(after)) == after
    assert after["status"] not in ("booked", "failed")
    if after["status"] == "confirmed":
        assert draft["status"] == "confirming"


@pytest.mark.parametrize("name", sorted(DETECTORS.keys() - vendors()))
@given(text=TEXT, draft=drafts())
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
async def test_any_text_gives_a_new_sound_draft(name: str, text: str, draft: BookingDraft) -> None:
    await assert_sound(DETECTORS[name], text, draft)


@pytest.mark.parametrize("name", vendors())
@given(text=TEXT, draft=drafts())
@settings(max_examples=OVER_HTTP, deadline=None, suppress_health_check=[HealthCheck.too_slow])
async def test_so_does_a_language_model(name: str, text: str, draft: BookingDraft) -> None:
    await assert_sound(DETECTORS[name], text, draft)


@pytest.mark.parametrize("name", DETECTORS)
class TestContract:
    async def test_from_wish_to_yes(self, name: str) -> None:
        detector = DETECTORS[name]
        draft = await played(detector, TIMED)
        assert (draft["status"], draft.get("date"), draft.get("time")) == (
            "confirming",
            "2026-12-01",
            "14:00",
        )
        assert (await played(detector, TIMED, "[yes] yes"))["status"] == "confirmed"
        assert (await played(detector, TIMED, "[no] never mind"))["status"] == "dropped"

    async def test_what_is_missing_is_listed_in_the_order_to_ask(self, name: str) -> None:
        draft = await played(DETECTORS[name], "[book] book me an appointment")
        assert draft["status"] == "collecting"
        assert draft.get("missing") == ["date", "time"]

    @pytest.mark.parametrize("status", OPEN)
    async def test_a_question_leaves_an_open_draft_as_it_is(
        self, name: str, status: BookingStatus
    ) -> None:
        draft: BookingDraft = {"status": status, "date": "2026-12-01", "time": None, "missing": []}
        assert (
            await DETECTORS[name].detect("how much does it cost?", draft, (), NOW, nothing_known())
            == draft
        )

    @pytest.mark.parametrize("status", CLOSED)
    async def test_a_closed_draft_gives_way_to_none(self, name: str, status: BookingStatus) -> None:
        draft: BookingDraft = {"status": status, "date": "2026-12-01", "time": "14:00"}
        after = await DETECTORS[name].detect("thank you", draft, (), NOW, nothing_known())
        assert after["status"] == "none"


WISHES = [
    ("Book me for tomorrow at 2 PM", "2026-10-15", "14:00"),
    ("can I reserve a table for Friday at seven", "2026-10-16", "19:00"),
    ("book me in for the third of may at half past three", "2027-05-03", "15:30"),
    ("i want to book a haircut for next friday at noon", "2026-10-16", "12:00"),
    ("Can I come in tomorrow at two?", "2026-10-15", "14:00"),
    ("table for two tomorrow at seven", "2026-10-15", "19:00"),
    ("could you schedule a cleaning on december first at quarter to four", "2026-12-01", "15:45"),
    ("please book an appointment on monday next week at two thirty", "2026-10-19", "14:30"),
    ("reserve a table tonight at eight", "2026-10-14", "20:00"),
    ("hi i'd like to book an appointment for tomorrow at two p m please", "2026-10-15", "14:00"),
    ("book me tomorrow at to p m", "2026-10-15", "14:00"),
    ("reserve a table for four people on saturday at 7:30 pm", "2026-10-17", "19:30"),
    ("Can you book me in at ten a.m. on 2026-12-01?", "2026-12-01", "10:00"),
    ("book me for tomorrow morning at seven", "2026-10-15", "07:00"),
    ("i want to book in two weeks at 3 o'clock", "2026-10-28", "15:00"),
    ("book it for 12/01/2026 at nine oh five a m", "2026-12-01", "09:05"),
    ("book a room for the twenty first of december", "2026-12-21", None),
    ("I'd like to make an appointment", None, None),
]
MENTIONS = [
    "how do I cancel a booking?",
    "is booking required?",
    "do i need an appointment",
    "do you take reservations",
    "what are your opening hours on friday",
    "i already booked yesterday",
    "I have an appointment tomorrow at two",
    "I read a book on friday",
    "I don't want to book anything",
    "when can i book",
    "can i book online",
    "are you open tomorrow at two",
    "",
]


class TestWishes:
    @pytest.mark.parametrize(("text", "date", "time"), WISHES)
    async def test_a_wish_is_heard_with_its_day_and_time(
        self, text: str, date: str | None, time: str | None
    ) -> None:
        draft = await drafted(text)
        assert draft["status"] == ("confirming" if date and time else "collecting")
        assert (draft.get("date"), draft.get("time")) == (date, time)

    @pytest.mark.parametrize("text", MENTIONS)
    async def test_a_mention_is_no_wish(self, text: str) -> None:
        assert await drafted(text) == no_booking()

    @pytest.mark.parametrize(
        ("text", "service"),
        [
            ("book me an appointment for a check-up tomorrow", "check up"),
            ("i'd like to book a haircut for friday", "haircut"),
            ("i need an appointment", None),
        ],
    )
    async def test_the_service_is_kept_where_named(self, text: str, service: str | None) -> None:
        assert (await drafted(text)).get("service") == service

    @pytest.mark.parametrize(
        ("text", "missing", "problem"),
        [
            ("book me for yesterday at two", ["date"], "passed"),
            ("book me today at nine", ["time"], "passed"),
            ("book me on february thirtieth at ten", ["date"], "do not know"),
        ],
    )
    async def test_what_cannot_be_is_asked_for_again(
        self, text: str, missing: list[str], problem: str
    ) -> None:
        draft = await drafted(text)
        assert draft["status"] == "collecting"
        assert draft.get("missing") == missing
        assert problem in (draft.get("problem") or "")

    async def test_days_are_those_of_the_business(self) -> None:
        late = datetime(2026, 10, 14, 23, 30, tzinfo=UTC)
        for zone, day in (("UTC", "2026-10-15"), ("Asia/Tokyo", "2026-10-16")):
            now = late.astimezone(ZoneInfo(zone))
            draft = await DETECTORS["rules"].detect(
                "book me tomorrow", no_booking(), (), now, nothing_known()
            )
            assert draft.get("date") == day


class TestDialogue:
    async def test_asked_changed_and_confirmed(self) -> None:
        said = ["i'd like to make an appointment", "friday", "two thirty"]
        assert (await drafted(*said)).get("time") == "14:30"
        said += ["no, three o'clock"]
        changed = await drafted(*said)
        assert (changed["status"], changed.get("time")) == ("confirming", "15:00")
        assert (await drafted(*said, "how much is it", "yes please"))["status"] == "confirmed"

    async def test_a_question_about_another_day_changes_nothing(self) -> None:
        draft = await drafted("book me for tomorrow", "what are your opening hours on friday")
        assert (draft["status"], draft.get("date")) == ("collecting", "2026-10-15")

    @pytest.mark.parametrize(
        "yes", ["yes", "Yes, please!", "that's right", "correct", "sounds good", "book it"]
    )
    async def test_many_ways_to_say_yes(self, yes: str) -> None:
        assert (await drafted("book me tomorrow at two", yes))["status"] == "confirmed"

    @pytest.mark.parametrize("no", ["No, thanks.", "never mind", "forget it", "don't book it"])
    async def test_many_ways_to_drop_it(self, no: str) -> None:
        assert (await drafted("book me tomorrow at two", no))["status"] == "dropped"
        assert (await drafted("book me tomorrow", no))["status"] == "dropped"

    async def test_a_mere_no_asks_what_is_wrong_once(self) -> None:
        draft = await drafted("book me tomorrow at two", "no")
        assert (draft["status"], draft.get("missing")) == ("collecting", ["correction"])
        assert (await drafted("book me tomorrow at two", "no", "no"))["status"] == "dropped"
        assert (await drafted("book me tomorrow at two", "no", "yes"))["status"] == "confirming"

    @pytest.mark.parametrize("unclear", ["um", "not sure", "my name is Ann"])
    async def test_what_is_neither_leaves_the_read_back_open(self, unclear: str) -> None:
        assert (await drafted("book me tomorrow at two", unclear))["status"] == "confirming"

    async def test_a_refused_day_is_replaced(self) -> None:
        draft = await drafted("book a table for friday at seven", "not friday, saturday")
        assert (draft["status"], draft.get("date")) == ("confirming", "2026-10-17")

    async def test_a_new_time_amends_a_failed_booking(self) -> None:
        failed: BookingDraft = {"status": "failed", "date": "2026-10-16", "time": "14:00"}
        draft = await DETECTORS["rules"].detect(
            "four o'clock then", failed, (), NOW, nothing_known()
        )
        assert (draft["status"], draft.get("date"), draft.get("time")) == (
            "confirming",
            "2026-10-16",
            "16:00",
        )


@pytest.mark.parametrize(
    ("heard", "digits"),
    [
        ("two thirty p m", "2 30 pm"),
        ("nine oh five a.m.", "9 05 am"),
        ("the twenty first of june", "the 21st of june"),
        ("at twenty past five", "at 20 past 5"),
        ("2:30pm on 2026-12-01", "2:30 pm on 2026-12-01"),
    ],
)
def test_number_words_become_digits(heard: str, digits: str) -> None:
    assert in_digits(heard) == digits
