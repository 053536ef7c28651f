"""What an appointment is: the draft in the making, what the business allows, who asks.

Plain dicts of what JSON can hold, for they travel in the graph's state. Dates are
YYYY-MM-DD, times HH:MM, both in the business's time zone; durations are minutes.
"""

from typing import Literal, NotRequired

from typing_extensions import TypedDict

BookingStatus = Literal[
    "none", "collecting", "confirming", "confirmed", "booked", "failed", "dropped"
]
BookingIntent = Literal["book", "change", "cancel", "availability"]

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Contact(TypedDict):
    """How to name and reach a caller; phone as E.164."""

    name: NotRequired[str | None]
    phone: NotRequired[str | None]
    email: NotRequired[str | None]


class BookingDraft(TypedDict):
    """An appointment in the making, or one being changed or cancelled.

    `missing` lists what must still be asked, in the order to ask it. `problem` is one
    sentence that may be said to the caller; `offers` are the nearest free times
    ("YYYY-MM-DDTHH:MM") when the wanted one cannot be had. `booking_id` is the booking
    made, or the one that `change` and `cancel` are about. `reference` is `date` and `time`
    of that one as it stood. `around` is where in the day free times are looked for ("14:00"
    for an afternoon, "15:00-17:00" for between three and five), which nobody chose. `was` is
    how a draft ended that is "none" by now: it is kept, for the caller may come back to it.
    `later` are the drafts of what was wished for in the same breath; the next is taken up when
    this one is done with.
    """

    status: BookingStatus
    intent: NotRequired[BookingIntent]
    service: NotRequired[str | None]
    date: NotRequired[str | None]
    time: NotRequired[str | None]
    duration_minutes: NotRequired[int | None]
    party_size: NotRequired[int | None]
    name: NotRequired[str | None]
    phone: NotRequired[str | None]
    email: NotRequired[str | None]
    missing: NotRequired[list[str]]
    offers: NotRequired[list[str]]
    booking_id: NotRequired[str | None]
    reference: NotRequired[str | None]
    problem: NotRequired[str | None]
    around: NotRequired[str | None]
    was: NotRequired[BookingStatus | None]
    later: NotRequired[list["BookingDraft"]]


def no_booking() -> BookingDraft:
    return {"status": "none"}


class Service(TypedDict):
    """Something that can be booked. `capacity` is how many at the same time."""

    name: str
    duration_minutes: int
    capacity: NotRequired[int | None]


class BusinessRules(TypedDict):
    """When and what may be booked. Nothing given means: any day and hour, one at a time.

    `hours` maps a day of the week to its open spans [["09:00", "17:00"], ...]; a day that
    is missing while others are there is closed. `required` names the fields a booking must
    have beyond its date and time, in the order to ask them. `capacity` counts appointments
    at the same time, however many people come to one; `capacity_people` counts the people of
    all of them, a party at its size (by default one). `lead_days` are whole days of the
    calendar: with 1, nothing is booked for today. No appointment begins after `last_start`
    (HH:MM) of its day.
    """

    hours: NotRequired[dict[str, list[list[str]]]]
    services: NotRequired[list[Service]]
    duration_minutes: NotRequired[int]
    capacity: NotRequired[int]
    capacity_people: NotRequired[int]
    lead_minutes: NotRequired[int]
    lead_days: NotRequired[int]
    last_start: NotRequired[str]
    closed_days: NotRequired[list[str]]
    required: NotRequired[list[str]]
    timezone: NotRequired[str]


class Appointment(TypedDict):
    """A booking as it stands in the records."""

    booking_id: str
    date: str
    time: str
    duration_minutes: int
    service: str | None
    party_size: int | None
    name: str | None
    phone: str | None
    email: str | None


class Known(TypedDict):
    """What a receptionist knows before the caller says a word.

    `upcoming` are this caller's own appointments at this business, soonest first; `last` is
    the latest that is over.
    """

    rules: BusinessRules
    contact: Contact
    upcoming: list[Appointment]
    last: Appointment | None


def nothing_known() -> Known:
    return {"rules": {}, "contact": {}, "upcoming": [], "last": None}
