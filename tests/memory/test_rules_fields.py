"""Rules of a business as fields, each checked, and as sentences again."""

from typing import Any

import pytest

from core.appointments import DAYS
from core.errors import InputError
from memory.rules import rules_of, written_for_people
from memory.rules_fields import given_rules
from memory.rules_told import told

NINE_TO_FIVE = {day: [["09:00", "17:00"]] for day in DAYS[:5]}


def test_fields_count_before_text_and_the_rest_stays_text() -> None:
    extra = {
        "hours": {"monday": [["9:00", "12:00"]], "tuesday": ["13:00", "17:00"], "sunday": []},
        "services": [{"name": " Hair  cut", "duration_minutes": 30, "capacity": 2}],
        "capacity": 3,
        "lead_minutes": 0,
        "closed_days": ["2026-12-25", "12-26", "Sunday"],
        "required": ["name", "phone"],
        "timezone": "Europe/Berlin",
        "parking": "behind the house",
    }
    assert rules_of("We are open daily 8 to 20. An appointment takes an hour.", extra) == {
        "hours": {"monday": [["09:00", "12:00"]], "tuesday": [["13:00", "17:00"]]},
        "services": [{"name": "Hair cut", "duration_minutes": 30, "capacity": 2}],
        "capacity": 3,
        "lead_minutes": 0,
        "closed_days": ["2026-12-25", "12-26", "sunday"],
        "required": ["name", "phone"],
        "timezone": "Europe/Berlin",
        "duration_minutes": 60,
    }
    assert written_for_people(extra) == {"parking": "behind the house"}


@pytest.mark.parametrize(
    "extra",
    [
        {"hours": "Mon-Fri 9-17"},
        {"opening_hours": "Mon-Fri 9-17"},
        {"hours": {"weekdays": "9-17", "weekends": "closed"}},
        {"hours": ["Monday to Friday 9 to 5"]},
    ],
)
def test_fields_written_for_people_are_read_as_text(extra: dict[str, Any]) -> None:
    assert rules_of("", extra) == {"hours": NINE_TO_FIVE}
    assert written_for_people(extra) == extra


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        ({"hours": {"funday": [["09:00", "17:00"]]}}, "hours: the days are monday, tuesday"),
        ({"hours": {"monday": [["17:00", "09:00"]]}}, "hours.monday: a span must end after"),
        ({"hours": {"monday": [["09:00", "25:00"]]}}, "hours.monday: a time must be written"),
        ({"hours": {"monday": [["nine", "17:00"]]}}, "hours.monday: a time must be written"),
        ({"hours": {"monday": [["09:00"]]}}, "hours.monday: each span must be a pair"),
        ({"hours": {"monday": 9}}, "hours.monday: must be a list"),
        ({"hours": {"monday": [["09:00", "12:00"], ["11:00", "17:00"]]}}, "must not overlap"),
        ({"hours": {"monday": []}}, "at least one day must be open"),
        ({"services": [{"name": "x", "capacity": 1}]}, r"services\[0\].duration_minutes: must"),
        ({"services": [{"name": "", "duration_minutes": 9}]}, r"services\[0\].name: must be"),
        ({"services": [{"name": "a", "duration_minutes": 9}, "b"]}, r"services\[1\]: must have"),
        ({"services": [{"name": "a", "duration_minutes": 9}] * 2}, "another service"),
        ({"capacity": 0}, "capacity: must be a whole number from 1"),
        ({"capacity": True}, "capacity: must be a whole number"),
        ({"capacity": "two"}, "capacity: must be a whole number"),
        ({"lead_minutes": -1}, "lead_minutes: must be a whole number from 0"),
        ({"duration_minutes": 1.5}, "duration_minutes: must be a whole number"),
        ({"closed_days": "sunday"}, "closed_days: must be a list"),
        ({"closed_days": ["2026-02-30"]}, "closed_days: each must be a date"),
        ({"closed_days": ["13-01"]}, "closed_days: each must be a date"),
        ({"closed_days": ["12-24/2027-01-02"]}, "closed_days: each must be a date"),
        ({"closed_days": ["2027-01-02/2026-12-24"]}, "closed_days: each must be a date"),
        ({"closed_days": ["2026-01-01/2029-01-01"]}, "closed_days: each must be a date"),
        ({"closed_days": ["12-24/12-26/12-28"]}, "closed_days: each must be a date"),
        ({"capacity_people": 0}, "capacity_people: must be a whole number from 1"),
        ({"lead_days": -1}, "lead_days: must be a whole number from 0"),
        ({"last_start": "four"}, "last_start: a time must be written HH:MM"),
        ({"required": ["shoe size"]}, "required: each must be one of service"),
        ({"timezone": "Mars/Base"}, "timezone: must be an IANA time zone"),
        ({"timezone": "../etc/passwd"}, "timezone: must be an IANA time zone"),
    ],
)
def test_a_rule_that_cannot_be_used_is_named(extra: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        given_rules(extra)


def test_rules_are_told_in_sentences() -> None:
    rules = given_rules(
        {
            "hours": {**NINE_TO_FIVE, "saturday": [["00:00", "24:00"]]},
            "services": [{"name": "Cut", "duration_minutes": 90}],
            "closed_days": ["2026-12-25", "01-01", "sunday"],
            "lead_minutes": 120,
            "capacity": 3,
        }
    )
    assert list(told(rules)) == [
        "Opening hours: we are open Monday to Friday from 9 AM to 5 PM and Saturday around "
        "the clock. We are closed Sunday.",
        "You can book Cut (1 hour 30 minutes).",
        "We are closed on Friday, December 25, 2026, January 1 and Sundays.",
        "Please book at least 2 hours ahead.",
        "We can take 3 bookings at the same time.",
    ]
    assert list(told({})) == []
