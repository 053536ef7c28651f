"""How long a language model may be silent: a share of the turn's deadline, never a fixed time."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from langchain_core.messages import AIMessageChunk

from core.deadline import deadline
from core.errors import VendorError
from core.seams import Brief
from core.state import no_reading
from providers.chat.llm import LLMResponder
from providers.llm.models import Chat

pytestmark = pytest.mark.looptime

BRIEF = Brief("when do you open", no_reading(), "neutral")


class Thinking:
    """Answers after `seconds`."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    async def astream(self, messages: Any) -> AsyncIterator[AIMessageChunk]:
        await asyncio.sleep(self.seconds)
        yield AIMessageChunk(
            content="We open at nine.", response_metadata={"finish_reason": "stop"}
        )


async def replied(seconds: float, limit: float) -> list[str]:
    model: Any = Thinking(seconds)
    responder = LLMResponder(Chat("Acme", model, limit))
    return [sentence.text async for sentence in responder.respond(BRIEF)]


async def test_a_model_that_reads_its_prompt_for_long_is_heard_where_the_deadline_is_long() -> None:
    with deadline(60):
        assert await replied(seconds=4.2, limit=60) == ["We open at nine."]


@pytest.mark.parametrize(("whole", "limit"), [(0.5, 60), (60, 0.2)])
async def test_a_silent_model_is_given_up_by_the_deadline_or_its_own_limit(
    whole: float, limit: float
) -> None:
    with deadline(whole), pytest.raises(VendorError) as raised:
        async with asyncio.timeout(3):
            await replied(seconds=60, limit=limit)
    assert raised.value.fault == "timeout"
