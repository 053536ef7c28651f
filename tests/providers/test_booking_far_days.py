"""Days counted from far: weeks with a weekday, the nth of a month, feasts, and doubts."""

from datetime import date, datetime, timedelta

import pytest
from dateutil.easter import easter
from hypothesis import given
from hypothesis import strategies as st

from core.appointments import DAYS, nothing_known
from providers.booking.calendar_date import UNKNOWN, find_date, refuses_date
from providers.booking.numbers import plain
from providers.booking.rules import draft_after

NOW = datetime(2027, 3, 10, 9, 0)
"""A Wednesday; no zone is needed."""


@pytest.mark.parametrize(
    ("said", "day", "other"),
    [
        ("in two weeks on monday", "2027-03-22", "2027-03-29"),
        ("on monday in two weeks", "2027-03-22", "2027-03-29"),
        ("monday two weeks from now", "2027-03-22", "2027-03-29"),
        ("in two weeks on friday", "2027-03-26", None),
        ("friday in a week", "2027-03-19", None),
        ("in two weeks' time on friday", "2027-03-26", None),
        ("in a fortnight on friday", "2027-03-26", None),
        ("the monday after next", "2027-03-22", None),
        ("the friday after next", "2027-03-26", "2027-03-19"),
        ("a week on friday", "2027-03-19", None),
        ("two weeks on monday", "2027-03-29", None),
        ("a week from monday", "2027-03-22", None),
        ("tomorrow week", "2027-03-18", None),
        ("a week tomorrow", "2027-03-18", None),
        ("today fortnight", "2027-03-24", None),
        ("friday week", "2027-03-19", None),
        ("friday fortnight", "2027-03-26", None),
        ("a fortnight on friday", "2027-03-26", None),
        ("the week after next on tuesday", "2027-03-23", None),
        ("tuesday of the week after next", "2027-03-23", None),
        ("tuesday the week after next", "2027-03-23", None),
        ("the first monday in april", "2027-04-05", None),
        ("the last friday of the month", "2027-03-26", None),
        ("the first monday of the month", "2027-04-05", None),
        ("the second tuesday of next month", "2027-04-13", None),
        ("the third friday in february", "2028-02-18", None),
        ("the fifth monday in april", UNKNOWN, None),
        ("easter monday", "2027-03-29", None),
        ("good friday", "2027-03-26", None),
        ("easter sunday", "2027-03-28", None),
        ("christmas eve", "2027-12-24", None),
        ("new year's day", "2028-01-01", None),
        ("the day after easter monday", "2027-03-30", None),
        ("two days before good friday", "2027-03-24", None),
        ("in a fortnight", "2027-03-24", None),
        ("in a couple of days", "2027-03-12", None),
        ("in a couple of weeks", "2027-03-24", None),
        ("a fortnight from tomorrow", "2027-03-25", None),
        ("friday the thirteenth", "2027-03-13", "2027-03-12"),
        ("friday the twelfth", "2027-03-12", None),
        ("monday the first of april", "2027-04-01", "2027-03-29"),
        ("thursday april first", "2027-04-01", None),
        ("the monday before easter", "2027-03-15", "2027-03-22"),
        ("monday of easter week", "2027-03-15", "2027-03-22"),
        ("friday after lunch", "2027-03-12", None),
        ("friday after five", "2027-03-12", None),
        ("last week on friday", "2027-03-05", None),
        ("this week on friday", "2027-03-12", None),
    ],
)
def test_far_days(said: str, day: str, other: str | None) -> None:
    found = find_date(plain(said), NOW)
    assert found is not None
    assert (found.value, found.other) == (day, other)


@pytest.mark.parametrize(
    "said",
    ["anything but monday", "any day except friday", "not friday or saturday", "not on monday"],
)
def test_refusals(said: str) -> None:
    assert find_date(plain(said), NOW) is None
    assert refuses_date(plain(said))


def test_another_day_than_the_refused_one() -> None:
    found = find_date(plain("anything but monday, say tuesday"), NOW)
    assert found is not None
    assert found.value == "2027-03-16"


@pytest.mark.parametrize(
    ("refusal", "day"),
    [("anything but monday", "2027-03-11"), ("not thursday", None), ("not tomorrow", None)],
)
def test_only_the_day_that_is_refused_is_taken_back(refusal: str, day: str | None) -> None:
    known = nothing_known()
    draft = draft_after("book me tomorrow at ten", {"status": "none"}, NOW, known)
    assert draft_after(refusal, draft, NOW, known).get("date") == day


@pytest.mark.parametrize(
    ("first", "question", "then", "day"),
    [
        ("in two weeks on monday", "Monday the 22nd or Monday the 29th", "the first", "22"),
        ("in two weeks on monday", "Monday the 22nd or Monday the 29th", "the later one", "29"),
        ("in two weeks on monday", "Monday the 22nd or Monday the 29th", "the 29th", "29"),
        ("friday the thirteenth", "Friday the 12th or Saturday the 13th", "friday", "12"),
        ("friday the thirteenth", "Friday the 12th or Saturday the 13th", "the saturday", "13"),
        ("the monday of easter week", "Monday the 15th or Monday the 22nd", "march 29th", "29"),
    ],
)
def test_a_doubt_is_asked_back_and_settled(first: str, question: str, then: str, day: str) -> None:
    known = nothing_known()
    draft = draft_after(f"book me {first} at ten", {"status": "none"}, NOW, known)
    assert draft["status"] == "collecting"
    assert draft.get("problem") == f"Do you mean {question}?"
    draft = draft_after(then, draft, NOW, known)
    assert (draft["status"], draft.get("date")) == ("confirming", f"2027-03-{day}")
    assert draft.get("time") == "10:00"


@pytest.mark.parametrize(
    ("answer", "day"),
    [("the 22nd of april", "2027-04-22"), ("the last friday of the month", "2027-03-26")],
)
def test_another_day_in_full_is_taken_as_it_is(answer: str, day: str) -> None:
    known = nothing_known()
    draft = draft_after("book me in two weeks on monday at ten", {"status": "none"}, NOW, known)
    assert draft_after(answer, draft, NOW, known).get("date") == day


def test_the_day_and_another_time_settle_both() -> None:
    known = nothing_known()
    draft = draft_after("book me in two weeks on monday", {"status": "none"}, NOW, known)
    draft = draft_after("the 29th at eleven", draft, NOW, known)
    assert (draft.get("date"), draft.get("time")) == ("2027-03-29", "11:00")


DAYS_SOON = st.dates(date(2024, 1, 1), date(2035, 12, 31))


@given(DAYS_SOON, st.sampled_from(DAYS), st.integers(1, 9))
def test_weeks_on_a_weekday(today: date, weekday: str, weeks: int) -> None:
    now = datetime(today.year, today.month, today.day)
    found = find_date(f"in {weeks} weeks on {weekday}", now)
    assert found is not None
    day = date.fromisoformat(found.value)
    assert DAYS[day.weekday()] == weekday
    assert abs((day - today).days - 7 * weeks) <= 6
    if found.other:
        assert date.fromisoformat(found.other) - day == timedelta(weeks=1)


@given(DAYS_SOON, st.sampled_from(DAYS), st.integers(1, 4))
def test_the_nth_of_next_month(today: date, weekday: str, nth: int) -> None:
    now = datetime(today.year, today.month, today.day)
    ordinal = ("1st", "2nd", "3rd", "4th")[nth - 1]
    found = find_date(f"the {ordinal} {weekday} of next month", now)
    assert found is not None
    day = date.fromisoformat(found.value)
    assert day.month == today.month % 12 + 1
    assert DAYS[day.weekday()] == weekday
    assert (day.day - 1) // 7 == nth - 1


@given(DAYS_SOON)
def test_easter_monday_is_to_come(today: date) -> None:
    found = find_date("easter monday", datetime(today.year, today.month, today.day))
    assert found is not None
    day = date.fromisoformat(found.value)
    assert day >= today
    assert day == easter(day.year) + timedelta(days=1)


@given(st.integers(1, 28), st.sampled_from(DAYS))
def test_a_weekday_that_disagrees_with_its_number_is_doubted(number: int, weekday: str) -> None:
    found = find_date(f"{weekday} the {number}th", NOW)
    assert found is not None
    agrees = DAYS[date.fromisoformat(found.value).weekday()] == weekday
    assert (found.other is None) == agrees
