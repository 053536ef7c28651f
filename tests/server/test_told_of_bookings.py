"""In a later call the language model is told of the day and of what this caller has booked."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from providers.chat.llm import LLMResponder
from tests.providers.llm import openai
from tests.server.line import serving
from tests.vendors.chat_server import ChatServer


async def test_what_is_booked_is_known_in_the_next_call(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    day = f"{now + timedelta(days=30):%Y-%m-%d}"
    with ChatServer() as model:
        overrides = {"responder": LLMResponder(openai(model, timeout=60)), "clock": lambda: now}
        async with serving(tmp_path, overrides) as server:
            bookings = server.services.context.bookings
            await bookings.book(
                "k", "tech", "ann", {"status": "confirmed", "date": day, "time": "14:00"}
            )
            async with server.call("ann", "tech") as ann:
                await ann.says("When is my appointment?")
            async with server.call("bob", "tech") as bob:
                await bob.says("When is my appointment?")
    ann_s, bob_s = (asked.system for asked in model.received if asked.body.get("stream"))
    assert f"Today is {now:%A}" in ann_s
    assert f"at 14:00 ({day})" in ann_s
    assert day not in bob_s
    assert "<appointments>\n(none)" in bob_s
