"""Bookings made, changed and cancelled by their owner, and what is kept of them."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from core.appointments import Appointment
from core.errors import BookingError
from memory.effects import Effect
from memory.records import Records
from memory.tables import BookingRow, OutboxRow, SlotRow
from tests.memory.salon import CUTS, NOW, booked, calendar, draft, rows


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
