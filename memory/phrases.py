"""Days, times and lengths as they are said aloud: what the records say of appointments."""

from collections.abc import Sequence
from datetime import date, time


def day_words(day: date, *, year: bool = False) -> str:
    """Such as "Tuesday, March 3", or with its year."""
    return f"{day:%A}, {day:%B} {day.day}" + (f", {day.year}" if year else "")


def clock_words(clock: str) -> str:
    """A time HH:MM (or 24:00) as "2 PM", "2:30 PM", "noon" or "midnight"."""
    if clock in ("00:00", "24:00"):
        return "midnight"
    if clock == "12:00":
        return "noon"
    at = time.fromisoformat(clock)
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes} {'AM' if at.hour < 12 else 'PM'}"


def length_words(minutes: int) -> str:
    """Such as "45 minutes", "1 hour", "2 hours 30 minutes", "1 day"."""
    days, rest = divmod(minutes, 1440)
    hours, left = divmod(rest, 60)
    counted = [(days, "day"), (hours, "hour"), (left, "minute")]
    return " ".join(f"{n} {unit}{'s' * (n != 1)}" for n, unit in counted if n) or "0 minutes"


def spans_words(spans: Sequence[Sequence[str]]) -> str:
    """Open spans of one day: "from 9 AM to noon and from 2 PM to 5 PM"."""
    if [list(span) for span in spans] == [["00:00", "24:00"]]:
        return "around the clock"
    return listed([f"from {clock_words(start)} to {clock_words(end)}" for start, end in spans])


def listed(words: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join([*([", ".join(words[:-1])] if words[1:] else []), *words[-1:]])


def sentence(words: str) -> str:
    """With a capital and a full stop."""
    return words[:1].upper() + words[1:] + "."
