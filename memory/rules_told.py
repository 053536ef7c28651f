"""Rules as sentences: what was given as fields must also answer questions."""

from collections.abc import Iterator
from datetime import date

from core.appointments import DAYS, BusinessRules
from memory.phrases import clock_words, day_words, length_words, listed, sentence, spans_words
from memory.rules_ranges import day_runs

MOST = 1000
"""Characters of a sentence that lists services; a longer list is cut into several."""


def told(rules: BusinessRules) -> Iterator[str]:
    """A passage for each rule that a caller may ask about."""
    if hours := rules.get("hours"):
        yield _hours(hours)
    for part in _services(rules):
        yield f"You can book {part}."
    if days := rules.get("closed_days"):
        yield f"We are closed on {listed([_closed(*run) for run in day_runs(days)])}."
    if lead := rules.get("lead_minutes"):
        yield f"Please book at least {length_words(lead)} ahead."
    if days_ahead := rules.get("lead_days"):
        yield (
            "We take no bookings for the same day."
            if days_ahead == 1
            else f"Please book at least {days_ahead} days ahead."
        )
    if last := rules.get("last_start"):
        yield f"The last appointment is at {clock_words(last)}."
    if minutes := rules.get("duration_minutes"):
        yield f"An appointment takes {length_words(minutes)}."
    if (capacity := rules.get("capacity")) and capacity > 1:
        yield f"We can take {capacity} bookings at the same time."
    if people := rules.get("capacity_people"):
        yield f"We have room for {people} {'person' if people == 1 else 'people'} at a time."


def _hours(hours: dict[str, list[list[str]]]) -> str:
    """Days that follow one another with the same hours are told as one."""
    runs: list[list[str]] = []
    for day in DAYS:
        if runs and hours.get(runs[-1][-1], []) == hours.get(day, []):
            runs[-1].append(day)
        else:
            runs.append([day])
    opened = [f"{_run(run)} {spans_words(hours[run[0]])}" for run in runs if hours.get(run[0])]
    closed = [_run(run) for run in runs if not hours.get(run[0])]
    words = sentence(f"Opening hours: we are open {listed(opened)}")
    return f"{words} We are closed {listed(closed)}." if closed else words


def _run(days: list[str]) -> str:
    if len(days) == len(DAYS):
        return "every day"
    names = [day.capitalize() for day in days]
    return f"{names[0]} to {names[-1]}" if len(names) > 2 else listed(names)


def _services(rules: BusinessRules) -> Iterator[str]:
    part: list[str] = []
    for service in rules.get("services", []):
        words = f"{service['name']} ({length_words(service['duration_minutes'])})"
        if part and sum(map(len, part)) + len(words) > MOST:
            yield listed(part)
            part = []
        part.append(words)
    if part:
        yield listed(part)


def _closed(day: str, last: str) -> str:
    if last != day:
        return f"{_closed(day, day)} to {_closed(last, last)}"
    if day in DAYS:
        return f"{day.capitalize()}s"
    if len(day) == len("12-25"):
        yearly = date.fromisoformat(f"2024-{day}")
        return f"{yearly:%B} {yearly.day}"
    return day_words(date.fromisoformat(day), year=True)
