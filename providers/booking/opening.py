"""The hours in which a business takes bookings, as its rules give them."""

from collections.abc import Sequence
from datetime import date

from core.appointments import DAYS, BusinessRules


def spans_on(rules: BusinessRules, day: str | None) -> Sequence[Sequence[str]]:
    """The open spans of a day (YYYY-MM-DD), or of any day where none is known yet."""
    hours = rules.get("hours") or {}
    if day:
        try:
            return hours.get(DAYS[date.fromisoformat(day).weekday()], [])
        except ValueError:
            return []
    return [span for spans in hours.values() for span in spans]


def is_closed(rules: BusinessRules, day: str) -> bool:
    """Whether the business is known to be shut on a day."""
    return bool(rules.get("hours")) and not spans_on(rules, day)
