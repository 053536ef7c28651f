"""What a line of a dialogue is about: an appointment or a table, or some other errand."""

import re
from typing import Literal

Topic = Literal["booking", "errand", "other"] | None
"""An errand is something else that is booked or noted down; "other" is neither."""

_ERRAND = re.compile(
    r"\b(?:tickets?|cabs?|taxi|rides?|uber|lyft|calendar|events?|titled?|adding|alarm|rental|"
    r"flights?|bus|buses|suv|sedan|hatchback|property|properties)\b"
)
_RESERVABLE = re.compile(
    r"\b(?:hotels?|cars?|rooms?|pick up|pickup|house|apartments?|rent|viewing|trains?|fly|"
    r"airlines?)\b"
)
_OTHER = re.compile(
    r"\b(?:movies?|films?|songs?|play|playing|stream|listen|watch|transfer|payment|account|"
    r"balance|money|weather|concert|game|album|subtitles?|attractions?)\b"
)
_BOOKING = re.compile(
    r"\b(?:dentists?|dental|doctors?|dr|physician|salon|hair(?:cut| ?stylist)?|stylist|barber|"
    r"therap(?:y|ists?)|psychologist|psychiatrist|counsel(?:l)?or|restaurants?|dinner|lunch|eat|"
    r"diner|food|breakfast|brunch|cuisine|checkup|check up|md|dds|dermatologist|gynecologist|"
    r"ophthalmologist|practitioner|"
    r"massage|spa|clinic|eater(?:y|ies))\b"
)
_STRONG = re.compile(r"\b(?:appointments?|appt|tables?)\b")
_WEAK = re.compile(r"\b(?:reserv\w+|book\w*|schedul\w+|visit)\b")


def topic_of(text: str, before: Topic, *, caller: bool = False) -> Topic:
    """`before` where the words do not tell. A cab to the restaurant is about the cab.

    Only the caller brings an errand to its end: the assistant's "appointment" may be the
    title of what goes into a calendar.
    """
    if _ERRAND.search(text):
        return "errand"
    if _STRONG.search(text):
        return before if before == "errand" and not caller else "booking"
    # On the assistant's side these are mostly names: Shabu House, Happy Rooms.
    reservable = caller and bool(_RESERVABLE.search(text))
    booking = bool(_BOOKING.search(text))
    other = bool(_OTHER.search(text))
    if booking and not (reservable or other):
        return "booking"
    if not booking and (reservable or other):
        return "errand" if reservable else "other"
    return "booking" if before in (None, "other") and _WEAK.search(text) else before
