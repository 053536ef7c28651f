"""Why a time cannot be had, in one sentence that may be said to the caller."""

from datetime import date

from core.appointments import BusinessRules
from memory.opening import DAY, day_of, earliest_start, hours_on, is_closed, is_open, is_too_late
from memory.phrases import clock_words, day_words, length_words, sentence, spans_words

NO_SUCH_TIME = "I do not know that day or time."
NO_TIME = "A booking needs a date and a time."


def outside_hours(rules: BusinessRules, start: int, minutes: int) -> str | None:
    """What the business's days and hours have against a booking, whatever the time is now."""
    if is_too_late(rules, start) and is_open(rules, start, 1):
        return f"The last appointment is at {clock_words(rules.get('last_start', ''))}."
    if is_open(rules, start, minutes):
        return None
    day = day_of(start)
    spans = hours_on(rules, day)
    if closed := shut(rules, day):
        return closed
    if is_open(rules, start, 1):
        closing = next(end for _, end in sorted(spans) if _clock(start) < end)
        taking = f"an appointment of {length_words(minutes)}"
        return f"We close at {clock_words(closing)}, too early for {taking}."
    return sentence(f"On {day:%A}s we are open {spans_words(sorted(spans))}")


def shut(rules: BusinessRules, day: date) -> str | None:
    """That a whole day is closed, every week or this once."""
    if hours_on(rules, day):
        return None
    weekly = not is_closed(rules, day) or f"{day:%A}".lower() in rules.get("closed_days", [])
    return f"We are closed on {f'{day:%A}s' if weekly else day_words(day)}."


def too_soon(rules: BusinessRules, start: int, now: int) -> str | None:
    """Whether a booking would begin in the past, or sooner than the business can be ready."""
    if start < now:
        return "That time has already passed."
    if start >= earliest_start(rules, now):
        return None
    lead, days = rules.get("lead_minutes", 0), rules.get("lead_days", 0)
    if start < now + lead:
        return f"We need to know {length_words(lead)} ahead."
    return (
        "We do not book for the same day." if days == 1 else f"We need to know {days} days ahead."
    )


def too_many(rules: BusinessRules, party: int) -> str | None:
    """That a party can never come, however empty the place may be."""
    most = rules.get("capacity_people")
    if most is None or party <= most:
        return None
    return f"We have room for {most} {'person' if most == 1 else 'people'} at a time."


def taken(start: int) -> str:
    """Without the day, which was just named; the offers beside it tell theirs."""
    return sentence(f"{clock_words(_clock(start))} is already taken")


def _clock(minute: int) -> str:
    return f"{minute % DAY // 60:02}:{minute % 60:02}"
