"""Closed days, breaks and limits read from any text at all."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from memory.rules import rules_of
from memory.rules_breaks import cut
from memory.rules_fields import given_rules

WORDS = (
    "closed open we are on from to until the and , . : - ; \n # except not lunch break between "
    "December 25th 24 25 24/12 5/6 2026-12-25 31.12. 2027 February 30 Friday Sundays every year "
    "Christmas Day New Year's Day Easter Monday 12 1 9 5 pm 16:00 at least 24 hours days in "
    "advance notice book no same-day bookings last appointment three chairs customers at once"
)
PIECES = WORDS.split(" ")


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join)))
def test_whatever_is_read_would_pass_as_fields(text: str) -> None:
    rules: dict[str, Any] = {**rules_of(text, {})}
    rules.pop("services", None)
    assert given_rules(rules) == rules


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 60), st.booleans())
def test_a_range_has_both_its_ends_and_all_between(first: date, length: int, yearly: bool) -> None:
    last = first + timedelta(length)
    ends = (f"{each:%B} {each.day}{'' if yearly else f' {each.year}'}" for each in (first, last))
    named = rules_of(f"Closed from {' to '.join(ends)}.", {}).get("closed_days", [])
    every = [first + timedelta(n) for n in range(length + 1)]
    expected = {f"{day:%m-%d}" if yearly else day.isoformat() for day in every}
    # The 29th of February lies in a range of every year, if not in that of this one.
    assert set(named) - {"02-29"} == expected - {"02-29"}
    assert expected <= set(named)


@given(st.lists(st.tuples(st.integers(0, 1440), st.integers(0, 1440)), max_size=4))
def test_a_break_leaves_what_is_outside_of_it(pairs: list[tuple[int, int]]) -> None:
    breaks = [(min(pair), max(pair)) for pair in pairs]
    hours = cut({"monday": [["09:00", "12:00"], ["13:00", "17:00"]]}, [({0}, b) for b in breaks])
    spans = [
        tuple(int(clock[:2]) * 60 + int(clock[3:]) for clock in span)
        for span in (hours or {}).get("monday", [])
    ]
    for minute in range(1440):
        opened = 540 <= minute < 720 or 780 <= minute < 1020
        shut = any(start <= minute < end for start, end in breaks)
        assert any(a <= minute < b for a, b in spans) is (opened and not shut)
