"""The responder that is a language model: what it asks, how it streams, how it fails."""

import asyncio
from collections.abc import Iterator
from math import inf
from typing import Any

import pytest

from core.appointments import BookingDraft
from core.deadline import deadline
from core.errors import Fault as Told
from core.errors import VendorError
from core.seams import Brief, Sentence
from core.state import Moment
from providers.chat.llm import LLMResponder
from providers.llm.models import VENDORS, Chat, Vendor, chat_model
from tests.providers.callers import passages, reading, replied
from tests.providers.llm import groq, like_groq, openai
from tests.vendors.chat_server import ChatServer, Fault, tokens
from tests.vendors.patience import HASTY, PATIENT, nobody, until

REPLY = "We open at nine. [p1] On Sunday we are closed [p2]. Shall I book you in?"
HOURS = passages("Open from 9 to 5.", "Closed on Sunday.")
MOMENT: Moment = {
    "turn_id": "t",
    "session_id": "s",
    "text": "I never got your address",
    "reply": "I am sorry.",
    "mood": "frustrated",
    "sentiment": -0.6,
    "at": "2026-01-01T00:00:00Z",
    "score": 0.8,
}
DRAFT: BookingDraft = {
    "status": "collecting",
    "intent": "book",
    "date": "2026-12-01",
    "missing": ["time", "name"],
    "problem": "Two o'clock is taken.",
    "offers": ["2026-12-01T15:00"],
}


@pytest.fixture(name="server")
def a_server() -> Iterator[ChatServer]:
    with ChatServer(lambda _: REPLY, retry_after="7") as server:
        yield server


@pytest.fixture(params=[groq, like_groq, openai], ids=["groq", "like groq", "openai"], name="chat")
def a_chat(request: pytest.FixtureRequest, server: ChatServer) -> Chat:
    return request.param(server)


def brief(transcript: str = "When do you open?") -> Brief:
    return Brief(
        transcript,
        reading("frustrated"),
        "empathetic",
        HOURS,
        [MOMENT],
        [
            {
                "id": "t0",
                "transcript": "Hello there",
                "reply": "Hello! How can I help?",
                "mood": "neutral",
                "sentiment": 0.0,
                "answered": None,
            }
        ],
        DRAFT,
        "repair",
        "Harbour Bikes",
    )


class TestAsking:
    async def test_all_that_is_known_reaches_the_model(
        self, server: ChatServer, chat: Chat
    ) -> None:
        await replied(LLMResponder(chat), brief())
        asked = server.received[0]
        known = (
            "Harbour Bikes", "Open from 9 to 5.", "Closed on Sunday.", "I never got your address",
            "frustrated", "acknowledge", "repair", "extra attentive", "Two o'clock is taken.",
            "Tuesday, December 01 at 15:00", "exactly one thing: what time",
        )  # fmt: skip
        assert [words for words in known if words not in asked.system] == []
        said = [(each["role"], each["content"]) for each in asked.body["messages"][1:]]
        assert [role for role, _ in said] == ["user", "assistant", "user"]
        assert "Hello there" in said[0][1]
        assert said[1][1] == "Hello! How can I help?"
        assert "When do you open?" in said[2][1]
        assert asked.body["stream"] is True
        assert "response_format" not in asked.body

    async def test_each_vendor_is_asked_in_its_own_way(self, server: ChatServer) -> None:
        for chat in (groq(server), like_groq(server), openai(server)):
            await replied(LLMResponder(chat), brief())
        *to_groq, to_openai = server.received
        for asked in to_groq:
            assert asked.path == "/openai/v1/chat/completions"
            assert asked.authorization == "Bearer gsk-1"
            assert asked.body["model"] == "openai/gpt-oss-120b"
            assert asked.body["reasoning_effort"] == "low"
            assert asked.body["temperature"] == 0.2
        assert to_openai.path == "/v1/chat/completions"
        assert to_openai.authorization == "Bearer sk-1"
        assert to_openai.body["model"] == "gpt-4.1-mini"

    @pytest.mark.parametrize("path", ["", "/", "/openai/v1", "/openai/v1/", "/v1"])
    async def test_groqs_address_may_be_given_in_any_usual_way(
        self, server: ChatServer, path: str
    ) -> None:
        chat = chat_model("groq", "llama", server.url + path, timeout=PATIENT)
        assert await replied(LLMResponder(chat), brief())
        assert server.received[0].path.endswith("/v1/chat/completions")

    @pytest.mark.parametrize("path", [None, "", "/", "/openai", "/openai/v1/"])
    def test_groq_itself_is_asked_by_its_own_sdk(self, path: str | None) -> None:
        url = None if path is None else f"https://api.groq.com{path}"
        model: Any = chat_model("groq", "llama", url).model
        assert type(model).__name__ == "ChatGroq"
        assert model.groq_api_base == "https://api.groq.com"

    async def test_nothing_heard_is_no_matter_for_a_model(
        self, server: ChatServer, chat: Chat
    ) -> None:
        said = await replied(LLMResponder(chat), brief(""))
        assert "again" in said[0].text
        assert not server.received


class TestStreaming:
    async def test_sentences_with_what_they_rest_on(self, chat: Chat) -> None:
        assert await replied(LLMResponder(chat), brief()) == [
            Sentence("We open at nine.", "p0"),
            Sentence("On Sunday we are closed.", "p1"),
            Sentence("Shall I book you in?"),
        ]

    async def test_the_first_sentence_comes_while_the_rest_is_written(
        self, server: ChatServer, chat: Chat
    ) -> None:
        server.may_send = len(tokens(REPLY)) // 2
        written: list[int] = []
        with deadline(10 * PATIENT):
            async for _ in LLMResponder(chat).respond(brief()):
                written.append(server.sent_tokens)
                server.may_send = inf
        assert written[0] <= written[-1] / 2

    async def test_one_who_stops_listening_stops_the_model(
        self, server: ChatServer, chat: Chat
    ) -> None:
        server.brain = lambda _: "This is a sentence. " * 200
        said = await replied(LLMResponder(chat), brief())
        assert 500 <= len(" ".join(sentence.text for sentence in said)) <= 600


FAULTS: list[tuple[Fault, Told]] = [
    ("unauthorized", "auth"),
    ("limited", "limit"),
    ("limited with a date", "limit"),
    ("broken", "server"),
    ("overloaded", "server"),
    ("stalled", "timeout"),
    ("silent", "timeout"),
    ("malformed", "protocol"),
]


class TestFaults:
    @pytest.mark.parametrize(("fault", "told"), FAULTS)
    async def test_each_is_told_in_time(
        self, server: ChatServer, chat: Chat, fault: Fault, told: Told
    ) -> None:
        server.fault = fault
        stalls = fault in ("stalled", "silent")
        with pytest.raises(VendorError) as raised:
            await replied(LLMResponder(chat, stall=HASTY if stalls else PATIENT), brief())
        assert raised.value.fault == told
        assert raised.value.retry_after == (7 if fault == "limited" else None)
        assert chat.vendor in str(raised.value)
        received = len(server.received)
        assert received == 1 or (stalls and not received), "nothing is retried here"

    async def test_a_connection_that_breaks(self, server: ChatServer, chat: Chat) -> None:
        server.fault = "cut"
        with pytest.raises(VendorError) as raised:
            await replied(LLMResponder(chat), brief())
        assert raised.value.fault in ("network", "protocol"), "as the vendor's SDK tells it"

    async def test_what_was_said_before_a_stall_was_heard(
        self, server: ChatServer, chat: Chat
    ) -> None:
        server.fault = "stalled"
        sentences = LLMResponder(chat).respond(brief())
        with deadline(10 * PATIENT):
            assert await anext(sentences) == Sentence("We open at nine.", "p0")
        with deadline(HASTY), pytest.raises(VendorError):
            await anext(sentences)

    @pytest.mark.parametrize("reply", ["", " \n", "[p1]", "<think>well", "**"])
    async def test_an_answer_without_words_is_none(
        self, server: ChatServer, chat: Chat, reply: str
    ) -> None:
        server.brain = lambda _: reply
        with pytest.raises(VendorError) as raised:
            await replied(LLMResponder(chat), brief())
        assert raised.value.fault == "protocol"

    @pytest.mark.parametrize("vendor", VENDORS)
    async def test_nobody_there(self, vendor: Vendor) -> None:
        with nobody() as port:
            chat = chat_model(vendor, "model", f"http://127.0.0.1:{port}", timeout=PATIENT)
            with pytest.raises(VendorError) as raised:
                await replied(LLMResponder(chat), brief())
        assert raised.value.fault == "network"

    async def test_a_turn_that_is_cancelled_is_cancelled(
        self, server: ChatServer, chat: Chat
    ) -> None:
        server.fault = "silent"
        turn = asyncio.create_task(replied(LLMResponder(chat), brief()))
        await until(lambda: server.received)
        turn.cancel()
        with pytest.raises(asyncio.CancelledError):
            await turn
