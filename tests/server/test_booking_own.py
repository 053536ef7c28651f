"""Callers who ask what they have booked, as text calls, on the morning of Tuesday, 1 December."""

from pathlib import Path

from tests.server.test_booking_story import heard, reception, rows

NONE = "I see no appointment of yours here. Shall I book one?"
TOMORROW = "Your appointment is booked for tomorrow at 10 AM."
MOVE = "Shall I move your appointment tomorrow at 10 AM to Friday the 4th at 10 AM?"


async def test_a_callers_own_appointment_is_told_and_nobody_elses(tmp_path: Path) -> None:
    async with reception(tmp_path) as server:
        async with server.call("dan", "tech") as dan:
            assert await heard(dan, "when is my appointment") == [NONE]
            await heard(dan, "book me tomorrow at ten", "yes, Dan")
            told = await dan.says("when is my appointment")
            assert told["response_text"] == TOMORROW
            # Nothing was wished for, and nothing of the business's text was missing.
            assert (told["is_booking"], told["booking"], told["answered"]) == (False, None, None)
        async with server.call("dan", "tech") as dan:
            assert await heard(dan, "hi, am I booked for Friday?", "did my booking go through") == [
                "You have nothing booked for Friday the 4th. "
                "Your appointment is tomorrow at 10 AM.",
                TOMORROW,
            ]
        for user, business in (("eve", "tech"), ("dan", "salon")):
            async with server.call(user, business) as other:
                assert await heard(other, "what is my booking") == [NONE]


async def test_a_yes_to_nothing_booked_begins_a_booking_and_a_no_does_not(tmp_path: Path) -> None:
    async with reception(tmp_path) as server, server.call("dan", "tech") as dan:
        said = ("do i have an appointment this week", "no thanks", "when is my appointment")
        assert (await heard(dan, *said))[-1] == NONE
        assert await heard(dan, "yes please", "tomorrow at ten", "yes dan") == [
            "Gladly! What day would suit you?",
            "That's tomorrow at 10 AM. Shall I book it, and under what name?",
            "Done! You are booked for tomorrow at 10 AM, under Dan.",
        ]
        [row] = await rows(server)
        assert (row["date"], row["time"]) == ("2026-12-02", "10:00")


async def test_an_open_draft_is_taken_up_again(tmp_path: Path) -> None:
    async with reception(tmp_path) as server, server.call("dan", "tech") as dan:
        before = await dan.says("book me tomorrow at ten")
        asked = await dan.says("when is my appointment")
        assert (
            asked["response_text"] == "You have nothing booked yet. Shall I book tomorrow at 10 AM?"
        )
        assert asked["booking"] == before["booking"]
        assert await heard(dan, "yes dan", "move it to friday", "what time is my appointment") == [
            "Done! You are booked for tomorrow at 10 AM, under Dan.",
            MOVE,
            f"{TOMORROW} {MOVE}",
        ]
        assert await heard(dan, "yes", "when is my appointment") == [
            "Done! Your appointment is moved to Friday the 4th at 10 AM.",
            "Your appointment is booked for Friday the 4th at 10 AM.",
        ]


async def test_what_is_cancelled_is_not_told(tmp_path: Path) -> None:
    async with reception(tmp_path) as server, server.call("dan", "tech") as dan:
        await heard(dan, "book me tomorrow at ten", "yes dan", "cancel my appointment", "yes")
        assert await heard(dan, "when is my appointment") == [NONE]
