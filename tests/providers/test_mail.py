"""Mails about bookings: what they say, what is attached, and that nothing in them is obeyed."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from core.outbox import OutboxEvent
from providers.mail.calendar import invitation
from providers.mail.message import booking_message
from providers.one_line import one_line
from tests.providers.events import TROUBLE, booking_event

SENDER = "desk@harbour.example"


def sent(event: OutboxEvent, recipient: str = "ann@example.com", *, to_admin: bool = False) -> Any:
    """The mail as its recipient parses it."""
    message = booking_message(event, SENDER, recipient, to_admin=to_admin)
    return message_from_bytes(message.as_bytes(), policy=policy.default)


def given_as(field: str, text: str) -> Any:
    return {field: text}


def part(mail: EmailMessage, kind: str) -> str:
    [found] = [each for each in mail.walk() if each.get_content_type() == kind]
    content = found.get_content()
    return content.decode() if isinstance(content, bytes) else content


def test_a_caller_is_told_what_when_and_where() -> None:
    mail = sent(booking_event())
    assert mail["To"] == "Ann Lee <ann@example.com>"
    assert mail["From"] == f"Harbour Hair <{SENDER}>"
    assert mail["Subject"].startswith("Your appointment: Haircut at Harbour Hair")
    assert mail["Message-ID"] == "<event-1.caller@harbour.example>"
    for kind in ("text/plain", "text/html"):
        text = part(mail, kind)
        assert "Thursday, 3 December 2026, 14:00 to 14:45 (Europe/Berlin)" in text
        assert "+4930123456" not in text


def test_the_business_is_told_who_and_how_to_reach_them() -> None:
    mail = sent(booking_event("cancelled"), "owner@example.com", to_admin=True)
    assert mail["To"] == "owner@example.com"
    assert mail["Subject"].startswith("Cancelled booking")
    assert mail["Message-ID"] == "<event-1.admin@harbour.example>"
    for wanted in ("Ann Lee", "+4930123456", "ann@example.com", "booking-1"):
        assert wanted in part(mail, "text/plain")


def test_the_same_event_is_the_same_mail_and_another_is_another() -> None:
    first, again = sent(booking_event()), sent(booking_event())
    assert first["Message-ID"] == again["Message-ID"]
    assert first["Date"] == again["Date"]
    assert sent(booking_event(event_id="event-2"))["Message-ID"] != first["Message-ID"]


@pytest.mark.parametrize(
    ("kind", "sequence", "method", "status"),
    [
        ("booked", 0, "REQUEST", "CONFIRMED"),
        ("changed", 1, "REQUEST", "CONFIRMED"),
        ("cancelled", 2, "CANCEL", "CANCELLED"),
    ],
)
def test_the_calendar_entry_field_by_field(
    kind: Any, sequence: int, method: str, status: str
) -> None:
    mail = sent(booking_event(kind, sequence=sequence))
    [attached] = [each for each in mail.iter_attachments() if each.get_filename()]
    assert attached.get_filename() == "invite.ics"
    raw = attached.get_payload(decode=True)
    calendar: Any = Calendar.from_ical(raw)
    assert (calendar["version"], calendar["method"]) == ("2.0", method)
    assert calendar["prodid"]
    [entry] = calendar.walk("VEVENT")
    starts = datetime(2026, 12, 3, 13, 0, tzinfo=UTC)
    assert entry["uid"] == "booking-1@rapport"
    assert entry.decoded("dtstart") == starts
    assert entry.decoded("dtend") == starts + timedelta(minutes=45)
    assert entry.decoded("dtstamp") == datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    assert entry["sequence"] == sequence
    assert entry["status"] == status
    assert entry["summary"] == "Haircut at Harbour Hair"
    assert entry["organizer"] == f"mailto:{SENDER}"
    assert entry["attendee"] == "mailto:ann@example.com"
    [inline] = [each for each in mail.walk() if each.get_content_type() == "text/calendar"]
    assert inline["Content-Type"].params["method"] == method
    assert Calendar.from_ical(inline.get_content()) == calendar


def test_an_hour_that_the_clocks_skip_or_repeat_keeps_its_length() -> None:
    # In Berlin 2026-10-25 has the hour from 02:00 twice.
    event = booking_event(date="2026-10-25", time="01:30", duration_minutes=90)
    calendar: Any = Calendar.from_ical(invitation(event, SENDER, SENDER))
    [entry] = calendar.walk("VEVENT")
    assert entry.decoded("dtend") - entry.decoded("dtstart") == timedelta(minutes=90)


@pytest.mark.parametrize("text", TROUBLE)
@pytest.mark.parametrize("field", ["name", "service", "business_name", "phone"])
def test_whatever_is_written_into_a_field_is_text(field: str, text: str) -> None:
    event = booking_event(**given_as(field, text))
    for to_admin in (False, True):
        mail = sent(event, to_admin=to_admin)
        assert sorted(mail.keys()) == sorted(sent(booking_event()).keys())
        assert [each.addr_spec for each in mail["To"].addresses] == ["ann@example.com"]
        assert [each.addr_spec for each in mail["From"].addresses] == [SENDER]
        assert len(mail["Subject"]) <= 200
        assert mail.defects == []
        assert "<script>" not in part(mail, "text/html")
        calendar: Any = Calendar.from_ical(part(mail, "text/calendar"))
        [entry] = calendar.walk("VEVENT")
        assert entry["uid"] == "booking-1@rapport"
        if field == "service":
            assert one_line(text, 100)[:50] in entry["summary"]
            assert one_line(text)[:500] in part(mail, "text/plain")


@given(st.text(max_size=200), st.text(max_size=200))
def test_no_name_ever_adds_a_header_or_an_address(name: str, business: str) -> None:
    mail = sent(booking_event(name=name, business_name=business))
    assert sorted(mail.keys()) == sorted(sent(booking_event()).keys())
    assert [each.addr_spec for each in mail["To"].addresses] == ["ann@example.com"]
    assert [each.addr_spec for each in mail["From"].addresses] == [SENDER]


@given(st.text(max_size=300), st.integers(1, 50))
def test_one_line_is_one_line(text: str, limit: int) -> None:
    line = one_line(text, limit)
    assert len(line) <= limit
    assert line.isprintable() or not set(line) & set("\r\n\t\x00\x0b\x0c\x85\u2028\u2029")
    assert one_line(line, limit) == line
