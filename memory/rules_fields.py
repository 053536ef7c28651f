"""The rules a business gives as fields, checked one by one."""

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, cast
from zoneinfo import ZoneInfo

from core.appointments import DAYS, BusinessRules, Service
from core.errors import InputError
from memory.rules_ranges import days_between

FIELDS = frozenset(BusinessRules.__annotations__)
REQUIRABLE = ("service", "duration_minutes", "party_size", "name", "phone", "email")
LONGEST = 24 * 60
MOST = 1000
"""Places at the same time, and services of one business."""
LEAD = 366 * 24 * 60

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")


def given_rules(extra: Mapping[str, Any]) -> BusinessRules:
    """The rules among the further fields of `POST /data`.

    Hours and services may also be plain text, or lists and tables of such, as a business
    would write them for people; those are left to be read as text. Raises InputError that
    names the field and what it may be.
    """
    rules: BusinessRules = {}
    if is_structured("hours", extra.get("hours")):
        rules["hours"] = _hours(extra["hours"])
    if is_structured("services", extra.get("services")):
        rules["services"] = _services(extra["services"])
    if _given(extra, "capacity"):
        rules["capacity"] = _whole(extra["capacity"], "capacity", 1, MOST)
    if _given(extra, "capacity_people"):
        rules["capacity_people"] = _whole(extra["capacity_people"], "capacity_people", 1, MOST)
    if _given(extra, "duration_minutes"):
        rules["duration_minutes"] = _minutes(extra["duration_minutes"], "duration_minutes")
    if _given(extra, "lead_minutes"):
        rules["lead_minutes"] = _whole(extra["lead_minutes"], "lead_minutes", 0, LEAD)
    if _given(extra, "lead_days"):
        rules["lead_days"] = _whole(extra["lead_days"], "lead_days", 0, LEAD // LONGEST)
    if _given(extra, "last_start"):
        rules["last_start"] = _clock(extra["last_start"], "last_start")
    if _given(extra, "closed_days"):
        given = _list(extra["closed_days"], "closed_days")
        rules["closed_days"] = [day for each in given for day in _closed(each)]
    if _given(extra, "required"):
        rules["required"] = [_required(name) for name in _list(extra["required"], "required")]
    if _given(extra, "timezone"):
        rules["timezone"] = _zone(extra["timezone"])
    return rules


def is_structured(field: str, value: object) -> bool:
    """Whether a field is meant for the calendar rather than written for people."""
    if field == "hours" and isinstance(value, Mapping):
        table = cast(Mapping[object, object], value)
        days = all(str(key).strip().lower() in DAYS for key in table)
        return bool(table) and (days or any(isinstance(spans, list) for spans in table.values()))
    if field == "services" and isinstance(value, list):
        rows = cast(list[object], value)
        keys = {key for row in rows if isinstance(row, dict) for key in cast(dict[str, Any], row)}
        return bool(keys & {"duration_minutes", "capacity"})
    return field in FIELDS - {"hours", "services"} and value is not None


def _given(extra: Mapping[str, Any], field: str) -> bool:
    return extra.get(field) is not None


def _hours(value: Mapping[object, object]) -> dict[str, list[list[str]]]:
    hours: dict[str, list[list[str]]] = {}
    for key, spans in value.items():
        day = _weekday(str(key), "hours")
        where = f"hours.{day}"
        listed = [] if spans in (None, "", "closed") else _list(spans, where)
        if listed and all(isinstance(each, str) and _CLOCK.fullmatch(each) for each in listed):
            listed = [listed]  # one span, not in a list of its own
        hours[day] = sorted(_span(span, where) for span in listed)
        for (_, end), (start, _) in pairwise(hours[day]):
            if start < end:
                raise InputError(f"{where}: the spans must not overlap")
    return {day: hours[day] for day in DAYS if hours.get(day)} or _never()


def _never() -> dict[str, list[list[str]]]:
    raise InputError("hours: at least one day must be open")


def _span(span: object, where: str) -> list[str]:
    ends = cast(list[object], span) if isinstance(span, list) else []
    if len(ends) != 2:
        raise InputError(f'{where}: each span must be a pair such as ["09:00", "17:00"]')
    start, end = (_clock(each, where) for each in ends)
    if end <= start:
        raise InputError(
            f"{where}: a span must end after it starts; past midnight, end it at 24:00 "
            "and go on at 00:00 of the next day"
        )
    return [start, end]


def _clock(value: object, where: str) -> str:
    found = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    hour, minute = (int(found[1]), int(found[2])) if found else (99, 0)
    if minute > 59 or hour * 60 + minute > LONGEST:
        raise InputError(f"{where}: a time must be written HH:MM, from 00:00 to 24:00")
    return f"{hour:02}:{minute:02}"


def _services(value: list[object]) -> list[Service]:
    services: list[Service] = []
    for number, each in enumerate(value[: MOST + 1]):
        where = f"services[{number}]"
        if not isinstance(each, Mapping):
            raise InputError(f"{where}: must have `name` and `duration_minutes`")
        fields = cast(Mapping[str, object], each)
        name = fields.get("name")
        if not isinstance(name, str) or not 1 <= len(name.strip()) <= 200:
            raise InputError(f"{where}.name: must be 1 to 200 characters")
        minutes = _minutes(fields.get("duration_minutes"), f"{where}.duration_minutes")
        service: Service = {"name": " ".join(name.split()), "duration_minutes": minutes}
        if fields.get("capacity") is not None:
            service["capacity"] = _whole(fields["capacity"], f"{where}.capacity", 1, MOST)
        if service["name"].casefold() in [known["name"].casefold() for known in services]:
            raise InputError(f"{where}.name: there is another service of that name")
        services.append(service)
    if len(services) > MOST:
        raise InputError(f"services: at most {MOST}")
    return services


def _minutes(value: object, where: str) -> int:
    return _whole(value, where, 1, LONGEST)


def _whole(value: object, where: str, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise InputError(f"{where}: must be a whole number from {least} to {most}")
    return value


def _list(value: object, where: str) -> list[object]:
    if not isinstance(value, list):
        raise InputError(f"{where}: must be a list")
    return cast(list[object], value)


def _closed(value: object) -> list[str]:
    """One day, or all those of a range written "08-01/08-15" or with its years."""
    day = value.strip().lower() if isinstance(value, str) else ""
    if day in DAYS:
        return [day]
    try:
        return days_between(*day.split("/"))
    except (ValueError, TypeError):
        raise InputError(
            "closed_days: each must be a date (2026-12-25), a day of every year (12-25), "
            "two of either with a slash between (08-01/08-15), or a day of the week"
        ) from None


def _required(value: object) -> str:
    if value not in REQUIRABLE:
        raise InputError(f"required: each must be one of {', '.join(REQUIRABLE)}")
    return str(value)


def _weekday(value: str, where: str) -> str:
    day = value.strip().lower()
    if day not in DAYS:
        raise InputError(f"{where}: the days are {', '.join(DAYS)}")
    return day


def _zone(value: object) -> str:
    try:
        return ZoneInfo(str(value)).key
    except (ValueError, OSError, KeyError):
        raise InputError("timezone: must be an IANA time zone such as Europe/Berlin") from None
