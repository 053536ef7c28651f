"""Answers of language models as they come: the object is found among thoughts and words."""

import json
import time
from collections.abc import Iterator

import pytest

from core.errors import VendorError
from providers.emotion.llm import LLMEmotion
from tests.providers.llm import openai
from tests.vendors.chat_server import ChatServer

MOOD = {"mood": "angry", "sentiment": -0.9, "confidence": 0.8, "runner_up": "frustrated"}


@pytest.fixture(name="server")
def a_server() -> Iterator[ChatServer]:
    with ChatServer() as server:
        yield server


@pytest.mark.parametrize(
    "answer",
    [
        '<think>I must fill {"mood": ...} in.</think>{MOOD}',
        "<think>\nPerhaps {OTHER}, or not.\n</think>\n\n{MOOD}",
        "Not {OTHER}, I think.</think>{MOOD}",
        "{MOOD}\n\nNote: {mood} is as I heard it.",
        "{ {mood} is:\n```json\n{MOOD}\n```\nas {asked}.",
        '{"answer": {MOOD}}',
        '{"quoted": "</think>", "more": [1, {}]} {MOOD}',
    ],
)
async def test_an_object_among_thoughts_and_words_is_found(server: ChatServer, answer: str) -> None:
    other = json.dumps({**MOOD, "mood": "grateful"})
    server.script = [answer.replace("{MOOD}", json.dumps(MOOD)).replace("{OTHER}", other)]
    assert (await LLMEmotion(openai(server)).read("Hm."))["mood"] == "angry"
    assert len(server.received) == 1


@pytest.mark.parametrize(
    "answer",
    ['{"a":' * 100_000, "{" * 100_000, "<think>{MOOD}</think>", '{"mood": "angry", {MOOD'],
    ids=["deep", "open", "only thought", "broken"],
)
async def test_what_holds_no_answer_is_found_out_soon(server: ChatServer, answer: str) -> None:
    server.script = [answer.replace("{MOOD}", json.dumps(MOOD))] * 2
    began = time.process_time()  # The work, however long it had to wait for a core.
    with pytest.raises(VendorError) as raised:
        await LLMEmotion(openai(server)).read("Hm.")
    assert raised.value.fault == "protocol"
    assert time.process_time() - began < 4
