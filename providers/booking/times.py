"""Days and times as they are said: "tomorrow", "Friday the 4th", "1:30 or 2:30 PM"."""

from collections.abc import Sequence
from datetime import date, time
from itertools import groupby

_NEAR = 27
"""Days ahead in which a weekday and its number cannot mean another month's."""
_FAR = 300
"""Days ahead from which the year is said."""


def day_words(iso: str, today: str | None) -> str:
    """A day (YYYY-MM-DD) seen from `today`; in full where today is not known.

    What is no day, here and below, is nothing to say: "".
    """
    try:
        day = date.fromisoformat(iso)
        ahead = (day - date.fromisoformat(today)).days if today else _NEAR + 1
    except ValueError:
        return ""
    if ahead in (0, 1):
        return ("today", "tomorrow")[ahead]
    if 1 < ahead <= _NEAR:
        return f"{day:%A} the {ordinal(day.day)}"
    return f"{day:%A}, {day:%B} {day.day}" + (f", {day.year}" if ahead > _FAR else "")


def ordinal(number: int) -> str:
    """Such as "1st", "12th", "23rd"."""
    teens = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def clock_words(clock: str) -> str:
    """A time (HH:MM) as "2 PM", "2:30 PM", "noon" or "midnight"."""
    try:
        at = time.fromisoformat(clock)
    except ValueError:
        return ""
    if at.minute == 0 and at.hour in (0, 12):
        return "noon" if at.hour else "midnight"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes} {'AM' if at.hour < 12 else 'PM'}"


def when_words(iso: str | None, clock: str | None, today: str | None) -> str:
    """Such as "tomorrow at 2 PM", "on Friday the 4th" or "at noon"; "" for neither."""
    day = day_words(iso, today) if iso else ""
    day = day if day in ("", "today", "tomorrow") else f"on {day}"
    at = clock_words(clock) if clock else ""
    return f"{day} at {at}".strip() if at else day


def length_words(minutes: int) -> str:
    """How long something lasts: "half an hour", "an hour and a half", "2 hours"."""
    hours, left = divmod(minutes, 60)
    if not hours:
        return "half an hour" if left == 30 else f"{left} minute{'' if left == 1 else 's'}"
    if left == 30:
        return "an hour and a half" if hours == 1 else f"{hours} and a half hours"
    whole = "an hour" if hours == 1 else f"{hours} hours"
    return f"{whole} and {left} minute{'' if left == 1 else 's'}" if left else whole


def offer_words(offers: Sequence[str], today: str | None, asked: str | None, last: str) -> str:
    """Times ("YYYY-MM-DDTHH:MM") in a row, each day said once.

    Nothing is said of the day where all are on the day `asked` for; `last` is the word
    before the last one.
    """
    days = {offer[:10] for offer in offers}
    if len(days) == 1:
        clocks = listed(_clocks([offer[11:16] for offer in offers]), last)
        return clocks if days == {asked} else f"{when_words(days.pop(), None, today)} at {clocks}"
    parts: list[str] = []
    for day, group in groupby(offers, key=lambda offer: offer[:10]):
        clocks = listed(_clocks([offer[11:16] for offer in group]), last)
        parts.append(f"{when_words(day, None, today)} at {clocks}")
    return listed(parts, last if len(parts) == len(offers) else f", {last}")


def _clocks(times: Sequence[str]) -> list[str]:
    """Times of one half of the day share the word for it: "1:30" and "2:30 PM"."""
    words = [clock_words(clock) for clock in times]
    return [
        word[:-3] if word[-3:] == following[-3:] and word[-3:] in (" AM", " PM") else word
        for word, following in zip(words, [*words[1:], ""], strict=True)
    ]


def listed(words: Sequence[str], last: str) -> str:
    """ "a, b or c", where `last` is "or"."""
    if len(words) < 2:
        return "".join(words)
    space = "" if last.startswith(",") else " "
    return f"{', '.join(words[:-1])}{space}{last} {words[-1]}"
