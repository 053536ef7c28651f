"""A booking read back before it is made, and told of once it is."""

import re
from collections.abc import Iterator

from core.seams import Brief
from providers.booking.contact import find_email
from providers.booking.duration import find_duration
from providers.booking.numbers import in_digits, plain
from providers.booking.times import clock_words, length_words, when_words
from providers.chat.speech import spoken

UNDER = "and under what name?"
"""Asked in one breath with the read-back: "yes" books without a name, "yes, Sam" with it."""
LONGEST = 60
"""Characters of a service or a name that are said."""


def read_back(brief: Brief, *, again: bool = False) -> list[str]:
    """Everything that would be done, and the question whether it shall be.

    `again` says the same as before; otherwise what was just read back is asked for short.
    """
    draft = brief.booking
    if draft.get("intent") in ("change", "cancel"):
        return [shall(brief)]
    details = ", ".join(_details(brief))
    told = f"Yes, {details} is free." if answers_availability(brief) else f"That's {details}."
    if brief.window and not again and told in brief.window[-1]["reply"]:
        return [shall(brief).replace("?", ", yes or no?")]
    name = called(brief)
    asked = any(UNDER in turn["reply"] for turn in brief.window)
    if name:
        return [told, f"Shall I book it, {name}?"]
    return [told, "Shall I book it?" if draft.get("name") or asked else f"Shall I book it, {UNDER}"]


def holds_unheard(brief: Brief) -> bool:
    """Whether a new booking has come to hold more than its day and time that was not read back."""
    if brief.booking.get("intent") in ("change", "cancel"):
        return False
    _, *others = _details(brief)
    return any(all(each not in turn["reply"] for turn in brief.window) for each in others)


def answers_availability(brief: Brief) -> bool:
    """Whether the caller asked if a time is free, rather than chose one that was offered."""
    asked = brief.window and brief.window[-1]["reply"].endswith("?")
    return brief.booking.get("intent") == "availability" and not asked


def shall(brief: Brief) -> str:
    """The question to say yes to, whole in one sentence."""
    draft, when = brief.booking, _when(brief)
    match draft.get("intent"):
        case "cancel":
            return f"Shall I cancel your {_thing(brief)} {when}?"
        case "change":
            day, _, clock = (draft.get("reference") or "").partition("T")
            thing, time = _thing(brief), draft.get("time") or ""
            if _stays(brief):
                return draft.get("problem") or f"Shall I change your {thing} {when}?"
            if day == draft.get("date"):
                on = when_words(day, None, brief.today)
                return f"Shall I move your {thing} {on} to {clock_words(time)}?"
            old = when_words(day, clock[:5], brief.today)
            moved = f"{thing} {old}".strip()
            return f"Shall I move your {moved} to {when.removeprefix('on ')}?"
        case _:
            service = f"your {_thing(brief)} " if draft.get("service") else ""
            return f"Shall I book {service}{when if service else when.removeprefix('on ')}?"


def done(brief: Brief) -> str:
    draft, when = brief.booking, _when(brief)
    bare = when.removeprefix("on ")
    match draft.get("intent"):
        case "cancel":
            return f"Done! Your {_thing(brief)} {when} is cancelled."
        case "change" if _stays(brief):
            return f"Done! Your {_thing(brief)} {when} is changed."
        case "change":
            return f"Done! Your {_thing(brief)} is moved to {bare}."
        case _:
            booked = f"your {_thing(brief)} is booked" if draft.get("service") else "you are booked"
            name = draft.get("name")
            under = f", under {_short(name)}" if name and _said(brief, name) else ""
            return f"Done! {booked[0].upper()}{booked[1:]} for {bare}{under}."


def _stays(brief: Brief) -> bool:
    """Whether a change leaves the day and time as they are."""
    draft = brief.booking
    return draft.get("reference") == f"{draft.get('date')}T{draft.get('time')}"


def stands(brief: Brief) -> str:
    """What came of a draft before, for who asks for it again."""
    draft = brief.booking
    is_off = draft.get("intent") == "cancel"
    return f"Your {_thing(brief)} {_when(brief)} is {'cancelled' if is_off else 'booked'}."


def called(brief: Brief) -> str | None:
    """The first name of a caller who is known from before, unless it was used already."""
    name = brief.booking.get("name")
    if not name or _said(brief, name):
        return None
    first = next((word for word in _short(name).split() if not word.endswith(".")), "")
    used = re.compile(rf"\b{re.escape(first)}\b")
    return None if any(used.search(turn["reply"]) for turn in brief.window) else first or None


def _details(brief: Brief) -> Iterator[str]:
    """What was said of the booking in this conversation; what is known of before is not told."""
    draft, when = brief.booking, _when(brief)
    yield f"your {_thing(brief)} {when}" if draft.get("service") else when.removeprefix("on ")
    if party := draft.get("party_size"):
        yield "for one person" if party == 1 else f"for {party} people"
    if (minutes := draft.get("duration_minutes")) and _timed(brief):
        yield f"for {length_words(minutes)}"
    name, phone, email = draft.get("name"), draft.get("phone"), draft.get("email")
    if name and _said(brief, name):
        yield f"under {_short(name)}"
    if phone and _dialled(brief, phone):
        yield f"phone {' '.join(_groups(phone))}"
    if email and email in (find_email(text) for text in _heard(brief)):
        yield f"e-mail {spoken(email)[:80]}"


def _timed(brief: Brief) -> bool:
    """Whether the caller said how long, rather than the business."""
    return any(find_duration(plain(text)) for text in _heard(brief))


def _thing(brief: Brief) -> str:
    service = brief.booking.get("service")
    return _short(service) if service else "appointment"


def _short(words: str) -> str:
    return spoken(words)[:LONGEST].strip()


def _when(brief: Brief) -> str:
    return when_words(brief.booking.get("date"), brief.booking.get("time"), brief.today)


def _heard(brief: Brief) -> list[str]:
    return [*(turn["transcript"] for turn in brief.window), brief.transcript]


def _said(brief: Brief, name: str) -> bool:
    """Whether the caller said the name in this conversation."""
    return any(name.casefold() in text.casefold() for text in _heard(brief))


def _dialled(brief: Brief, phone: str) -> bool:
    """Whether the caller gave the number in this conversation."""
    digits = (re.sub(r"\D", "", in_digits(text)) for text in _heard(brief))
    return any(phone[-7:] in given for given in digits)


def _groups(phone: str) -> list[str]:
    """Digits one by one, for voices read "555" as a number: as they are dialled in its country."""
    import phonenumbers

    try:
        number = phonenumbers.parse(phone)
        written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    except phonenumbers.NumberParseException:
        written = phone
    groups = [" ".join(digits) for digits in re.findall(r"\d+", written)]
    return [*(f"{group}," for group in groups[:-1]), *groups[-1:]]
