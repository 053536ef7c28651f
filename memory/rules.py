"""The rules of a business: what it gave as fields, and for the rest what its text says."""

from collections.abc import Mapping
from typing import Any, cast

from core.appointments import BusinessRules
from memory.rules_breaks import breaks_in, cut
from memory.rules_closures import closures_in
from memory.rules_fields import given_rules, is_structured
from memory.rules_limits import limits_in
from memory.rules_services import services_in
from memory.rules_text import week_in
from memory.rules_words import plain

READ = 200_000
"""Characters of a text that are read."""


def rules_of(content: str, extra: Mapping[str, Any]) -> BusinessRules:
    """All the rules of what was taught; fields count before text.

    Days and breaks that the text says are closed are taken from the hours of a field as well.
    Raises InputError for a field that cannot be used. Takes up to a second for the longest
    text: not for the event loop.
    """
    rules = given_rules(extra)
    text = "\n".join([*_written(extra), content])[:READ]
    services, minutes = services_in(text)
    closed, rest = closures_in(plain(text))
    breaks, rest = breaks_in(rest)
    week, shut = week_in(rest)
    hours = cut(rules.get("hours") or week, breaks)
    read: BusinessRules = limits_in(rest, hours)
    if services:
        read["services"] = services
    if minutes:
        read["duration_minutes"] = minutes
    if given := rules.get("closed_days"):
        closed = [*given, *closed]
    if not hours:
        closed += shut
    merged: BusinessRules = {**read, **rules}
    if hours:
        merged["hours"] = hours
    if closed:
        merged["closed_days"] = list(dict.fromkeys(closed))
    return merged


def written_for_people(extra: Mapping[str, Any]) -> dict[str, Any]:
    """The further fields that are no rules: they are taught as they are."""
    return {key: value for key, value in extra.items() if not is_structured(key, value)}


def _written(extra: Mapping[str, Any]) -> list[str]:
    """Such fields as lines, as their own words might stand in a text."""
    lines: list[str] = []
    for key, value in written_for_people(extra).items():
        label = key.replace("_", " ")
        if isinstance(value, str):
            lines.append(f"{label}: {value}")
        elif isinstance(value, list):
            lines += [str(item) for item in cast(list[object], value) if isinstance(item, str)]
        elif isinstance(value, Mapping):
            inner = cast(Mapping[object, object], value)
            lines += [f"{label}:", *(f"{name}: {each}" for name, each in inner.items())]
    return lines
