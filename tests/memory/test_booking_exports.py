"""The business's appointments as a list, a table and a calendar, opened by other readers."""

import csv
import io
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from memory.booking_exports import as_csv, as_ics
from memory.booking_list import BookingList, Entry
from memory.records import Records
from tests.memory.salon import booked, calendar, draft

NAMES = [
    '=HYPERLINK("http://x.example","y")',
    "@SUM(A1:A9)",
    "-1+1",
    'Ann, "the" Lee; BEGIN:VEVENT\\n',
    "\u05e9\u05dc\u05d5\u05dd \U0001f469\u200d\U0001f469\u200d\U0001f467",
    "x" * 200,
]


async def filled(records: Records) -> tuple[BookingList, list[str]]:
    """A booking for each of the names, at two hours' distance; the last one is cancelled."""
    bookings = await calendar(records, {"timezone": "Europe/Berlin"})
    ids = [
        await booked(bookings, f"{8 + 2 * n:02}:00", name=name, phone="+4930123456")
        for n, name in enumerate(NAMES)
    ]
    drop: Any = {"intent": "cancel", "booking_id": ids[-1], "status": "confirmed"}
    await bookings.book("drop", "salon", "ann", draft(**drop))
    return BookingList(records), ids


async def test_the_list_is_chosen_by_day_and_status_and_paged(records: Records):
    listed, ids = await filled(records)
    page = await listed.page("salon")
    assert [entry["booking_id"] for entry in page.entries] == ids
    assert (page.total, page.business_name) == (6, "Curl & Co")
    assert page.entries[-1]["status"] == "cancelled"
    assert (await listed.page("garage")).entries == []
    some = await listed.page("salon", limit=2, offset=3)
    assert ([entry["booking_id"] for entry in some.entries], some.total) == (ids[3:5], 6)
    choices: list[tuple[Any, int]] = [
        ({"status": "booked"}, 5),
        ({"status": "cancelled"}, 1),
        ({"first": "2026-03-03", "last": "2026-03-03"}, 6),
        ({"first": "2026-03-04"}, 0),
        ({"last": "2026-03-02"}, 0),
    ]
    for choice, total in choices:
        assert (await listed.page("salon", **choice)).total == total


async def test_a_table_holds_no_formula(records: Records):
    listed, _ = await filled(records)
    text = as_csv((await listed.page("salon")).entries)
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert list(rows[0]) == list(Entry.__annotations__)
    assert [row["name"] for row in rows] == [
        f"'{name}" if name[0] in "=@-" else name for name in NAMES
    ]
    assert {row["phone"] for row in rows} == {"'+4930123456"}
    for cell in (cell for row in rows for cell in row.values()):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


async def test_a_calendar_opens_in_a_calendar(records: Records):
    listed, ids = await filled(records)
    page = await listed.page("salon")
    opened = Calendar.from_ical(as_ics(page.entries, page.business_name, page.zone))
    events = list(opened.walk("VEVENT"))
    assert [str(event["uid"]) for event in events] == [f"{each}@rapport" for each in ids]
    assert [str(event["summary"]) for event in events] == [f"Appointment: {n}" for n in NAMES]
    assert [str(event["status"]) for event in events] == ["CONFIRMED"] * 5 + ["CANCELLED"]
    assert [event.decoded("sequence") for event in events] == [0] * 5 + [1]
    first = events[0]
    assert first.decoded("dtstart") == datetime(2026, 3, 3, 7, 0, tzinfo=UTC)
    assert first.decoded("dtend") == datetime(2026, 3, 3, 7, 30, tzinfo=UTC)
    assert str(first["description"]) == "+4930123456"


@pytest.mark.parametrize("field", ["date", "time"])
async def test_what_is_no_time_is_left_out_of_the_calendar(records: Records, field: str):
    listed, _ = await filled(records)
    entries = (await listed.page("salon")).entries
    entries[0][field] = "soon"
    opened = Calendar.from_ical(as_ics(entries, "", ZoneInfo("Europe/Berlin")))
    assert len(list(opened.walk("VEVENT"))) == 5
    assert as_csv([]).count("\r\n") == 1
