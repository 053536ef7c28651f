"""What a business's text says of closed days, breaks, lead time, places and last appointments."""

from typing import Any

import pytest

from core.appointments import DAYS
from memory.rules import rules_of
from memory.rules_fields import given_rules
from memory.rules_told import told

DAILY = {day: [["09:00", "17:00"]] for day in DAYS}
SPLIT = {day: [["09:00", "12:00"], ["13:00", "17:00"]] for day in DAYS}
FORTNIGHT = [f"08-{day:02}" for day in range(1, 16)]


def test_all_that_a_short_text_says_is_kept() -> None:
    text = (
        "We are open every day except Tuesday, 9 AM to 5 PM. We close for lunch from 12 to 1. "
        "Closed on December 25th. Please book at least 24 hours in advance. "
        "We can serve two customers at the same time. The last appointment is at 16:00."
    )
    assert rules_of(text, {}) == {
        "hours": {day: SPLIT[day] for day in DAYS if day != "tuesday"},
        "closed_days": ["12-25"],
        "lead_minutes": 1440,
        "capacity": 2,
        "capacity_people": 2,
        "last_start": "16:00",
    }


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Closed on December 25th and January 1st.", ["01-01", "12-25"]),
        ("We are closed on Dec. 24, 25 and 26.", ["12-24", "12-25", "12-26"]),
        ("Closed on the 24th and 25th of December and on 1 January", ["01-01", "12-24", "12-25"]),
        ("closed on 24/12", ["12-24"]),
        ("closed on 12/24 and 5/6", ["05-06", "12-24"]),
        ("closed on 24/12 and 5/6", ["06-05", "12-24"]),
        ("Closed: 25.12., 26.12.", ["12-25", "12-26"]),
        ("We are closed from August 1st to 15th", FORTNIGHT),
        ("Closed 1-15 August", FORTNIGHT),
        ("Closed for the summer holidays from August 1st until August 15th every year.", FORTNIGHT),
        ("Closed from 30 December to 2 January", ["01-01", "01-02", "12-30", "12-31"]),
        ("We are closed from December 31st 2026 to January 1st 2027.",
         ["2026-12-31", "2027-01-01"]),
        ("Closed on Friday, December 25th, 2026", ["2026-12-25"]),
        ("On December 25th and January 1st we are closed.", ["01-01", "12-25"]),
        ("December 25th: closed", ["12-25"]),
        ("We are closed on:\n- December 25\n- 1 January\n\nParking: behind the house",
         ["01-01", "12-25"]),
        ("Please note that we're closed on Christmas Day and New Year's Day", ["01-01", "12-25"]),
        ("Closed on Sundays and December 25", ["12-25", "sunday"]),
        ("Closed on Sundays.", ["sunday"]),
        ("Closed on Christmas Day, Easter Monday and public holidays", ["12-25"]),
        ("Closed on 2026-12-25, 5/6", ["2026-12-25"]),
    ],
)  # fmt: skip
def test_days_that_are_closed(text: str, days: list[str]) -> None:
    assert rules_of(text, {}) == {"closed_days": days}
    week = {day: spans for day, spans in DAILY.items() if day not in days}
    both = rules_of(f"We are open every day from 9 AM to 5 PM. {text}", {})
    assert both.get("hours", {}) in (week, DAILY)
    assert set(days) - {"sunday"} <= set(both.get("closed_days", []))


@pytest.mark.parametrize(
    "text",
    [
        "Closed on December 24th from 2 pm",
        "Closed on December 24 from 2 to 5",
        "Closed on December 24, from 2 to 5",
        "Closed on December 24th, 9 AM to 12",
        "Closed on December 25th unless you call.",
        "The kitchen is closed on December 25th.",
        "We are never closed on December 25th.",
        "We are not closed on December 25th.",
        "Closed on 5/6.",
        "Closed on the 24th.",
        "Closed on February 30th.",
        "Closed in winter, from November to March.",
        "Closed on Easter Monday.",
        "We deliver every day except December 25th.",
        "We close for lunch at noon.",
        "We are closed between six in the evening and nine in the morning.",
        "Lunch is served from 12 to 2.",
        "Lunch: 12 to 14",
        "Free cancellation up to 24 hours in advance.",
        "Cancellation policy\nWe need 24 hours' notice.",
        "Please cancel appointments at least 24 hours in advance.",
        "We send reminders 24 hours ahead of appointments.",
        "You can book up to 30 days in advance.",
        "We do not require 24 hours' notice for bookings.",
        "If you like to book two days in advance, call us.",
        "We offer same-day appointments.",
        "Same-day appointments are possible.",
        "We have three chairs in the waiting room.",
        "We have two dogs and a garden.",
        "Buy two creams at the same time.",
        "The last train is at 16:00.",
        "Last orders at 10 pm.",
        "On Saturdays the last appointment is at 1 pm.",
    ],
)
def test_what_is_not_plain_is_no_rule_and_erases_none(text: str) -> None:
    assert rules_of(text, {}) == {}
    hours = rules_of(f"We are open every day from 9 AM to 5 PM. {text}", {})
    assert hours == {"hours": DAILY}


@pytest.mark.parametrize(
    "text",
    [
        "Open daily 9 to 5. We close for lunch from 12 to 1.",
        "Open daily 9 to 5, closed for lunch between 12 and 1pm",
        "Open daily 9am-5pm (closed 12pm-1pm)",
        "Open daily 9 to 5 with a lunch break from noon to one.",
        "Our opening hours are 9 to 5 every day, except for lunch from 12 to 1.",
        "Lunch break: 12:00 - 13:00\n\nOpening hours:\nDaily 9:00 - 17:00",
        "We are closed from 12 to 1 for lunch and open daily from 9 to 5",
    ],
)
def test_a_break_splits_the_days(text: str) -> None:
    assert rules_of(text, {}) == {"hours": SPLIT}


def test_a_break_of_some_days_and_of_hours_given_as_a_field() -> None:
    text = "On Wednesdays we close for lunch from 12 to 1."
    split = {**DAILY, "wednesday": SPLIT["wednesday"]}
    assert rules_of(text, {"hours": DAILY}) == {"hours": split}
    assert rules_of("Closed for lunch 12-1 and on Sundays. Open daily 9-5.", {}) == {"hours": DAILY}
    assert rules_of("Closed from 12 to 1 for lunch.", {}) == {
        "hours": {day: [["00:00", "12:00"], ["13:00", "24:00"]] for day in DAYS}
    }


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Please book at least 24 hours in advance, we are often full.", {"lead_minutes": 1440}),
        ("Appointments must be booked at least two days in advance", {"lead_minutes": 2880}),
        ("We need a day's notice.", {"lead_minutes": 1440}),
        ("Bookings no later than half an hour before.", {"lead_minutes": 30}),
        ("Book one week ahead.", {"lead_minutes": 10080}),
        ("Minimum notice: 24 hours", {"lead_minutes": 1440}),
        ("No same-day bookings", {"lead_days": 1}),
        ("We don't take bookings for the same day.", {"lead_days": 1}),
        ("Same-day appointments are not possible.", {"lead_days": 1}),
        ("We have three chairs and a garden.", {"capacity": 3}),
        ("We have two treatment rooms", {"capacity": 2}),
        ("We can take up to 4 bookings at once", {"capacity": 4}),
        ("We serve one customer at a time.", {"capacity": 1, "capacity_people": 1}),
        ("No more than five people at the same time", {"capacity": 5, "capacity_people": 5}),
        ("We seat forty guests.", {"capacity": 40, "capacity_people": 40}),
        ("The last appointment of the day is at 4:30 p.m.", {"last_start": "16:30"}),
        ("Last booking: 7 pm", {"last_start": "19:00"}),
        ("No appointments after 4 pm.", {"last_start": "16:00"}),
    ],
)
def test_how_soon_how_many_and_how_late(text: str, rules: dict[str, Any]) -> None:
    assert rules_of(text, {}) == rules
    assert rules_of(f"Open daily 9 to 5. {text}", {}) == {**rules, "hours": DAILY}


def test_hours_tell_which_four_oclock_it_is() -> None:
    assert rules_of("Open daily 9 to 5. The last appointment is at four.", {}) == {
        "hours": DAILY,
        "last_start": "16:00",
    }
    assert rules_of("The last appointment is at four.", {}) == {}


def test_the_same_can_be_given_as_fields() -> None:
    extra = {
        "closed_days": ["08-01/08-15", "2026-12-31/2027-01-01"],
        "lead_days": 1,
        "last_start": "16:00",
        "capacity_people": 40,
    }
    rules = rules_of("Closed on December 25th. We seat ten guests.", extra)
    assert rules == {
        "closed_days": [*FORTNIGHT, "2026-12-31", "2027-01-01", "12-25"],
        "lead_days": 1,
        "last_start": "16:00",
        "capacity": 10,
        "capacity_people": 40,
    }
    assert list(told(given_rules(extra))) == [
        "We are closed on August 1 to August 15 and Thursday, December 31, 2026 to "
        "Friday, January 1, 2027.",
        "We take no bookings for the same day.",
        "The last appointment is at 4 PM.",
        "We have room for 40 people at a time.",
    ]


def test_a_page_without_rules_gives_none() -> None:
    page = """Harbour Street Salon was founded in 1998 by two sisters, who may be 60 today.
    # Prices
    Colour from 45 pounds, 10 percent off in January and May. Children under 12 pay half.
    Our 3 stylists trained for 5 years in Paris. We won 2 awards at the same fair on June 5th.
    Delivery takes 3 to 5 days. Returns are accepted within 14 days. Gift cards never expire.
    The library closes at 6, the car park at 10. Buses leave every 15 minutes until midnight.
    Lunch for 12 to 15 guests on request. Cancel 24 hours in advance. Call 030 1234, room 5.
    Founded on March 1st; reopened on April 2nd, 2021 after a fire."""
    assert rules_of(page, {}) == {}
