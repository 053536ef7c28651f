"""An open change or cancellation of which the caller thinks otherwise."""

import re

from core.appointments import Appointment, BookingDraft, no_booking
from providers.booking import wish
from providers.booking.amending import (
    CHOICE,
    about,
    amended,
    choice,
    moved,
    no_appointment,
    parted,
    undecided,
)
from providers.booking.calendar_date import UNKNOWN, find_date
from providers.booking.clock_time import find_time
from providers.booking.correcting import moved_by
from providers.booking.drafts import (
    Message,
    copied,
    dropped,
    filled,
    intended,
    subject,
)
from providers.booking.intent import intent_of
from providers.booking.named import Named, named
from providers.booking.offered import chosen_appointment, left_open
from providers.booking.verbs import (
    books,
    cancels,
    changes,
    keeps,
    means_all,
    refuses,
    seeks,
    undoes,
)

_OTHER = re.compile(r"\b(?:other|another) (?:one|1|appointment|booking|reservation)\b")
_NOT_THAT = re.compile(r"\bnot (?:that|this)(?: (?:one|1|appointment|booking))?$")
_WONDERS = re.compile(
    r"^(?:(?:and|but|so|ok|well) )*(?:what|how|when|why|where|who|which|if|is|are|do i|does|will|"
    r"would)\b"
)
"""What opens a question: "what if I don't cancel?"."""
_AGAIN = re.compile(r"^(?:Tell me|Just tell me)\b")


def turned(message: Message, draft: BookingDraft) -> BookingDraft | None:
    """The draft where a message makes another of it; None where it does not.

    "No, cancel it" makes a cancellation of a change, and "no, change it to Friday" the
    reverse. A day in a cancellation is that of another appointment, never a new one of this.
    """
    said, one = message.plain, subject(draft.get("booking_id"), message.known)
    if one and intended(draft) == "cancel" and _leaves(said):
        return _other_than(message, one)
    if not one or wish.inquires(said):
        return None
    if CHOICE in (draft.get("missing") or []):
        return _either(message, draft, one)
    if books(said):
        return _booking(message)
    if intended(draft) == "cancel":
        return _in_cancellation(message, one)
    if undoes(said) or (keeps(said) and _is_as_it_stands(said, one, message)):
        return dropped(draft)
    if cancels(said):
        return about(_other(message, one) or one, "cancel")
    other = _other(message, one, dated=False)
    wanted = {n: draft.get(n) for n in ("date", "time") if draft.get(n)}
    return moved(message, other, "", wanted) if other else None


def _leaves(said: str) -> bool:
    """Whether a cancellation is taken back, be it also told which one is not to be cancelled."""
    is_other = cancels(said) or changes(said) or seeks(said) or books(said)
    return (refuses(said) or bool(_NOT_THAT.search(said))) and not (
        is_other or _WONDERS.match(said)
    )


def _other_than(message: Message, one: Appointment) -> BookingDraft:
    """Who means "not that one" is asked about the others; anybody else keeps what there is."""
    others = [each for each in message.known["upcoming"] if each["booking_id"] != one["booking_id"]]
    if not _NOT_THAT.search(message.plain) or not others:
        return dropped(about(one, "cancel"))
    if len(others) == 1:
        return about(others[0], "cancel")
    return undecided(others, "cancel", message.now)


def _is_as_it_stands(said: str, one: Appointment, message: Message) -> bool:
    """Whether no day is named but the appointment's own: "leave it on Tuesday"."""
    day = find_date(said, message.now)
    return not day or day.value == one["date"]


def _in_cancellation(message: Message, one: Appointment) -> BookingDraft | None:
    said, now = message.plain, message.now
    if changes(said):
        old, new = parted(said, now)
        other = None if old == new else _other(message, one, old)
        return moved(message, other or one, new)
    if other := _other(message, one):
        return about(other, "cancel")
    left, _ = left_open(said, message.known["upcoming"], now)
    if one not in left and not find_date(said, now):
        return undecided(left, "cancel", now) if left else dropped(about(one, "cancel"))
    found = named(message.text, about(one, "cancel"), now, message.known, bare=False, wished=False)
    day = found.slots.get("date")
    if day and day not in (UNKNOWN, one["date"]):
        return _choice(one, message, found, no_appointment(day, now))
    clock = found.slots.get("time")
    return _choice(one, message, found, "") if clock and clock != one["time"] else None


def _either(message: Message, draft: BookingDraft, one: Appointment) -> BookingDraft:
    """Whether one is cancelled or moved, once that was asked."""
    said, now, known = message.plain, message.now, message.known
    if books(said):
        return _booking(message)
    if cancels(said) and not seeks(said):
        return about(one, "cancel")
    found = named(message.text, about(one, "change"), now, known, bare=True, wished=False)
    is_dated = any(found.slots.get(name) for name in ("date", "time"))
    elsewhere = {"date": draft.get("date"), "time": draft.get("time")}
    as_it_is = {"date": one["date"], "time": one["time"]}
    wanted = {n: v for n, v in elsewhere.items() if v} if elsewhere != as_it_is else {}
    if not cancels(said) and (seeks(said) or is_dated or moved_by(said, None, "12:00", now)):
        return moved(message, one, parted(said, now)[1], wanted)
    if keeps(said) or wish.declines(said):
        return dropped(draft)
    again = not _AGAIN.search(draft.get("problem") or "")
    return {**copied(draft), "problem": choice(one, now, again=again).get("problem")}


def which(message: Message, draft: BookingDraft) -> BookingDraft:
    """Which appointment is to be changed or cancelled, once that was asked."""
    said, upcoming, intent = message.plain, message.known["upcoming"], intended(draft)
    if wish.inquires(said) or not upcoming:
        return copied(draft)
    if books(said):
        return _booking(message)
    wanted = {n: draft.get(n) for n in ("date", "time") if draft.get(n)}
    anew, new = intent_of(message.text, dated=True), ""
    if anew in ("change", "cancel"):
        after, intent = amended(message, anew), anew
        wanted |= {n: after.get(n) for n in ("date", "time") if after.get(n)}
        one = subject(after.get("booking_id"), message.known)
        if one and (intent == "cancel" or not wanted or after["status"] == "confirming"):
            return after
    else:
        old, new = parted(said, message.now) if intent == "change" else (said, "")
        new = "" if old == new else new
        one = chosen_appointment(old, upcoming, message.now, placed=True)
    if one:
        return moved(message, one, new, wanted) if intent == "change" else about(one, "cancel")
    if anew is None and (wish.declines(said) or keeps(said)):
        return dropped(draft)
    again = not _AGAIN.search(draft.get("problem") or "")
    each = (
        intent == "cancel" and means_all(said) and "at a time" not in (draft.get("problem") or "")
    )
    asked = undecided(upcoming, intent, message.now, again=again, each=each)
    return {**asked, "date": wanted.get("date"), "time": wanted.get("time")}


def _other(
    message: Message, one: Appointment, said: str | None = None, *, dated: bool = True
) -> Appointment | None:
    """Another appointment than `one` that is named, where `dated` by its day or time too."""
    said, upcoming = message.plain if said is None else said, message.known["upcoming"]
    others = [other for other in upcoming if other["booking_id"] != one["booking_id"]]
    if _OTHER.search(said) and len(others) == 1:
        return others[0]
    if not dated and (find_date(said, message.now) or find_time(said, said, bare=True)):
        return None
    chosen = chosen_appointment(said, upcoming, message.now, placed=False)
    return chosen if chosen in others else None


def _choice(one: Appointment, message: Message, found: Named, first: str) -> BookingDraft:
    """The appointment is not where the caller said: the one thing or the other is meant."""
    asked = choice(one, message.now, first=first)
    date, time = (found.slots.get(name) or one[name] for name in ("date", "time"))
    return {**asked, "date": date, "time": time}


def _booking(message: Message) -> BookingDraft:
    """Another appointment than the one that was spoken of."""
    found = named(
        message.text,
        no_booking(),
        message.now,
        message.known,
        bare=False,
        wished=True,
        region=message.region,
    )
    return filled({}, found, message.now, message.known, "book")
