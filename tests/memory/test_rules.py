"""Hours and services that a business's text says: only what is plain."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.appointments import DAYS
from memory.opening import minute_of
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
    "from between hours \n # (30 minutes) takes an hour half kitchen Sat Sundays 10:30 25:99 "
    "Fridays until 3pm till 8 Thursday by appointment now used we"
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


def test_what_is_told_of_hours_can_be_read_back() -> None:
    hours = {**NINE_TO_FIVE, "saturday": [["10:00", "12:00"], ["13:00", "14:30"]]}
    [sentence] = told({"hours": hours})
    assert hours_in(sentence) == hours


@pytest.mark.parametrize("clock", ["24:01", "12:60", "-1:00", "noon"])
def test_there_is_no_such_time(clock: str) -> None:
    with pytest.raises(ValueError, match=r"\d|noon"):
        minute_of(date(2026, 3, 3), clock)
