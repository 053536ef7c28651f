"""Callers who think otherwise halfway, as text calls, on the morning of Tuesday, 1 December.

Nothing is booked, moved or cancelled that was not chosen and read back, and nothing is said to
be done that was not.
"""

from pathlib import Path

import pytest

from tests.server.test_booking_story import heard, reception, rows

BOOKED = ("book me tomorrow at ten", "yes, Dan")
TOMORROW = ("2026-12-02", "10:00", "booked")
CHANGED, CANCELLED = ("2026-12-04", "10:00", "booked"), ("2026-12-02", "10:00", "cancelled")
CANCEL = "Shall I cancel your appointment tomorrow at 10 AM?"
MOVE = "Shall I move your appointment tomorrow at 10 AM to Friday the 4th at 10 AM?"
EITHER = "Shall I cancel your appointment tomorrow at 10 AM, or find another time for it?"
AGAIN = "Just tell me: cancel your appointment tomorrow at 10 AM, or move it?"
NOT_FRIDAY = "I see no appointment of yours on Friday the 4th."
KEPT = "All right, your appointment stays as it is. Can I help with anything else?"
IS_CANCELLED = "Done! Your appointment tomorrow at 10 AM is cancelled."
IS_MOVED = "Done! Your appointment is moved to Friday the 4th at 10 AM."
Said = list[tuple[str, str]]
"""What the caller says, and what is heard back."""


async def states(tmp_path: Path, before: tuple[str, ...], said: Said) -> list[tuple[str, str, str]]:
    """The caller's appointments after a call in which all must be heard.

    A word of regret may be ahead of it.
    """
    async with reception(tmp_path) as server, server.call("dan", "tech") as dan:
        await heard(dan, *before)
        told = await heard(dan, *(line for line, _ in said))
        assert [each.removeprefix("I'm sorry about that. ") for each in told] == [
            reply for _, reply in said
        ]
        return [(row["date"], row["time"], row["status"]) for row in await rows(server)]


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ([("cancel my appointment", CANCEL), ("no, change it to friday", MOVE),
          ("yes", IS_MOVED)], CHANGED),
        ([("cancel my appointment", CANCEL), ("actually move it to friday", MOVE),
          ("no", KEPT)], TOMORROW),
        ([("cancel my appointment", CANCEL),
          ("wait, not tomorrow, friday", f"{NOT_FRIDAY} {EITHER}"), ("yes", AGAIN),
          ("move it", MOVE), ("yes", IS_MOVED)], CHANGED),
        ([("cancel my appointment", CANCEL), ("friday", f"{NOT_FRIDAY} {EITHER}"),
          ("no, keep it", KEPT)], TOMORROW),
        ([("move it to friday", MOVE), ("no, cancel it", CANCEL), ("yes", IS_CANCELLED)],
         CANCELLED),
        ([("move it to friday", MOVE), ("actually just cancel it", CANCEL), ("no", KEPT)],
         TOMORROW),
        ([("i need to change my appointment", "When would you like to come instead?"),
          ("no just cancel it", CANCEL), ("yes", IS_CANCELLED)], CANCELLED),
        ([("move it to friday", MOVE), ("no don't cancel it", KEPT)], TOMORROW),
    ],
)  # fmt: skip
async def test_a_cancellation_may_become_a_change_and_a_change_a_cancellation(
    tmp_path: Path, said: Said, left: tuple[str, str, str]
) -> None:
    assert await states(tmp_path, BOOKED, said) == [left]


async def test_a_day_in_a_cancellation_is_another_appointments(tmp_path: Path) -> None:
    both = (*BOOKED, "book me on friday at ten", "yes")
    said = [
        (
            "cancel my appointment",
            "Which one do you mean, the one tomorrow at 10 AM or the one on Friday the 4th at "
            "10 AM?",
        ),
        ("tomorrow's", CANCEL),
        ("no, the one on friday", "Shall I cancel your appointment on Friday the 4th at 10 AM?"),
        ("yes", "Done! Your appointment on Friday the 4th at 10 AM is cancelled."),
    ]
    assert await states(tmp_path, both, said) == [TOMORROW, ("2026-12-04", "10:00", "cancelled")]


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ([("i can't make it tomorrow", EITHER), ("yes", AGAIN), ("cancel it", CANCEL),
          ("yes", IS_CANCELLED)], CANCELLED),
        ([("i can't make it tomorrow", EITHER),
          ("find another time", "When would you like to come instead?"), ("friday", MOVE),
          ("yes", IS_MOVED)], CHANGED),
        ([("i can't make it tomorrow, can we do friday", MOVE), ("yes", IS_MOVED)], CHANGED),
        ([("move it to tomorrow at ten",
           "That is when it is already. When would you like to come instead?"),
          ("friday", MOVE), ("no", KEPT)], TOMORROW),
    ],
)  # fmt: skip
async def test_who_cannot_come_is_asked_and_nothing_is_moved_to_where_it_is(
    tmp_path: Path, said: Said, left: tuple[str, str, str]
) -> None:
    assert await states(tmp_path, BOOKED, said) == [left]


@pytest.mark.parametrize(
    "said",
    [
        [("do you have anything free this afternoon",
          "Today I have 1:30, 2 and 2:30 PM. What time would suit you?"),
         ("what about tomorrow", "Tomorrow I have 1:30, 2 and 2:30 PM. What time would suit you?"),
         ("yes", "Which shall it be, 1:30, 2 or 2:30 PM?")],
        [("do you have anything free this afternoon",
          "Today I have 1:30, 2 and 2:30 PM. What time would suit you?"),
         ("no, friday",
          "On Friday the 4th I have 1:30, 2 and 2:30 PM. What time would suit you?")],
        [("what times do you have on monday morning",
          "The first free times on Monday the 7th are 9, 9:30 and 10 AM. "
          "What time would suit you?"),
         ("what about the afternoon",
          "On Monday the 7th I have 1:30, 2 and 2:30 PM. What time would suit you?"),
         ("the second one",
          "That's Monday the 7th at 2 PM. Shall I book it, and under what name?")],
        [("book me tomorrow at ten",
          "That's tomorrow at 10 AM. Shall I book it, and under what name?"),
         ("yes could you do it in the afternoon",
          "Tomorrow I have 1:30, 2 and 2:30 PM. What time would suit you?")],
    ],
)  # fmt: skip
async def test_an_hour_that_was_never_named_is_never_booked(tmp_path: Path, said: Said) -> None:
    assert await states(tmp_path, (), said) == []


READ_BACK = "That's tomorrow at 10 AM. Shall I book it, and under what name?"
IS_BOOKED = "Done! You are booked for tomorrow at 10 AM."


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ([("book me tomorrow at ten", READ_BACK),
          ("no", "What shall I change, the day or the time?"),
          ("friday", "That's Friday the 4th at 10 AM. Shall I book it?"),
          ("an hour later please", "That's Friday the 4th at 11 AM. Shall I book it?"),
          ("no thanks", "All right, I won't book anything. Can I help with anything else?")], []),
        ([("book me tomorrow at ten", READ_BACK), ("yes", IS_BOOKED),
          ("wait, what time did you say?", "Your appointment tomorrow at 10 AM is booked."),
          ("no i meant friday", MOVE), ("yes", IS_MOVED)], [CHANGED]),
    ],
)  # fmt: skip
async def test_a_no_is_not_the_end_and_what_was_booked_may_be_corrected(
    tmp_path: Path, said: Said, left: list[tuple[str, str, str]]
) -> None:
    assert await states(tmp_path, (), said) == left
