"""Rules of a business: as fields, each checked; as text, only what is plain."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.appointments import DAYS
from core.errors import InputError
from memory.opening import minute_of
from memory.rules import rules_of, written_for_people
from memory.rules_fields import given_rules
from memory.rules_services import services_in
from memory.rules_text import hours_in
from memory.rules_told import told

WEEKDAYS = DAYS[:5]
NINE_TO_FIVE = {day: [["09:00", "17:00"]] for day in WEEKDAYS}


def on(days: tuple[str, ...] | str, *spans: tuple[str, str]) -> dict[str, list[list[str]]]:
    names = (days,) if isinstance(days, str) else days
    return {day: [list(span) for span in spans] for day in names}


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("We are open Monday to Friday, 9 AM to 5 PM", NINE_TO_FIVE),
        ("We are open Monday to Friday, 9 AM to 5 PM. You find us at 12 Harbour Street.",
         NINE_TO_FIVE),
        ("Mon-Fri 9-17, Sat 10am-2pm, closed Sundays",
         NINE_TO_FIVE | on("saturday", ("10:00", "14:00"))),
        ("open daily from 8 to 20", on(DAYS, ("08:00", "20:00"))),
        ("Tuesday through Saturday from 10:30 a.m. until 7 p.m.",
         on(DAYS[1:6], ("10:30", "19:00"))),
        ("Our office is open Monday to Friday from eight thirty to six, and Saturday from nine "
         "to one.", on(WEEKDAYS, ("08:30", "18:00")) | on("saturday", ("09:00", "13:00"))),
        ("We are open from seven to seven on weekdays.", on(WEEKDAYS, ("07:00", "19:00"))),
        ("Consultation hours: Monday, Tuesday 9 to 12 and 15 to 18, Friday 9 to 16.",
         on(DAYS[:2], ("09:00", "12:00"), ("15:00", "18:00")) | on("friday", ("09:00", "16:00"))),
        ("Hours: Mon\u2013Fri 9:30\u201318:30, Sat 10:00\u201314:00, closed on Sundays and public "
         "holidays.",
         on(WEEKDAYS, ("09:30", "18:30")) | on("saturday", ("10:00", "14:00"))),
        ("Open daily except Tuesdays, 10 a.m. to 6 p.m. We love you.",
         on(("monday", *DAYS[2:]), ("10:00", "18:00"))),
        ("## Office hours\nMonday: 10am - 6pm\nTuesday: closed\nFriday: 8 a.m. to noon\n\n"
         "## Prices\n* Single lesson (60 minutes): 42 pounds",
         on("monday", ("10:00", "18:00")) | on("friday", ("08:00", "12:00"))),
        ("Opening hours:\n- Monday to Thursday: 8 a.m. - 6 p.m.\n\nParking: behind the house",
         on(DAYS[:4], ("08:00", "18:00"))),
        ("Open Fri-Sat 6pm-2am", on("friday", ("18:00", "24:00"))
         | on("saturday", ("00:00", "02:00"), ("18:00", "24:00"))
         | on("sunday", ("00:00", "02:00"))),
        ("Open daily 9 to 5. Closed on Mondays.", on(DAYS[1:], ("09:00", "17:00"))),
        ("We are open weekdays 9 to 5, closed on public holidays. Closed on bank holidays.",
         NINE_TO_FIVE),
        ("We are open weekdays 9 to 5. We are closed on December 25.", NINE_TO_FIVE),
        ("We are open 24/7", on(DAYS, ("00:00", "24:00"))),
        ("We are open 9 AM to 5 PM, Monday to Friday, and 10 to 2 on Saturdays",
         NINE_TO_FIVE | on("saturday", ("10:00", "14:00"))),
        ("Our shop is open Mon, Wed & Fri 9:00 - 11:00",
         on(("monday", "wednesday", "friday"), ("09:00", "11:00"))),
        ("We open at 9 and close at 5, Monday to Friday", NINE_TO_FIVE),
        ("Open every day 8:00-20:00 except Tuesday. Closed on December 25th.",
         on(("monday", *DAYS[2:]), ("08:00", "20:00"))),
        # Open only when both say so; what is said in another way takes nothing away.
        ("Open Monday to Friday 9 to 5. Open Friday 9 to 8.", NINE_TO_FIVE),
        ("Open Monday to Friday 9 to 5. Closed on Mondays.", on(DAYS[1:5], ("09:00", "17:00"))),
        ("Open Mon-Fri 9 to 5. The kitchen is open daily from 12 to 22.", NINE_TO_FIVE),
        ("Open Mon-Fri 9 to 5, closed Wednesdays in winter.", NINE_TO_FIVE),
        ("Open between 9 and 5 every day but not on Sundays.",
         on(DAYS[:6], ("09:00", "17:00"))),
    ],
)  # fmt: skip
def test_hours_that_a_text_says_plainly(text: str, hours: dict[str, Any]) -> None:
    assert hours_in(text) == hours


@pytest.mark.parametrize(
    "text",
    [
        "",
        "We sell bicycles.",
        "We are open from 9 AM to 6 PM.",
        "Happy hour is Monday to Friday 4 pm to 6 pm.",
        "Happy hour:\nMonday to Friday 4 pm to 6 pm.",
        "The kitchen is open daily from 12 to 22.",
        "In winter we are open 10 to 4 on Mondays.",
        "We are open Mon, Wed and Fri 6-10",
        "Open on Mondays from 10 am. Closed on Mondays.",
        "Closed on Mondays and public holidays.",
        "Open Monday 99 to 105.",
        "The accounts desk opens on Monday at nine.",
        "Call us Monday to Friday 9 to 5 under 030 1234.",
        "Our office is open Monday to Friday.",
    ],
)
def test_what_is_not_plain_gives_no_hours(text: str) -> None:
    assert hours_in(text) is None


@pytest.mark.parametrize(
    ("text", "services", "minutes"),
    [
        ("We offer haircut (30 minutes), colouring (90 min, from 60 euros) and a beard trim "
         "(15 minutes).", {"haircut": 30, "colouring": 90, "beard trim": 15}, None),
        ("A massage takes an hour", {"massage": 60}, None),
        ("A full body massage takes about an hour and a half. A facial lasts forty five minutes.",
         {"full body massage": 90, "facial": 45}, None),
        ("- Haircut: 30 min - $20\n- Colour - 2 hours", {"Haircut": 30, "Colour": 120}, None),
        ("An appointment takes 20 minutes.", {}, 20),
        ("Haircut (30 minutes)\nHaircut (40 minutes)", {}, None),
        ("It takes 10 minutes to walk. Parking (2 hours) is free. Delivery takes two hours.",
         {}, None),
        ("You can cancel up to 24 hours before. The station is 5 minutes away.", {}, None),
        ("Naps (0 minutes), world tour (99 hours)", {}, None),
    ],
)  # fmt: skip
def test_services_that_a_text_says_plainly(
    text: str, services: dict[str, int], minutes: int | None
) -> None:
    found, general = services_in(text)
    assert {each["name"]: each["duration_minutes"] for each in found} == services
    assert general == minutes


WORDS = (
    "open closed Monday Mon-Fri 9 to 5 9-17 9 AM p.m. daily except , . : - and until 24/7 noon "
    "from between hours \n # (30 minutes) takes an hour half kitchen Sat Sundays 10:30 25:99"
)
PIECES = WORDS.split(" ")


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map(" ".join)))
def test_any_text_is_read_without_an_error(text: str) -> None:
    services, minutes = services_in(text)
    assert all(5 <= each["duration_minutes"] <= 480 and each["name"] for each in services)
    assert minutes is None or 5 <= minutes <= 480
    hours = hours_in(text)
    assert hours is None or hours
    # What is read from a text would also pass as a field.
    if hours:
        assert given_rules({"hours": hours}) == {"hours": hours}


@given(st.integers(0, 6), st.integers(0, 6), st.integers(0, 23), st.integers(1, 24))
def test_hours_told_are_read_as_they_were_meant(
    first: int, last: int, start: int, end: int
) -> None:
    """The 24 hour clock with minutes leaves no doubt."""
    days = f"{DAYS[first][:3].title()}-{DAYS[last].title()}"
    hours = hours_in(f"Open {days} {start:02}:00 to {end:02}:00.")
    named = [DAYS[(first + n) % 7] for n in range((last - first) % 7 + 1)]
    if 5 <= start < end:
        assert hours == {day: [[f"{start:02}:00", f"{end:02}:00"]] for day in named}


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


def test_what_is_told_of_hours_can_be_read_back() -> None:
    hours = {**NINE_TO_FIVE, "saturday": [["10:00", "12:00"], ["13:00", "14:30"]]}
    [sentence] = told({"hours": hours})
    assert hours_in(sentence) == hours


@pytest.mark.parametrize("clock", ["24:01", "12:60", "-1:00", "noon"])
def test_there_is_no_such_time(clock: str) -> None:
    with pytest.raises(ValueError, match=r"\d|noon"):
        minute_of(date(2026, 3, 3), clock)
