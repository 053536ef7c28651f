"""Appointments as a spreadsheet and as a calendar. What callers said is text in both."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from memory.booking_list import Entry

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet may take for the beginning of a formula (OWASP, CSV injection)."""
DOMAIN = "rapport"


def as_csv(entries: Iterable[Entry]) -> str:
    """One row an appointment below a header, UTF-8, quoted by RFC 4180.

    A cell that begins like a formula, a phone number's "+" among them, gets a leading
    apostrophe, which spreadsheets take for "this is text".
    """
    file = io.StringIO()
    columns = list(Entry.__annotations__)
    writer = csv.writer(file)
    writer.writerow(columns)
    for entry in entries:
        writer.writerow([_cell(entry[column]) for column in columns])  # pyright: ignore[reportTypedDictNotRequiredAccess, reportUnknownArgumentType]
    return file.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def uid(booking_id: str) -> str:
    """The UID of an appointment in every calendar it is sent to, so that changes find it."""
    return f"{booking_id}@{DOMAIN}"


def as_ics(entries: Sequence[Entry], business_name: str, zone: tzinfo) -> bytes:
    """A calendar (RFC 5545) with an event for each appointment, in UTC.

    An entry whose date or time cannot be read is left out.
    """
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Rapport//Bookings//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", business_name or "Bookings")
    for entry in entries:
        try:
            day, clock = date.fromisoformat(entry["date"]), time.fromisoformat(entry["time"])
        except ValueError:
            continue
        start = datetime.combine(day, clock, zone).astimezone(UTC)
        updated = datetime.fromisoformat(entry["updated_at"])
        event = Event()
        event.add("uid", uid(entry["booking_id"]))
        event.add("sequence", entry["sequence"])
        event.add("status", "CANCELLED" if entry["status"] == "cancelled" else "CONFIRMED")
        event.add("dtstamp", updated)
        event.add("last-modified", updated)
        event.add("created", datetime.fromisoformat(entry["created_at"]))
        event.add("dtstart", start)
        event.add("dtend", start + timedelta(minutes=entry["duration_minutes"]))
        event.add("summary", _summary(entry))
        if details := _details(entry):
            event.add("description", details)
        calendar.add_component(event)
    return calendar.to_ical()


def _summary(entry: Entry) -> str:
    what = entry["service"] or "Appointment"
    return f"{what}: {entry['name']}" if entry["name"] else what


def _details(entry: Entry) -> str:
    party = f"{entry['party_size']} people" if entry["party_size"] else None
    return "\n".join(part for part in (entry["phone"], entry["email"], party) if part)
