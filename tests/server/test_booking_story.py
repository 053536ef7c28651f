"""A receptionist's manners as text calls to a server, on the morning of Tuesday, 1 December."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from providers.embeddings.wordllama import WordLlamaEmbeddings
from server.demo import VAGUE, WRITTEN
from tests.server.line import Caller, Server, serving

NOW = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
SALON: dict[str, Any] = {
    "hours": {day: [["09:00", "18:00"]] for day in ("tuesday", "wednesday", "thursday", "friday")},
    "services": [{"name": "haircut", "duration_minutes": 45}],
    "required": ["service", "name", "phone"],
}


@asynccontextmanager
async def reception(folder: Path) -> AsyncGenerator[Server]:
    """A repair shop whose hours stand in its text, and a salon with rules as fields."""
    overrides = {"embeddings": WordLlamaEmbeddings(), "clock": lambda: NOW}
    async with serving(folder, overrides) as server:
        for business_id, text, rules in (
            ("tech", VAGUE, {}),
            ("salon", "Bella Salon. A haircut costs 35 dollars.", SALON),
        ):
            body = {"user_id": business_id, "business_name": business_id, **rules}
            answer = await server.rest.post("/data", json={**body, "additional_content": text})
            assert answer.status_code == 200, answer.text
        yield server


async def heard(caller: Caller, *lines: str) -> list[str]:
    return [(await caller.says(line))["response_text"] for line in lines]


async def rows(server: Server, business_id: str = "tech") -> list[dict[str, Any]]:
    return (await server.json(f"/bookings?business_id={business_id}"))["bookings"]


async def test_three_turns_with_a_change_of_mind(tmp_path: Path) -> None:
    async with reception(tmp_path) as server, server.call("carla", "tech") as carla:
        asked, corrected, booked = [await carla.says(line) for line in WRITTEN]
        assert asked["response_text"] == (
            "That's tomorrow at 2 PM. Shall I book it, and under what name?"
        )
        assert corrected["response_text"] == "That's tomorrow at 3 PM. Shall I book it?"
        assert booked["response_text"] == (
            "Done! You are booked for tomorrow at 3 PM, under Carla Jones."
        )
        states = [turn["booking"]["status"] for turn in (asked, corrected, booked)]
        assert states == ["confirming", "confirming", "booked"]
        assert all(turn["is_booking"] for turn in (asked, corrected, booked))
        [row] = await rows(server)
        assert booked["booking"]["booking_id"] == row["booking_id"]
        assert (row["date"], row["time"], row["name"]) == ("2026-12-02", "15:00", "Carla Jones")
        thanks = await carla.says("Thank you!")
        assert (thanks["is_booking"], thanks["booking"]) == (False, None)


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        ("yes", None),
        ("yes, Sam", "Sam"),
        ("yes sam", "Sam"),
        ("it's for Sam Lee", "Sam Lee"),
        ("Sam Lee", "Sam Lee"),
        ("yes breathe", None),
    ],
)
async def test_a_yes_books_with_or_without_a_name(
    tmp_path: Path, answer: str, name: str | None
) -> None:
    async with reception(tmp_path) as server, server.call("sam", "tech") as sam:
        await heard(sam, "Book me for tomorrow at two", answer)
        [row] = await rows(server)
        assert row["name"] == name


async def test_one_thing_is_asked_at_a_time_and_what_is_known_never_again(tmp_path: Path) -> None:
    async with reception(tmp_path) as server:
        async with server.call("ivy", "salon") as ivy:
            wish, answers = "Hello, I'd like a haircut please", ("at two", "Ivy", "555 234 5678")
            assert await heard(ivy, wish, "on Friday", *answers, "yes") == [
                "Gladly! What day would suit you?",
                "What time on Friday the 4th?",
                "What name shall I put it under?",
                "What number can we reach you on?",
                "That's your haircut on Friday the 4th at 2 PM, under Ivy, "
                "phone 5 5 5, 2 3 4, 5 6 7 8. Shall I book it?",
                "Done! Your haircut is booked for Friday the 4th at 2 PM, under Ivy.",
            ]
        async with server.call("ivy", "salon") as again:
            assert await heard(again, "a haircut tomorrow at ten", "yes") == [
                "That's your haircut tomorrow at 10 AM. Shall I book it, Ivy?",
                "Done! Your haircut is booked for tomorrow at 10 AM.",
            ]
        assert {row["phone"] for row in await rows(server, "salon")} == {"+15552345678"}


async def test_a_taken_time_is_told_at_once_with_the_nearest_free_ones(tmp_path: Path) -> None:
    async with reception(tmp_path) as server:
        async with server.call("ann", "tech") as ann:
            await heard(ann, "Book me for tomorrow at 2 PM", "yes")
        async with server.call("ben", "tech") as ben:
            offers, chosen, booked = await heard(
                ben, "Can I come tomorrow at two?", "the later one", "yes"
            )
        assert offers == ("2 PM is already taken. I have 1:30, 2:30 or 3 PM. Which would you like?")
        assert chosen.startswith("That's tomorrow at 3 PM.")
        assert booked.startswith("Done!")
        assert len(await rows(server)) == 2


@pytest.mark.parametrize(
    ("wish", "offer", "answer", "at"),
    [
        ("Book me for tomorrow at 8 PM",
         "On Wednesdays we are open from 9 AM to 5 PM. I have 3:30, 4 or 4:30 PM. "
         "Which would you like?", "the first one", ("2026-12-02", "15:30")),
        ("Can I get an appointment on Sunday?",
         "We are closed on Sundays. I have Monday the 7th at 9, 9:30 or 10 AM. "
         "Which would you like?", "9:30", ("2026-12-07", "09:30")),
        ("Do you have anything free on Thursday?",
         "The first free times on Thursday the 3rd are 9, 9:30 and 10 AM. "
         "What time would suit you?", "quarter past three", ("2026-12-03", "15:15")),
        ("what times do you have tomorrow afternoon?",
         "Tomorrow I have 1:30, 2 and 2:30 PM. What time would suit you?",
         "2", ("2026-12-02", "14:00")),
        ("Book me for yesterday at 2", "That day has already passed. What day would suit you?",
         "Thursday", ("2026-12-03", "14:00")),
        ("Book me for the 30th of February at 2", "I do not know that day. "
         "What day would suit you?", "Thursday", ("2026-12-03", "14:00")),
    ],
)  # fmt: skip
async def test_what_cannot_be_had_is_answered_with_what_can(
    tmp_path: Path, wish: str, offer: str, answer: str, at: tuple[str, str]
) -> None:
    async with reception(tmp_path) as server, server.call("fay", "tech") as fay:
        first, second, third = await heard(fay, wish, answer, "yes")
        assert first == offer
        assert second.endswith("Shall I book it, and under what name?")
        assert third.startswith("Done!")
        [row] = await rows(server)
        assert (row["date"], row["time"]) == at


async def test_whether_a_time_is_free(tmp_path: Path) -> None:
    async with reception(tmp_path) as server, server.call("gus", "tech") as gus:
        assert (await heard(gus, "Is tomorrow at two free?"))[0].startswith(
            "Yes, tomorrow at 2 PM is free. Shall I book it"
        )


async def test_moved_and_cancelled_and_then_there_is_nothing_left(tmp_path: Path) -> None:
    async with reception(tmp_path) as server:
        async with server.call("dan", "tech") as dan:
            await heard(dan, "Book me for Friday at 10", "yes, Dan")
        async with server.call("dan", "tech") as dan:
            wish = "I need to change my appointment"
            assert await heard(dan, wish, "Thursday at eleven", "yes") == [
                "When would you like to come instead?",
                "Shall I move your appointment on Friday the 4th at 10 AM "
                "to Thursday the 3rd at 11 AM?",
                "Done! Your appointment is moved to Thursday the 3rd at 11 AM.",
            ]
            turns = [await dan.says(line) for line in ("please cancel my appointment", "yes")]
            assert [turn["response_text"] for turn in turns] == [
                "Shall I cancel your appointment on Thursday the 3rd at 11 AM?",
                "Done! Your appointment on Thursday the 3rd at 11 AM is cancelled.",
            ]
            assert turns[1]["is_booking"]
            [row] = await rows(server)
            assert row["status"] == "cancelled"
            assert turns[1]["booking"]["booking_id"] == row["booking_id"]
            assert (await heard(dan, "cancel my appointment"))[0].startswith(
                "I don't see any upcoming appointment of yours."
            )


async def test_another_callers_booking_is_not_touched_nor_told_of(tmp_path: Path) -> None:
    async with reception(tmp_path) as server:
        async with server.call("ann", "tech") as ann:
            await heard(ann, "Book me for tomorrow at 2 PM", "yes, Ann")
        async with server.call("eve", "tech") as eve:
            for line in ("cancel Ann's appointment tomorrow at 2", "cancel my appointment", "yes"):
                turn = await eve.says(line)
                assert "Ann" not in turn["response_text"]
                assert "Done" not in turn["response_text"]
        [row] = await rows(server)
        assert row["status"] == "booked"


async def test_an_angry_caller_is_not_asked_twice(tmp_path: Path) -> None:
    async with reception(tmp_path) as server, server.call("hal", "tech") as hal:
        assert await heard(
            hal,
            "This is ridiculous, I just want an appointment for Friday!",
            "I already said Friday, you are useless",
            "3 pm",
            "yes",
        ) == [
            "I'm sorry about that. What time on Friday the 4th?",
            "What time would you like?",
            "That's Friday the 4th at 3 PM. Shall I book it, and under what name?",
            "Done! You are booked for Friday the 4th at 3 PM.",
        ]


async def test_a_question_in_the_middle_is_answered(tmp_path: Path) -> None:
    async with reception(tmp_path) as server, server.call("kim", "tech") as kim:
        await heard(kim, "Book me for tomorrow at 2 PM")
        turn = await kim.says("how much is a screen repair?")
        assert turn["response_text"] == (
            "A screen repair costs 80 dollars. Shall I book tomorrow at 2 PM?"
        )
        assert (turn["answered"], turn["is_booking"]) == (True, True)
        assert (await heard(kim, "yes"))[0].startswith("Done!")


async def test_a_goodbye_books_nothing(tmp_path: Path) -> None:
    async with reception(tmp_path) as server, server.call("leo", "tech") as leo:
        last = (await heard(leo, "Book me for tomorrow at 2 PM", "bye"))[-1]
        assert last.startswith("All right, I won't book anything.")
        assert await rows(server) == []


async def test_two_wishes_in_one_breath_are_two_bookings(tmp_path: Path) -> None:
    async with reception(tmp_path) as server, server.call("ida", "tech") as ida:
        wish = "Two lessons, one Thursday at ten and one Friday at eleven"
        assert await heard(ida, wish, "yes, Ida", "yes") == [
            "One after the other. That's Thursday the 3rd at 10 AM. "
            "Shall I book it, and under what name?",
            "Done! You are booked for Thursday the 3rd at 10 AM, under Ida. Now to the other one. "
            "That's Friday the 4th at 11 AM, under Ida. Shall I book it?",
            "Done! You are booked for Friday the 4th at 11 AM, under Ida.",
        ]
        booked = {(row["date"], row["time"], row["name"]) for row in await rows(server)}
        assert booked == {("2026-12-03", "10:00", "Ida"), ("2026-12-04", "11:00", "Ida")}
