"""A text of which a part cannot be read: the rest counts, and nothing is guessed wider."""

from typing import Any

import pytest

from core.appointments import DAYS
from memory.rules import rules_of
from memory.rules_text import hours_in

NINE_TO_FIVE = {day: [["09:00", "17:00"]] for day in DAYS[:5]}
FORTNIGHT = [f"08-{day:02}" for day in range(1, 16)]


def until(clock: str, day: str = "friday") -> dict[str, list[list[str]]]:
    return {day: [["09:00", clock]]}


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("Open Monday to Thursday 9am to 5pm, Friday until 3pm.", NINE_TO_FIVE | until("15:00")),
        ("Open Monday to Thursday 9am to 5pm and Friday until 3.", NINE_TO_FIVE | until("15:00")),
        ("Open Monday to Thursday 9am to 5pm. Friday until 3pm.", NINE_TO_FIVE | until("15:00")),
        ("Open Mon-Fri 9am-5pm. On Fridays we are open until 3pm.",
         NINE_TO_FIVE | until("15:00")),
        ("Open Mon-Fri 9am-5pm, but only until 3 on Fridays.", NINE_TO_FIVE | until("15:00")),
        ("Open Mon-Fri 9am-5pm, Fridays we close at 3pm.", NINE_TO_FIVE | until("15:00")),
        ("9 to 5 Monday to Thursday, Friday till 3", NINE_TO_FIVE | until("15:00")),
        ("Hours:\nMon-Thu: 9-17\nFri: until 15:00", NINE_TO_FIVE | until("15:00")),
        ("Open Mon-Fri 9am-5pm, Thursdays until 8pm.", NINE_TO_FIVE | until("20:00", "thursday")),
        ("Open Mon-Fri 9am-5pm, Thursdays until 8pm and Fridays until 3pm.",
         NINE_TO_FIVE | until("20:00", "thursday") | until("15:00")),
        ("Open Mon-Fri 9 to 5 except Fridays 9 to 3", NINE_TO_FIVE | until("15:00")),
        ("Open Mon-Fri 9 to 5 except Fridays until 3", NINE_TO_FIVE | until("15:00")),
        ("Open Mon-Thu 9-12 and 13-17, Friday until 15",
         {day: [["09:00", "12:00"], ["13:00", "17:00"]] for day in DAYS[:4]}
         | {"friday": [["09:00", "12:00"], ["13:00", "15:00"]]}),
    ],
)  # fmt: skip
def test_a_day_until_an_hour_opens_when_the_others_do(text: str, hours: dict[str, Any]) -> None:
    assert rules_of(text, {}) == {"hours": hours}


@pytest.mark.parametrize(
    "text",
    [
        "We are open weekdays 9 to 5, and Saturdays by appointment.",
        "We are open weekdays 9 to 5 and Saturdays by appointment.",
        "Open weekdays 9 to 5, Saturdays whenever we feel like it, Sundays 10 to 2.",
        "Our shop used to be open on Sundays 10-2. Now open Monday to Friday 9 to 5.",
        "Our shop used to be open on Sundays 10-2, now we are open Monday to Friday 9 to 5.",
        "We used to be open daily, 10 to 2. We are now open Monday to Friday 9 to 5.",
        "We are open Monday to Friday 9 to 5, the kitchen until 4.",
        "We are open Monday to Friday 9 to 5, the kitchen on Saturdays until 4.",
        "Open Monday to Friday 9 to 5, Saturday 99 to 105.",
        "Open Monday to Friday 9 to 5, Saturday 6 to 10.",
        "Open Monday to Friday 9 to 5, Saturday.",
        "Open Monday to Friday 9 to 5, Saturday until 8am.",
        "Open daily 9 to 5, except Saturdays and Sundays in some way.",
        "Open Monday to Friday 9 to 5, Friday 9 to 8.",
        "Open Monday to Friday 9 to 5. Friday until 8pm.",
        "Open Monday to Friday 9 to 5, in summer, Fridays until 8pm.",
    ],
)
def test_what_cannot_be_read_is_left_out_and_the_rest_stays(text: str) -> None:
    assert hours_in(text) == NINE_TO_FIVE


def test_a_day_by_appointment_does_not_end_the_list() -> None:
    text = "Open weekdays 9 to 5, Saturdays by appointment only, Sundays 9 to 1."
    assert hours_in(text) == NINE_TO_FIVE | until("13:00", "sunday")


def test_a_day_whose_hours_are_in_doubt_is_not_taken_from_the_others() -> None:
    hours = hours_in("Open Monday to Friday 9 to 5, Friday 6 to 10.")
    assert hours == {day: NINE_TO_FIVE[day] for day in DAYS[:4]}
    # Ten in the morning or at night: it is open at nine in both.
    assert hours_in("Open Mon-Fri 9 to 5, Fridays until 10") == NINE_TO_FIVE | until("10:00")


@pytest.mark.parametrize(
    "text",
    [
        "Our shop used to be open on Sundays 10-2.",
        "We used to be open on Sundays, 10 to 2.",
        "Open on Fridays until 3pm.",
        "We are open until 8pm.",
        "The kitchen is open on Mondays, Tuesday 9 to 5.",
        "Our shop is open, call us weekdays 9 to 5, Saturdays 10 to 2.",
        "Fridays closed until 3pm.",
    ],
)
def test_what_is_not_said_is_not_read(text: str) -> None:
    assert hours_in(text) is None
    assert hours_in(f"Open Monday to Friday 9 to 5. {text}") in (
        NINE_TO_FIVE,
        NINE_TO_FIVE | until("15:00"),
    )


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("We are on holiday from August 1 to August 15", FORTNIGHT),
        ("We're on our summer holidays August 1st to 15th, back on August 16.", FORTNIGHT),
        ("We will be on vacation from August 1 to 15 and reopen on August 16.", FORTNIGHT),
        ("We go on holiday from August 1 to August 15.", FORTNIGHT),
        ("On annual leave from August 1 to August 15.", FORTNIGHT),
        ("on vacation December 31 - January 1", ["01-01", "12-31"]),
        ("We're closed for vacation December 31 - January 1.", ["01-01", "12-31"]),
        ("The salon is on leave from 2026-12-24 to 2026-12-25.", ["2026-12-24", "2026-12-25"]),
    ],
)
def test_a_business_on_holiday_is_closed(text: str, days: list[str]) -> None:
    assert rules_of(text, {}) == {"closed_days": days}


@pytest.mark.parametrize(
    "text",
    [
        "We were on holiday from August 1 to August 15.",
        "We are not on holiday from August 1 to August 15.",
        "Our stylist Ann is on holiday from August 1 to August 15.",
        "If we are on holiday from August 1 to August 15, call Ann.",
        "We are back from holiday on August 16.",
        "On holidays, December 24 and 25, we are open.",
        "On holiday, December 24 and 25, we are open.",
        "We are open on holidays, December 24 and 25.",
    ],
)
def test_not_every_holiday_is_a_closing(text: str) -> None:
    assert rules_of(text, {}) == {}
