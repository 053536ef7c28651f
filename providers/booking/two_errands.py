"""Two errands in one breath: "cancel tomorrow's and move Friday's to Monday"."""

import re
from dataclasses import dataclass, replace

from core.appointments import BookingIntent
from providers.booking.drafts import Message
from providers.booking.numbers import plain
from providers.booking.offered import chosen_appointment
from providers.booking.verbs import cancels, changes

_CLAUSE = re.compile(r"[,;.]+\s+|\b(?:and|then|but|also|plus)\b", re.IGNORECASE)
_GENITIVE = re.compile(r"'s\b")
_OTHER = re.compile(r"\b(?:other|another|rest)\b")


@dataclass(frozen=True, slots=True)
class Errand:
    """What is to be done with the appointment that a clause names, in a message of its own."""

    message: Message
    intent: BookingIntent


def two_errands(message: Message) -> tuple[Errand, Errand] | None:
    """Both clauses where one appointment is to be cancelled and another one moved.

    The second knows of no other appointment than the first leaves. None for one errand alone:
    "cancel it, no, move it to Friday" is about the same one.
    """
    parts = (_GENITIVE.sub("", plain(part)) for part in _CLAUSE.split(message.text))
    clauses = [said for said in parts if said]
    errands = [said for said in clauses if cancels(said) != changes(said)]
    if len(errands) != 2 or cancels(errands[0]) == cancels(errands[1]):
        return None
    upcoming, now = message.known["upcoming"], message.now
    # "Move Friday's to Monday" is about what stands before the "to".
    old = [re.split(r" (?:to|until) ", said)[0] for said in errands]
    ones = [chosen_appointment(said, upcoming, now, placed=True) for said in old]
    meant = [one["booking_id"] if one else None for one in ones]
    is_other = bool(_OTHER.search(old[1])) and len(upcoming) > 1
    if not meant[0] or meant[0] == meant[1] or not (meant[1] or is_other):
        return None
    left = [one for one in upcoming if one["booking_id"] != meant[0]]
    after = replace(message, known={**message.known, "upcoming": left})
    return _errand(message, errands[0]), _errand(after, errands[1])


def _errand(message: Message, said: str) -> Errand:
    return Errand(replace(message, text=said, plain=said), "cancel" if cancels(said) else "change")
