"""Rules as a business wrote them, kept by the calendar: who asks in vain is told why."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.appointments import BusinessRules
from core.errors import BookingError
from memory.bookings import SqlBookings
from memory.opening import earliest_start, is_too_late, minute_of
from memory.records import Records
from memory.rules import rules_of
from memory.tables import BookingRow, SlotRow
from tests.memory.salon import NOW, booked, calendar, draft, rows

TEXT = (
    "We are open every day except Tuesday, 9 AM to 5 PM. We close for lunch from 12 to 1. "
    "Closed on March 8th. Please book at least 24 hours in advance. The last appointment is at "
    "16:00. We can serve two customers at the same time."
)
FRIDAY = "2026-03-06"


@pytest.mark.parametrize(
    ("day", "time", "problem"),
    [
        (FRIDAY, "11:30", None),
        (FRIDAY, "16:00", None),
        (FRIDAY, "12:00", "On Fridays we are open from 9 AM to noon and from 1 PM to 5 PM."),
        (FRIDAY, "11:45", "We close at noon, too early for an appointment of 30 minutes."),
        (FRIDAY, "16:30", "The last appointment is at 4 PM."),
        ("2026-03-08", "10:00", "We are closed on Sunday, March 8."),
        ("2027-03-08", "10:00", "We are closed on Monday, March 8."),
        ("2026-03-10", "10:00", "We are closed on Tuesdays."),
        ("2026-03-02", "15:00", "We need to know 1 day ahead."),
    ],
)
async def test_what_the_text_says_is_kept(
    records: Records, day: str, time: str, problem: str | None
):
    bookings = await calendar(records, rules_of(TEXT, {}))
    checked = await bookings.check("salon", draft(time, day), NOW)
    assert checked.get("problem") == problem
    offered = [offer[11:] for offer in checked.get("offers") or []]
    assert all("09:00" <= at <= "11:30" or "13:00" <= at <= "16:00" for at in offered)


async def test_two_customers_are_two_callers_or_one_with_company(records: Records):
    bookings = await calendar(records, rules_of(TEXT, {}))
    await booked(bookings, "10:00", "ann", date=FRIDAY)
    pair = await bookings.check("salon", draft("10:00", FRIDAY, party_size=2), NOW)
    assert pair.get("problem") == "10 AM is already taken."
    assert f"{FRIDAY}T10:00" not in (pair.get("offers") or [])
    await booked(bookings, "10:00", "bob", date=FRIDAY)
    with pytest.raises(BookingError, match="10 AM is already taken"):
        await booked(bookings, "10:00", "cid", date=FRIDAY)
    together = await booked(bookings, "11:00", "dan", date=FRIDAY, party_size=2)
    with pytest.raises(BookingError, match="11 AM is already taken"):
        await booked(bookings, "11:00", "eve", date=FRIDAY)
    cancel = {"intent": "cancel", "booking_id": together}
    await bookings.book("c", "salon", "dan", draft(status="confirmed", **cancel))
    await booked(bookings, "11:00", "eve", date=FRIDAY)


async def test_a_party_that_can_never_fit_is_told_so_and_not_booked(records: Records):
    bookings = await calendar(records, {"capacity_people": 6})
    given = draft("12:00", missing=[], party_size=10, name="Ann")
    checked = await bookings.check("salon", given, NOW)
    assert checked == {
        **given,
        "status": "collecting",
        "problem": "We have room for 6 people at a time.",
        "missing": ["party_size"],
        "offers": [],
    }
    with pytest.raises(BookingError, match="We have room for 6 people"):
        await booked(bookings, "12:00", party_size=10)
    assert await rows(records, BookingRow) == []
    six = await bookings.check("salon", {**given, "party_size": 6}, NOW)
    assert six.get("status") == "confirming"
    moved = await booked(bookings, "12:00", party_size=6)
    more: dict[str, Any] = {"intent": "change", "booking_id": moved, "party_size": 7}
    with pytest.raises(BookingError, match="room for 6"):
        await booked(bookings, "13:00", **more)
    assert len(await rows(records, SlotRow)) == 6 * (1 + 1 + 6)


async def test_people_do_not_count_where_the_business_gave_no_number_of_them(records: Records):
    bookings = await calendar(records, {"capacity": 3})
    await booked(bookings, "12:00", party_size=10)
    await booked(bookings, "12:00", "bob", party_size=2)
    checked = await bookings.check("salon", draft("12:00", party_size=5), NOW)
    assert checked.get("status") == "confirming"


async def test_nothing_is_booked_for_the_same_day_where_it_says_so(records: Records):
    bookings = await calendar(records, rules_of("No same-day bookings.", {}))
    today = await bookings.check("salon", draft("23:30", "2026-03-02"), NOW)
    assert today.get("problem") == "We do not book for the same day."
    assert all(offer > "2026-03-03" for offer in today.get("offers") or [])
    tomorrow = await bookings.check("salon", draft("09:00"), NOW + timedelta(hours=15))
    assert tomorrow.get("status") == "confirming"


async def test_a_break_without_hours_leaves_the_night_out_of_the_offers(records: Records):
    bookings: SqlBookings = await calendar(records, rules_of("Closed for lunch 12 to 1.", {}))
    ask = draft(None, status="collecting", intent="availability", missing=["time"])
    offered = (await bookings.check("salon", ask, NOW)).get("offers")
    assert offered == ["2026-03-03T09:00", "2026-03-03T09:30", "2026-03-03T10:00"]


@pytest.mark.parametrize(
    ("around", "clocks"),
    [
        ("15:00-17:00", ["15:00", "15:30", "16:00"]),
        ("16:00-24:00", ["16:00", "16:30"]),
        ("10:30-11:00", ["10:30"]),
        ("19:00-24:00", ["15:30", "16:00", "16:30"]),  # nothing so late: the nearest of the day
    ],
)
async def test_of_a_part_of_the_day_free_times_in_it_are_offered(
    records: Records, around: str, clocks: list[str]
):
    bookings: SqlBookings = await calendar(records, rules_of("Open daily 9 to 5.", {}))
    ask = draft(None, status="collecting", intent="availability", missing=["time"], around=around)
    checked = await bookings.check("salon", ask, NOW)
    assert checked.get("offers") == [f"2026-03-03T{clock}" for clock in clocks]
    assert checked.get("time") is None


@pytest.mark.parametrize(
    ("last", "clock", "late"),
    [
        ("23:00", "22:30", False),
        ("23:00", "23:30", True),
        ("23:00", "00:30", True),  # of the evening before
        ("01:00", "18:00", False),
        ("01:00", "01:00", False),
        ("01:00", "01:30", True),
    ],
)
def test_the_last_appointment_of_an_evening_that_runs_past_midnight(
    last: str, clock: str, late: bool
):
    spans = [["00:00", "02:00"], ["18:00", "24:00"]]
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    rules: BusinessRules = {"hours": dict.fromkeys(days, spans), "last_start": last}
    assert is_too_late(rules, minute_of(NOW.date(), clock)) is late
    around: BusinessRules = {"last_start": "16:00"}
    assert is_too_late(around, minute_of(NOW.date(), clock)) is (clock > "16:00")


def test_the_earliest_start_is_the_later_of_both_leads():
    now = minute_of(datetime(2026, 3, 2, tzinfo=UTC).date(), "20:00")
    midnight = now + 4 * 60
    assert earliest_start({}, now) == now
    assert earliest_start({"lead_days": 1}, now) == midnight
    assert earliest_start({"lead_days": 1, "lead_minutes": 600}, now) == now + 600
    assert earliest_start({"lead_days": 2, "lead_minutes": 600}, now) == midnight + 1440
