"""The mail about a booking: plain and HTML text, and the calendar entry."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape

from core.outbox import OutboxEvent
from providers.mail.calendar import invitation, span, title
from providers.one_line import one_line

LONGEST_SUBJECT, LONGEST_NAME, LONGEST_VALUE = 200, 60, 2000

_TO_CALLER = {
    "booked": ("Your appointment", "Your appointment is booked."),
    "changed": ("Changed", "Your appointment has been changed. This is how it stands now."),
    "cancelled": ("Cancelled", "Your appointment has been cancelled."),
}
_TO_ADMIN = {
    "booked": ("New booking", "A caller has booked an appointment."),
    "changed": ("Changed booking", "A caller has changed an appointment to this."),
    "cancelled": ("Cancelled booking", "A caller has cancelled this appointment."),
}
# Without these nothing in a name can end it, begin an address, or begin another mailbox.
_SPECIALS = str.maketrans(dict.fromkeys('()<>[]:;@\\,"=?', " "))


def booking_message(
    event: OutboxEvent, sender: str, recipient: str, *, to_admin: bool
) -> EmailMessage:
    """The mail of a booking's event. `sender` and `recipient` are valid plain addresses.

    Its Message-ID follows from the event and the role of its recipient: sent twice, it is
    the same mail twice, which receivers may drop. Raises KeyError or ValueError for a
    payload that is no appointment.
    """
    words, first = (_TO_ADMIN if to_admin else _TO_CALLER)[event["kind"]]
    lines = _lines(event, to_admin)
    role = "admin" if to_admin else "caller"
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(event["payload"].get("business_name"), sender)
    message["To"] = _address(None if to_admin else event["payload"].get("name"), recipient)
    message["Subject"] = one_line(f"{words}: {title(event)}, {lines[0][1]}", LONGEST_SUBJECT)
    message["Date"] = format_datetime(datetime.fromisoformat(event["at"]))
    message["Message-ID"] = f"<{event['id']}.{role}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(
        "\n".join([first, "", *(f"{label}: {value}" for label, value in lines), ""])
    )
    message.add_alternative(_html(first, lines), subtype="html")
    ics = invitation(event, sender, recipient)
    # Twice, as others do: mail programs act on the first, people open the second.
    method = "CANCEL" if event["kind"] == "cancelled" else "REQUEST"
    message.add_alternative(ics.decode(), subtype="calendar", params={"method": method})
    message.add_attachment(ics, maintype="application", subtype="ics", filename="invite.ics")
    return message


def _lines(event: OutboxEvent, to_admin: bool) -> list[tuple[str, str]]:
    payload, (starts, ends) = event["payload"], span(event)
    day = f"{starts:%A}, {starts.day} {starts:%B %Y}, {starts:%H:%M} to {ends:%H:%M}"
    given = [
        ("When", f"{day} ({payload.get('timezone') or 'UTC'})"),
        ("What", payload.get("service")),
        ("Where", payload.get("business_name")),
        ("Party of", payload.get("party_size")),
        ("Name", payload.get("name")),
        ("Phone", payload.get("phone") if to_admin else None),
        ("E-mail", payload.get("email") if to_admin else None),
        ("Reference", payload["booking_id"]),
    ]
    return [(label, one_line(value, LONGEST_VALUE)) for label, value in given if value]


def _html(first: str, lines: list[tuple[str, str]]) -> str:
    rows = "".join(
        f'<tr><th align="left">{escape(label)}</th><td dir="auto">{escape(value)}</td></tr>\n'
        for label, value in lines
    )
    return f"<html><body><p>{escape(first)}</p>\n<table>\n{rows}</table></body></html>\n"


def _address(name: object, address: str) -> Address:
    shown = one_line(one_line(name).translate(_SPECIALS), LONGEST_NAME)
    user, _, domain = address.rpartition("@")
    return Address(display_name=shown, username=user, domain=domain)
