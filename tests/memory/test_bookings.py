"""Appointments: within the rules, with lengths and seats, changed and cancelled by their owner."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from core.appointments import Appointment, BookingDraft, BusinessRules
from core.errors import BookingError
from memory.bookings import SqlBookings
from memory.effects import Effect
from memory.records import Records
from memory.tables import BookingRow, BusinessRow, OutboxRow, SlotRow

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
"""A Monday morning."""
WEEK: dict[str, list[list[str]]] = {
    day: [["09:00", "17:00"]] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")
}
CUTS: BusinessRules = {
    "hours": WEEK,
    "services": [
        {"name": "Haircut", "duration_minutes": 30},
        {"name": "Colour", "duration_minutes": 60},
    ],
}


async def calendar(records: Records, rules: BusinessRules | None = None) -> SqlBookings:
    """The bookings of the business "salon", which taught these rules."""
    row = {"business_id": "salon", "name": "Curl & Co", "industry": "", "phone": "", "email": ""}
    async with records.write() as db:
        db.add(
            BusinessRow(
                **row,
                content="",
                extra={},
                chunks=0,
                updated_at=NOW.isoformat(),
                rules={**(rules or {})},
            )
        )
    return SqlBookings(records, lambda: NOW)


def draft(time: str | None = "14:00", date: str | None = "2026-03-03", **more: Any) -> BookingDraft:
    made: Any = {"status": "confirming", "intent": "book", "date": date, "time": time, **more}
    return made


async def booked(
    bookings: SqlBookings, time: str, user: str = "ann", key: str | None = None, **more: Any
) -> str:
    given = draft(time, **{"status": "confirmed", **more})
    return await bookings.book(key or f"{user}:{time}:{more}", "salon", user, given)


async def rows(records: Records, table: Any) -> list[Any]:
    async with records.read() as db:
        return list((await db.scalars(select(table))).all())


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


async def test_a_change_moves_the_slot_or_nothing(records: Records):
    bookings = await calendar(records, CUTS)
    mine = await booked(bookings, "14:00", service="Colour", name="Ann")
    await booked(bookings, "16:00", "bob")
    move: Any = {"intent": "change", "booking_id": mine, "status": "confirmed"}
    # Half an hour later overlaps the old time, which is one's own.
    assert await bookings.check("salon", draft("14:30", **move), NOW) == draft("14:30", **move)
    assert await bookings.book("k2", "salon", "ann", draft("14:30", **move)) == mine
    assert await bookings.book("k2", "salon", "ann", draft("14:30", **move)) == mine
    with pytest.raises(BookingError, match="taken"):
        await bookings.book("k3", "salon", "ann", draft("15:30", **move))
    await booked(bookings, "14:00", "cid", duration_minutes=30)
    with pytest.raises(BookingError, match="taken"):
        await booked(bookings, "15:00", "dan")
    [kept] = [row for row in await rows(records, BookingRow) if row.id == mine]
    assert (kept.time, kept.duration_minutes, kept.sequence) == ("14:30", 60, 1)
    assert (kept.name, kept.service, kept.status) == ("Ann", "Colour", "booked")


async def test_a_cancelled_time_is_free_and_its_history_stays(records: Records):
    bookings = await calendar(records, CUTS)
    mine = await booked(bookings, "14:00", name="Ann")
    drop: Any = {"intent": "cancel", "booking_id": mine, "status": "confirmed"}
    assert await bookings.book("k2", "salon", "ann", draft(**drop)) == mine
    with pytest.raises(BookingError, match="already cancelled"):
        await bookings.book("k3", "salon", "ann", draft(**drop))
    await booked(bookings, "14:00", "bob")
    told: list[OutboxRow] = await rows(records, OutboxRow)
    assert [(row.kind, row.user_id) for row in sorted(told, key=lambda row: row.key != "k2")] == [
        ("cancelled", "ann"),
        ("booked", "ann"),
        ("booked", "bob"),
    ]
    [kept] = [row for row in await rows(records, BookingRow) if row.id == mine]
    assert (kept.status, kept.sequence) == ("cancelled", 1)


@pytest.mark.parametrize("intent", ["change", "cancel"])
async def test_nobody_touches_another_callers_booking(records: Records, intent: str):
    bookings = await calendar(records, CUTS)
    mine = await booked(bookings, "14:00")
    theirs: Any = {"intent": intent, "booking_id": mine, "status": "confirmed"}
    for user, business in (("bob", "salon"), ("ann", "garage")):
        with pytest.raises(BookingError, match="cannot find") as refused:
            await bookings.book("k2", business, user, draft("15:00", **theirs))
        assert not refused.value.offers
    by_time: Any = {**theirs, "booking_id": None, "reference": "2026-03-03T14:00"}
    with pytest.raises(BookingError, match="cannot find"):
        await bookings.book("k3", "salon", "bob", draft("15:00", **by_time))
    [kept] = await rows(records, BookingRow)
    assert (kept.time, kept.status, kept.sequence) == ("14:00", "booked", 0)
    assert await bookings.book("k4", "salon", "ann", draft("15:00", **by_time)) == mine


async def test_the_outbox_has_one_snapshot_an_effect(records: Records):
    bookings = await calendar(records, {**CUTS, "timezone": "Europe/Berlin"})
    mine = await booked(bookings, "14:00", key="k1", service="haircut", email="a@example.com")
    await booked(bookings, "14:00", key="k1")
    move: Any = {"intent": "change", "booking_id": mine, "status": "confirmed"}
    await bookings.book("k2", "salon", "ann", draft("15:00", **move))
    told: dict[str, OutboxRow] = {row.key: row for row in await rows(records, OutboxRow)}
    assert {key: row.kind for key, row in told.items()} == {"k1": "booked", "k2": "changed"}
    assert {row.booking_id for row in told.values()} == {mine}
    first: Effect
    second: Effect
    first, second = (told[key].payload for key in ("k1", "k2"))  # pyright: ignore[reportAssignmentType]
    assert (first["sequence"], second["sequence"]) == (0, 1)
    assert first["business_name"] == "Curl & Co"
    assert first["timezone"] == "Europe/Berlin"
    assert first["email"] == "a@example.com"
    assert first["previous"] is None
    before = second["previous"]
    assert before == {key: first[key] for key in Appointment.__annotations__}
    assert second == {**first, "time": "15:00", "sequence": 1, "previous": before}


async def test_a_refused_booking_leaves_nothing(records: Records):
    bookings = await calendar(records, CUTS)
    for time in ("18:00", "16:45", None):
        with pytest.raises(BookingError):
            await bookings.book("k", "salon", "ann", draft(time, status="confirmed"))
    for table in (BookingRow, SlotRow, OutboxRow):
        assert await rows(records, table) == []
    assert await booked(bookings, "14:00", key="k")


async def test_what_is_known_of_a_caller(records: Records):
    bookings = await calendar(records, CUTS)
    await booked(bookings, "15:00", name="Ann Lee", phone="+4930123456")
    sooner = await booked(bookings, "10:00", email="ann@example.com")
    gone = await booked(bookings, "12:00")
    drop: Any = {"intent": "cancel", "booking_id": gone, "status": "confirmed"}
    await bookings.book("c", "salon", "ann", draft(**drop))
    await booked(bookings, "09:00", date="2026-02-27")
    await booked(bookings, "11:00", "bob", name="Bob")
    known = await bookings.known("salon", "ann", NOW)
    assert known["rules"] == CUTS
    assert known["contact"] == {
        "name": "Ann Lee",
        "phone": "+4930123456",
        "email": "ann@example.com",
    }
    assert [each["time"] for each in known["upcoming"]] == ["10:00", "15:00"]
    assert known["upcoming"][0]["booking_id"] == sooner
    assert await bookings.known("garage", "ann", NOW) == {
        "rules": {},
        "contact": {},
        "upcoming": [],
        "last": None,
    }
    assert (known["last"] or {}).get("date") == "2026-02-27"
    after_ten = datetime(2026, 3, 3, 10, 30, tzinfo=UTC)
    later = await bookings.known("salon", "ann", after_ten)
    assert [each["time"] for each in later["upcoming"]] == ["15:00"]


async def test_now_is_on_the_business_clock(records: Records):
    bookings = await calendar(records, {**CUTS, "timezone": "America/New_York"})
    afternoon = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)  # ten in the morning there
    assert (await bookings.check("salon", draft("11:00"), afternoon)).get("problem") is None
    past = await bookings.check("salon", draft("09:30"), afternoon)
    assert past.get("problem") == "That time has already passed."


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("  Zoë\r\nBcc: x@example.com\x00 ", "Zoë Bcc: x@example.com"),
        ("שלום \u202e👩‍👩‍👧", "שלום \u202e👩‍👩‍👧"),
        ("x" * 10_000, "x" * 200),
        ("\ud800", None),
        ("", None),
    ],
)
async def test_what_callers_say_is_kept_as_text(records: Records, name: str, kept: str | None):
    bookings = await calendar(records, CUTS)
    await booked(bookings, "14:00", name=name, party_size=-3)
    [row] = await rows(records, BookingRow)
    assert (row.name, row.party_size) == (kept, None)


async def test_many_at_once_in_one_process(records: Records):
    bookings = await calendar(records, {**CUTS, "capacity": 2})
    tries = await asyncio.gather(
        *(booked(bookings, "14:00", f"user{n}") for n in range(12)), return_exceptions=True
    )
    refused = [each for each in tries if isinstance(each, BookingError)]
    assert len(refused) == 10
    assert all(len(each.offers) == 3 for each in refused)
    assert len(await rows(records, BookingRow)) == len(await rows(records, OutboxRow)) == 2
