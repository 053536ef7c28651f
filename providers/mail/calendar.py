"""A booking as a calendar entry that mail programs understand (RFC 5545 and RFC 5546, iTIP).

One booking keeps one UID for life; SEQUENCE grows with each change, so whatever order the
mails arrive in, the calendar shows how it stands.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from core.outbox import OutboxEvent
from providers.one_line import one_line

LONGEST_TITLE = 200


def invitation(event: OutboxEvent, organizer: str, attendee: str) -> bytes:
    """The `.ics` of a booking's event: METHOD:REQUEST, or CANCEL when it is cancelled.

    Times are in UTC, which every calendar turns into its own. Raises KeyError or ValueError
    for a payload that is no appointment.
    """
    from icalendar import Calendar, Event, vCalAddress, vText

    cancelled, payload = event["kind"] == "cancelled", event["payload"]
    starts, ends = span(event)
    entry = Event()
    entry.add("uid", f"{payload['booking_id']}@rapport")
    entry.add("dtstamp", datetime.fromisoformat(event["at"]).astimezone(UTC))
    entry.add("dtstart", starts.astimezone(UTC))
    entry.add("dtend", ends.astimezone(UTC))
    entry.add("sequence", int(payload.get("sequence") or 0))
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    entry.add("summary", title(event))
    entry.add("organizer", vCalAddress(f"mailto:{organizer}"))
    guest = vCalAddress(f"mailto:{attendee}")
    guest.params["role"] = vText("REQ-PARTICIPANT")
    entry.add("attendee", guest)
    calendar = Calendar()
    calendar.add("prodid", "-//Rapport//Bookings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "REQUEST")
    calendar.add_component(entry)
    return calendar.to_ical()


def span(event: OutboxEvent) -> tuple[datetime, datetime]:
    """When the appointment begins and ends, in the business's time zone."""
    payload = event["payload"]
    zone = ZoneInfo(payload.get("timezone") or "UTC")
    starts = datetime.fromisoformat(f"{payload['date']}T{payload['time']}").replace(tzinfo=zone)
    minutes = int(payload.get("duration_minutes") or 60)
    return starts, (starts.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(zone)


def title(event: OutboxEvent) -> str:
    """What is booked, and where: "Haircut at Harbour Hair"."""
    payload = event["payload"]
    what = one_line(payload.get("service")) or "Appointment"
    where = one_line(payload.get("business_name"))
    return one_line(f"{what} at {where}" if where else what, LONGEST_TITLE)
