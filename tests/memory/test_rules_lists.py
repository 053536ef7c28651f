"""Services listed in a business's text, with their lengths and prices, in whatever marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.rules_services import services_in

LESSONS = {"trial lesson": 20, "piano lesson": 45}


@pytest.mark.parametrize(
    "text",
    [
        "trial lesson - 20 minutes, piano lesson - 45 minutes",
        "We teach all ages: trial lesson (20 min), piano lesson (45 min).",
        "trial lesson: 20 minutes; piano lesson: 45 minutes",
        "trial lesson 20 minutes, piano lesson 45 minutes",
        "- trial lesson: 20 min\n- piano lesson: 45 min",
        "* trial lesson \u2013 20 min\n* piano lesson \u2014 45 min",
        "trial lesson - $15 - 20 minutes, piano lesson - $40 - 45 minutes",
        "trial lesson - 20 minutes - 15 dollars; piano lesson - 45 minutes - 40 dollars",
        "trial lesson (15 dollars, 20 minutes) and piano lesson (40 dollars, 45 minutes)",
        "trial lesson, 20 minutes, 1,200 yen; piano lesson, 45 minutes, 4,000 yen",
        "trial lesson 20 minutes $15\npiano lesson 45 minutes $40",
        "| trial lesson | 20 min | $15 |\n| piano lesson | 45 min | $40 |",
        "trial lesson ..... 20 min\npiano lesson ..... 45 min",
        "Founded in 1987. We offer a trial lesson \u00a315 (20 minutes) and a piano lesson "
        "\u00a340 (45 minutes). The tram stops 5 minutes away.",
        "trial lesson (one to 2 pupils, 20 minutes), piano lesson (2 pupils, 45 minutes)",
        "trial lesson: 15-20 minutes, piano lesson: 30 to 45 minutes",
        "trial lesson 20 minutes for $15, piano lesson 45 minutes for $40 and nothing else",
    ],
)
def test_a_list_is_read_in_any_marks(text: str) -> None:
    found, general = services_in(text)
    assert {one["name"]: one["duration_minutes"] for one in found} == LESSONS
    assert general is None


@pytest.mark.parametrize(
    ("text", "services"),
    [
        ("We do wash and cut (40 min), perm - two and a half hours and colour - 1h30.",
         {"wash and cut": 40, "perm": 150, "colour": 90}),
        ("Dog walks: short walk - 30 minutes, long walk - 60 minutes",
         {"short walk": 30, "long walk": 60}),
        ("Lane 7 (60 minutes), Lane 8 (90 minutes)", {"Lane 7": 60, "Lane 8": 90}),
        ("Passport photo, 15 minutes, 12 euros.", {"Passport photo": 15}),
    ],
)  # fmt: skip
def test_names_are_whole(text: str, services: dict[str, int]) -> None:
    assert {one["name"]: one["duration_minutes"] for one in services_in(text)[0]} == services


@pytest.mark.parametrize(
    "text",
    [
        "Buses leave every 15 minutes, trams every 20 minutes.",
        "The walk from the station: 10 minutes.",
        "Please arrive 10 minutes early, and 20 minutes with children.",
        "Late by 15 minutes, we cancel.",
        "Monday: 8 hours, Tuesday: 6 hours",
        "Parking (2 hours) is free, waiting - 10 minutes.",
        "We answer within 30 minutes, at night within 60 minutes.",
    ],
)
def test_other_lengths_are_no_services(text: str) -> None:
    assert services_in(text) == ([], None)


WORDS = "lesson cut - , ; : ( ) | 20 min 1h30 1500 rupees $15 and our . ... from to 60-90 minutes"


@given(st.lists(st.sampled_from([*WORDS.split(), "\n", "\u20b9", "half an hour"])).map(" ".join))
def test_any_list_is_read_without_an_error(text: str) -> None:
    services, minutes = services_in(text)
    assert all(5 <= one["duration_minutes"] <= 480 and one["name"] for one in services)
    assert minutes is None or 5 <= minutes <= 480


def test_the_longest_line_takes_no_long_time() -> None:
    assert services_in("a 1 - " * 30_000) == ([], None)
    assert len(services_in("cut - 20 minutes, " * 10_000)[0]) == 1
