"""What the assistant's words tell of an answer, against the labels of our sessions."""

import pytest

from evals.inferred import answered_of, booked_of
from evals.sessions import load


@pytest.mark.parametrize(
    ("line", "answered"),
    [
        ("I'm sorry, I don't have that information.", False),
        ("I did not catch that. Could you repeat it?", False),
        ("Unfortunately that slot is taken.", False),
        ("Hello, Kestrel Road Dental. How can I help?", None),
        ("What name is it under?", None),
        ("We are open from nine to five.", True),
        ("", True),
    ],
)
def test_of_a_line(line: str, answered: bool | None) -> None:
    assert answered_of(line) is answered


@pytest.mark.parametrize(
    ("line", "booked"),
    [
        ("Booked: Joan Pemberton at nine.", True),
        ("You're booked for Thursday at eight.", True),
        ("Shall I book it?", False),
        ("I'm sorry, your table is booked by someone else.", False),
    ],
)
def test_of_a_booking(line: str, booked: bool) -> None:
    assert booked_of(line) is booked


def test_it_agrees_with_two_labels_in_three() -> None:
    """What it misses is the fluent answer to another question, which only the caller notices."""
    lines = [x for s in load("test") for x in s["turns"] if x["speaker"] == "assistant"]
    right = sum(answered_of(line["text"]) == line.get("answered") for line in lines)
    assert right / len(lines) > 0.64
