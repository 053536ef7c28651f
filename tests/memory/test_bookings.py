"""What can be had: within the rules, with lengths and seats, and the nearest free times."""

import pytest

from core.appointments import BookingDraft, BusinessRules
from core.errors import BookingError
from memory.records import Records
from memory.tables import BookingRow
from tests.memory.salon import CUTS, NOW, WEEK, booked, calendar, draft, rows


async def test_a_free_time_and_an_unfinished_draft_come_back_as_they_were(records: Records):
    bookings = await calendar(records, CUTS)
    for each in (
        draft(),
        draft(status="collecting", missing=["name"]),
        draft(time=None, status="collecting"),
        draft("03:00", status="dropped"),
        draft("03:00", intent="cancel", booking_id="b"),
        BookingDraft(status="none"),
    ):
        assert await bookings.check("salon", each, NOW) == each


@pytest.mark.parametrize(
    ("time", "date", "problem", "missing", "offers"),
    [
        ("18:00", "2026-03-03", "On Tuesdays we are open from 9 AM to 5 PM.", ["time"],
         ["2026-03-03T15:30", "2026-03-03T16:00", "2026-03-03T16:30"]),
        ("16:45", "2026-03-03", "We close at 5 PM, too early for an appointment of 30 minutes.",
         ["time"], ["2026-03-03T15:30", "2026-03-03T16:00", "2026-03-03T16:30"]),
        ("14:00", "2026-03-08", "We are closed on Sundays.", ["date", "time"],
         ["2026-03-09T09:00", "2026-03-09T09:30", "2026-03-09T10:00"]),
        ("14:00", "2026-03-05", "We are closed on Thursday, March 5.", ["date", "time"],
         ["2026-03-06T09:00", "2026-03-06T09:30", "2026-03-06T10:00"]),
        ("07:00", "2026-03-02", "That time has already passed.", ["time"],
         ["2026-03-02T10:00", "2026-03-02T10:30", "2026-03-02T11:00"]),
        ("09:00", "2026-03-02", "We need to know 2 hours ahead.", ["time"],
         ["2026-03-02T10:00", "2026-03-02T10:30", "2026-03-02T11:00"]),
        ("14:00", "2026-02-30", "I do not know that day or time.", ["date", "time"], []),
        ("25:00", "2026-03-03", "I do not know that day or time.", ["date", "time"], []),
    ],
)  # fmt: skip
async def test_what_cannot_be_had_is_said_with_the_nearest_that_can(
    records: Records, time: str, date: str, problem: str, missing: list[str], offers: list[str]
):
    rules: BusinessRules = {**CUTS, "closed_days": ["03-05"], "lead_minutes": 120}
    bookings = await calendar(records, rules)
    given = draft(time, date, missing=[], name="Ann")
    checked = await bookings.check("salon", given, NOW)
    assert checked.get("status") == "collecting"
    assert checked.get("problem") == problem
    assert checked.get("missing") == missing
    is_closed = problem.startswith("We are closed")
    assert checked.get("time") == (time if is_closed else None)
    assert checked.get("date") == (date if missing == ["time"] else None)
    assert checked.get("offers") == offers
    assert checked.get("name") == "Ann"


async def test_a_turn_run_again_finds_its_own_booking_in_its_way_and_goes_on(records: Records):
    bookings = await calendar(records, CUTS)
    sure = draft(status="confirmed")
    first = await bookings.book("k", "salon", "ann", sure)
    assert await bookings.check("salon", sure, NOW) == sure
    assert await bookings.book("k", "salon", "ann", sure) == first
    outside = await bookings.check("salon", draft("18:00", status="confirmed"), NOW)
    assert outside.get("status") == "collecting"


async def test_a_longer_booking_blocks_what_it_covers_and_no_more(records: Records):
    bookings = await calendar(records, CUTS)
    await booked(bookings, "14:00", service="colour please")
    for time, free in [("13:30", True), ("13:45", False), ("14:30", False), ("15:00", True)]:
        checked = await bookings.check("salon", draft(time, service="haircut"), NOW)
        assert (checked.get("status") == "confirming") is free, time
    checked = await bookings.check("salon", draft("14:30", service="haircut"), NOW)
    assert checked.get("problem") == "2:30 PM is already taken."
    assert checked.get("offers") == ["2026-03-03T13:30", "2026-03-03T15:00", "2026-03-03T15:30"]
    with pytest.raises(BookingError, match="taken") as refused:
        await booked(bookings, "14:30", "bob", service="haircut")
    assert refused.value.offers == checked.get("offers")


async def test_appointments_of_twenty_minutes_fit_one_after_another(records: Records):
    bookings = await calendar(records, {"hours": WEEK, "duration_minutes": 20})
    for time in ("14:00", "14:20", "14:40"):
        await booked(bookings, time)
    checked = await bookings.check("salon", draft("14:30"), NOW)
    assert checked.get("offers") == ["2026-03-03T13:40", "2026-03-03T15:00", "2026-03-03T15:20"]


@pytest.mark.parametrize(
    ("rules", "services", "places"),
    [
        ({}, [None, "haircut", "massage"], 1),
        ({"capacity": 3}, [None, "haircut", "massage", None], 3),
        ({"services": [{"name": "haircut", "duration_minutes": 30, "capacity": 2}]},
         ["haircut", "haircut", "haircut"], 2),
        ({"services": [{"name": "haircut", "duration_minutes": 30, "capacity": 1},
                       {"name": "massage", "duration_minutes": 30, "capacity": 1}]},
         ["haircut", "massage", "haircut", "massage"], 2),
        ({"capacity": 2, "services": [{"name": "haircut", "duration_minutes": 30, "capacity": 1}]},
         ["haircut", "haircut", None, None], 2),
    ],
)  # fmt: skip
async def test_as_many_at_once_as_there_are_places(
    records: Records, rules: BusinessRules, services: list[str | None], places: int
):
    bookings = await calendar(records, rules)
    got = 0
    for number, service in enumerate(services):
        checked = await bookings.check("salon", draft(service=service), NOW)
        try:
            await booked(bookings, "14:00", f"user{number}", service=service)
        except BookingError:
            assert checked.get("offers")
        else:
            assert checked.get("status") == "confirming"
            got += 1
    assert got == places


async def test_free_time_is_never_cut_up_by_seats(records: Records):
    """One seat is busy in the first half hour, another in the second: both have one left."""
    bookings = await calendar(records, {"capacity": 2})
    first = await booked(bookings, "14:30", "ann")
    await booked(bookings, "14:30", "bob")
    cancel = {"intent": "cancel", "booking_id": first}
    await bookings.book("c", "salon", "ann", draft(status="confirmed", **cancel))
    await booked(bookings, "14:00", "cid")
    await booked(bookings, "14:00", "dan", duration_minutes=60)
    assert len(await rows(records, BookingRow)) == 4


async def test_asking_for_free_times_books_nothing(records: Records):
    bookings = await calendar(records, CUTS)
    await booked(bookings, "09:30")
    ask = draft(None, status="collecting", intent="availability", missing=["time"])
    asked = await bookings.check("salon", ask, NOW)
    three = ["2026-03-03T09:00", "2026-03-03T10:00", "2026-03-03T10:30"]
    assert asked == {**ask, "problem": None, "offers": three}
    at_two = await bookings.check("salon", {**ask, "time": "14:00"}, NOW)
    assert "2026-03-03T14:00" in (at_two.get("offers") or [])
    assert at_two.get("problem") is None
    sunday = await bookings.check("salon", {**ask, "date": "2026-03-08"}, NOW)
    assert (sunday.get("offers") or [""])[0] == "2026-03-09T09:00"
    anytime = await bookings.check("salon", {**ask, "date": None}, NOW)
    assert (anytime.get("offers") or [""])[0] == "2026-03-02T09:00"
    assert len(await rows(records, BookingRow)) == 1
