"""Written text becomes the words that are said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.spoken import spoken


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Book me for 2:30 PM.", "book me for two thirty pm"),
        ("at 9:05 a.m., or 10:00", "at nine oh five am or ten"),
        ("the 21st, the 30th or the 12th", "the twenty first the thirtieth or the twelfth"),
        (
            "It's $45, not \u00a31,200",
            "it's forty five dollars not one thousand two hundred pounds",
        ),
        ("100% sure", "one hundred percent sure"),
        ("105 people", "one hundred five people"),
        ("call 5551234 or 007", "call five five five one two three four or oh oh seven"),
        ("0", "zero"),
        ("Dr. Smith\u2019s \u2018great\u2019 e-mail", "doctor smith's great email"),
        ("caf\u00e9 & bar, check-in at 3 o'clock", "cafe and bar check in at three o'clock"),
        ("...!", ""),
    ],
)
def test_as_one_says_it(written: str, said: str) -> None:
    assert " ".join(spoken(written)) == said


@given(st.text())
def test_any_text_gives_plain_words(text: str) -> None:
    for word in spoken(text):
        assert set(word) <= set("abcdefghijklmnopqrstuvwxyz'")
        assert word.strip("'") == word != ""


@given(st.integers(0, 9_999))
def test_a_number_says_each_digit_that_is_not_zero(number: int) -> None:
    assert len(spoken(str(number))) >= sum(digit != "0" for digit in str(number)) - 1
