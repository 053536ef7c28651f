"""Days, times, counts and contacts in what people say."""

from datetime import datetime

import pytest
from hypothesis import given, settings

from providers.booking.calendar_date import UNKNOWN, find_date, refuses_date
from providers.booking.clock_time import find_time
from providers.booking.contact import find_email, find_name
from providers.booking.numbers import plain
from providers.booking.party import find_party
from providers.booking.phone import find_phone
from providers.booking.slots import slots_of
from tests.providers.booking_knowledge import NOW
from tests.providers.booking_speech import SPOKEN


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("a week from monday", "2026-10-26"),
        ("two weeks from friday", "2026-10-30"),
        ("monday week", "2026-10-26"),
        ("wednesday of next week", "2026-10-21"),
        ("on the fifteenth of this month", "2026-10-15"),
        ("the second of next month", "2026-11-02"),
        ("the thirty first", "2026-10-31"),
        ("in two weeks and three days", "2026-10-31"),
        ("ten days from now", "2026-10-24"),
        ("in a month", "2026-11-14"),
        ("the day after tomorrow", "2026-10-16"),
        ("Mon, 2 Nov 2026", "2026-11-02"),
        ("november third", "2026-11-03"),
        ("march first", "2027-03-01"),
        ("october first", "2026-10-01"),
        ("2026/12/24", "2026-12-24"),
        ("not friday, saturday", "2026-10-17"),
        ("this weekend", "2026-10-17"),
        ("next weekend", "2026-10-24"),
        ("february thirtieth", UNKNOWN),
    ],
)
def test_days(said: str, day: str) -> None:
    found = find_date(plain(said), NOW)
    assert found is not None
    assert found.value == day


def test_today_by_its_date_is_today() -> None:
    found = find_date("october 14th", NOW)
    assert found is not None
    assert found.value == "2026-10-14"


@pytest.mark.parametrize(
    "said",
    [
        "no day at all",
        "at 16th street",
        "two of us",
        "on second thought",
        "my first name",
        "not friday",
    ],
)
def test_no_day(said: str) -> None:
    assert find_date(plain(said), NOW) is None
    assert refuses_date(plain(said)) == (said == "not friday")


@pytest.mark.parametrize(
    ("said", "clock"),
    [
        ("six in the evening", "18:00"),
        ("evening 6:45", "18:45"),
        ("morning 11", "11:00"),
        ("quarter to twelve in the morning", "11:45"),
        ("half past 12 in the afternoon", "12:30"),
        ("twenty to nine p m", "20:40"),
        ('7 o"clock in the evening', "19:00"),
        ("18 hrs", "18:00"),
        ("09:30", "09:30"),
        ("at four on friday", "16:00"),
        ("in half an hour", "10:30"),
        ("in an hour", "11:00"),
        ("in 45 minutes", "10:45"),
        ("in an hour and a half", "11:30"),
        ("two hours from now", "12:00"),
        ("930pm", "21:30"),
        ("at nine tomorrow night", "21:00"),
        ("sevenish, 7ish", "19:00"),
        ("after lunch", "14:00"),
        ("not at two, at three", "15:00"),
        ("the rating is 4.8", None),
        ("a table at 8 dragons", None),
        ("for 4 people", None),
        ("call 555-234-5678", None),
    ],
)
def test_times(said: str, clock: str | None) -> None:
    text = plain(said)
    found = find_time(text, text, bare=False, now=NOW)
    assert (found.value if found else None) == clock


@pytest.mark.parametrize(
    ("spans", "value", "other"),
    [
        ([["09:00", "17:00"]], "15:00", None),
        ([["08:00", "22:00"]], "15:00", None),
        ([["02:00", "23:00"]], "03:00", "15:00"),
        ([], "15:00", None),
    ],
)
def test_the_open_hours_decide_between_two_readings(
    spans: list[list[str]], value: str, other: str | None
) -> None:
    found = find_time("at 3", "at 3", bare=False, spans=spans)
    assert found is not None
    assert (found.value, found.other) == (value, other)


@pytest.mark.parametrize(
    ("said", "email"),
    [
        ("john at example dot com", "john@example.com"),
        ("it's Ann dot Lee at mail dot example dot org", "Ann.Lee@mail.example.org"),
        ("my address is ann_lee+x@example.com.", "ann_lee+x@example.com"),
        ("ann underscore lee at example dot com", "ann_lee@example.com"),
        ("let us meet at two", None),
        ("john at at dot", None),
        ("x@y", None),
    ],
)
def test_emails(said: str, email: str | None) -> None:
    assert find_email(said) == email


@pytest.mark.parametrize(
    ("said", "phone"),
    [
        ("four one five five five five two six seven one", "+14155552671"),
        ("it's 415-555-2671", "+14155552671"),
        ("(415) 555 2671 thanks", "+14155552671"),
        ("four one five triple five two six seven one", "+14155552671"),
        ("plus four nine three oh one two three four five six seven", "+49301234567"),
        ("+49 30 1234567", "+49301234567"),
        ("2026-12-01 at 14:00", None),
        ("for 4 people at 7", None),
        ("one two three", None),
    ],
)
def test_phones(said: str, phone: str | None) -> None:
    assert find_phone(said) == phone


def test_a_phone_number_is_of_the_region() -> None:
    assert find_phone("030 1234567", "DE") == "+49301234567"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("my name is ann bell", "Ann Bell"),
        ("it's under Smith", "Smith"),
        ("a table for John Smith tomorrow", "John Smith"),
        ("under the name of o'neill please", "O'Neill"),
        ("yes and it is for sam", "Sam"),
        ("I'm Ann", "Ann"),
        ("i'm furious", None),
        ("this is ridiculous", None),
        ("for Friday", None),
        ("for Tue, 4 Sep", None),
        ("under Ann Bell because she is ill", "Ann Bell"),
        ("it's for two", None),
        ("ann bell", None),
    ],
)
def test_names(said: str, name: str | None) -> None:
    assert find_name(said) == name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("ann bell", "Ann Bell"),
        ("Smith, please.", "Smith"),
        ("why do you need that", None),
        ("this is ridiculous", None),
        ("what a day it has been so far today", None),
    ],
)
def test_a_bare_answer_is_a_name_where_one_was_asked_for(said: str, name: str | None) -> None:
    assert find_name(said, bare=True) == name


@pytest.mark.parametrize(
    ("said", "people"),
    [
        ("a table for 4 tomorrow", 4),
        ("party of 12", 12),
        ("there are 5 of us", 5),
        ("just me", 1),
        ("me and my 3 friends", 4),
        ("2 adults and 1 child", 3),
        ("me and my wife", 2),
        ("an appointment for 11 in the morning", None),
        ("for 2 hours", None),
        ("no number", None),
    ],
)
def test_people(said: str, people: int | None) -> None:
    assert find_party(said) == people


@given(SPOKEN)
@settings(max_examples=200, deadline=None)
def test_any_text_gives_sound_slots(text: str) -> None:
    slots = slots_of(text, NOW)
    assert None not in slots.values()
    if "date" in slots:
        datetime.fromisoformat(slots["date"])
    if "time" in slots:
        datetime.strptime(slots["time"], "%H:%M")
