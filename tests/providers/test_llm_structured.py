"""Forms filled in by a language model: what is asked, what is mended, how it fails."""

import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.appointments import no_booking, nothing_known
from core.errors import Fault as Told
from core.errors import VendorError
from core.moods import BY_NAME, MOODS
from providers.booking.llm import BookingAnswer, LLMBookingDetector
from providers.emotion.llm import LLMEmotion, MoodAnswer, reading_of
from providers.llm.models import Chat, chat_model
from providers.llm.structured import Answer, schema_of
from providers.summary.llm import GreetingAnswer, LLMOpening, LLMSummarizer, OutcomeAnswer
from tests.providers.llm import groq, like_groq, openai
from tests.providers.sessions import poor_session, summed
from tests.vendors.brain import brain
from tests.vendors.chat_server import ChatServer, Fault
from tests.vendors.patience import HASTY, PATIENT
from tests.vendors.plain_openai import plain_openai

NOW = datetime(2026, 10, 14, 10, 0, tzinfo=UTC)
MOOD = {"mood": "angry", "sentiment": -0.9, "confidence": 0.8, "runner_up": "frustrated"}


@pytest.fixture(name="server")
def a_server() -> Iterator[ChatServer]:
    with ChatServer(brain, retry_after="7") as server:
        yield server


@pytest.fixture(params=[groq, like_groq, openai], ids=["groq", "like groq", "openai"], name="chat")
def a_chat(request: pytest.FixtureRequest, server: ChatServer) -> Chat:
    return request.param(server)


async def read_mood(chat: Chat) -> object:
    return await LLMEmotion(chat).read("This is outrageous!")


async def sum_up(chat: Chat) -> object:
    return await summed(*poor_session(), by=LLMSummarizer(chat))


async def choose_opening(chat: Chat) -> object:
    return await LLMOpening(chat).choose([await summed(*poor_session())])


async def detect_booking(chat: Chat) -> object:
    detector = LLMBookingDetector(chat)
    return await detector.detect("Book me in", no_booking(), [], NOW, nothing_known())


TASKS: list[Callable[[Chat], Awaitable[object]]] = [
    read_mood,
    sum_up,
    choose_opening,
    detect_booking,
]
FAULTS: list[tuple[Fault, Told, int]] = [
    ("unauthorized", "auth", 1),
    ("limited", "limit", 1),
    ("broken", "server", 1),
    ("silent", "timeout", 1),
    ("malformed", "protocol", 1),
    ("garbage", "protocol", 2),
    ("refused by groq", "protocol", 2),
]


class TestAsking:
    @pytest.mark.parametrize("task", TASKS)
    async def test_a_strict_schema_and_no_stream(
        self, server: ChatServer, chat: Chat, task: Callable[[Chat], Awaitable[object]]
    ) -> None:
        await task(chat)
        (asked,) = server.received
        assert asked.body["response_format"]["json_schema"]["strict"] is True
        assert not asked.body.get("stream")
        assert "is data" in asked.system

    async def test_no_strict_schema_where_groqs_model_has_none(self, server: ChatServer) -> None:
        await read_mood(chat_model("groq", "llama-4", server.url, timeout=PATIENT))
        assert "strict" not in server.received[0].body["response_format"]["json_schema"]

    async def test_every_mood_is_explained_and_may_be_chosen(
        self, server: ChatServer, chat: Chat
    ) -> None:
        await LLMEmotion(chat).read("Hm.", [{"speaker": "assistant", "text": "We are closed."}])
        (asked,) = server.received
        fields = asked.body["response_format"]["json_schema"]["schema"]["properties"]
        assert fields["mood"]["enum"] == list(BY_NAME)
        assert all(f"{mood.name}: {mood.meaning}" in asked.system for mood in MOODS)
        assert "assistant: We are closed." in asked.everything

    @pytest.mark.parametrize("form", [MoodAnswer, OutcomeAnswer, GreetingAnswer, BookingAnswer])
    def test_schemas_require_all_and_allow_no_more(self, form: type[Answer]) -> None:
        schema = schema_of(form)
        assert schema["required"] == list(schema["properties"])
        assert schema["additionalProperties"] is False
        assert "default" not in json.dumps(schema)

    async def test_words_nobody_said_are_no_matter_for_a_model(
        self, server: ChatServer, chat: Chat
    ) -> None:
        assert (await LLMEmotion(chat).read(" "))["mood"] == "neutral"
        assert (await summed(by=LLMSummarizer(chat)))["outcome"] == "abandoned"
        assert (await LLMOpening(chat).choose([]))["strategy"] == "first_meeting"
        assert not server.received


class TestMending:
    @pytest.mark.parametrize(
        "first",
        [
            "I would say they are angry.",
            '{"mood": "furious", "sentiment": -1, "confidence": 1, "runner_up": null}',
            '{"mood": "angry", "sentiment": NaN}',
            '{"mood": "angry"',
            "",
        ],
    )
    async def test_what_cannot_be_read_goes_back_once(
        self, server: ChatServer, chat: Chat, first: str
    ) -> None:
        server.script = [first, json.dumps(MOOD)]
        assert (await LLMEmotion(chat).read("This is outrageous!"))["mood"] == "angry"
        asked = server.received[1].body["messages"]
        assert "could not be used" in asked[-1]["content"]
        assert not first or asked[-2]["content"] == first

    async def test_groqs_own_refusal_goes_back_too(self, server: ChatServer, chat: Chat) -> None:
        server.faults = ["refused by groq"]
        assert await read_mood(chat)
        assert len(server.received) == 2

    async def test_an_object_in_a_code_block_will_do(self, server: ChatServer, chat: Chat) -> None:
        server.script = [f"Here it is:\n```json\n{json.dumps(MOOD)}\n```"]
        assert (await LLMEmotion(chat).read("This is outrageous!"))["mood"] == "angry"


class TestServersThatKnowLess:
    @pytest.mark.parametrize(("formats", "refused"), [(("json_object",), 1), ((), 2)])
    async def test_are_asked_for_what_they_know(
        self, formats: tuple[str, ...], refused: int
    ) -> None:
        async with plain_openai(formats=formats) as server:
            chat = chat_model("openai", "tiny", f"{server.root}/v1", timeout=PATIENT)
            copy = replace(chat, timeout=PATIENT)
            assert (await LLMEmotion(chat).read("Hm."))["mood"] == MOODS[-1].name
            assert len(server.asked) == refused + 1
            assert await choose_opening(copy), "and it is remembered by all of that chat"
            assert len(server.asked) == refused + 2
            last = server.asked[-1].body
        wanted = {"type": "json_object"} if formats else None
        assert last.get("response_format") == wanted
        assert '"additionalProperties": false' in last["messages"][0]["content"]

    async def test_another_refusal_teaches_nothing(self, server: ChatServer) -> None:
        chat = openai(server)
        server.fault = "refused"
        with pytest.raises(VendorError):
            await read_mood(chat)
        server.fault = None
        assert await read_mood(chat)
        formats = [asked.body.get("response_format", {}).get("type") for asked in server.received]
        assert formats == ["json_schema", "json_object", None, "json_schema"]

    async def test_one_that_ignores_the_format_is_shown_the_schema_once(
        self, server: ChatServer
    ) -> None:
        server.script = ["They are angry.", json.dumps(MOOD)]
        await read_mood(openai(server))
        assert '"runner_up"' in server.received[1].body["messages"][-1]["content"]


class TestFaults:
    @pytest.mark.parametrize(("fault", "told", "calls"), FAULTS)
    @pytest.mark.parametrize("task", TASKS)
    async def test_each_is_told_in_time(
        self,
        server: ChatServer,
        chat: Chat,
        task: Callable[[Chat], Awaitable[object]],
        fault: Fault,
        told: Told,
        calls: int,
    ) -> None:
        server.fault = fault
        if fault == "silent":
            chat = replace(chat, timeout=HASTY)
        with pytest.raises(VendorError) as raised:
            await task(chat)
        assert raised.value.fault == told
        assert len(server.received) == calls or (fault == "silent" and not server.received)
        assert raised.value.retry_after == (7 if fault == "limited" else None)
        assert "outrageous" not in str(raised.value)


@given(
    mood=st.sampled_from(sorted(BY_NAME)),
    sentiment=st.floats(allow_nan=False),
    confidence=st.floats(allow_nan=False),
    runner_up=st.none() | st.sampled_from(sorted(BY_NAME)),
)
def test_any_numbers_make_a_sound_reading(
    mood: str, sentiment: float, confidence: float, runner_up: str | None
) -> None:
    found = reading_of(mood, sentiment, confidence, runner_up)
    assert BY_NAME[mood].low <= found["sentiment"] <= BY_NAME[mood].high
    assert sum(found["scores"].values()) == pytest.approx(1.0)
    ranked = sorted(found["scores"], key=found["scores"].__getitem__, reverse=True)
    assert ranked[0] == mood
    assert found["scores"][mood] == found["confidence"]
    if runner_up and runner_up != mood and found["confidence"] < 1:
        assert ranked[1] == runner_up
