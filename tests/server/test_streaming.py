"""The streaming dialect over a real line: what comes, in which order, as soon as it is made."""

import asyncio
import json
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from core.errors import TextToSpeechError
from core.moods import Style, style_for
from core.seams import Brief, Sentence
from providers.tts.fake import FakeTTS
from server import outbox
from server.outbox import Outbox
from server.wire import Configured, ResponseText
from tests.server.line import Caller, serving

STREAM = {"type": "configure", "streaming": True}
TEXT = {"type": "text", "text": "tell me all"}


async def turn(caller: Caller, message: Any = TEXT) -> list[Any]:
    """All that one turn is answered with, binary messages as bytes."""
    heard = [await caller.sends(message)]
    while isinstance(heard[-1], bytes) or heard[-1]["type"] != "response_ended":
        heard.append(await caller.hears())
    return heard


def kinds(heard: list[Any]) -> list[str]:
    return ["audio" if isinstance(each, bytes) else each["type"] for each in heard]


class Scripted:
    """Says its sentences, each when it is let."""

    def __init__(self, *texts: str) -> None:
        self.texts, self.go = texts, asyncio.Semaphore(len(texts))

    async def respond(self, brief: Brief) -> AsyncIterator[Sentence]:
        for text in self.texts:
            await self.go.acquire()
            yield Sentence(text)


class Uneven(FakeTTS):
    """The longer the text, the sooner it is spoken."""

    async def synthesize(self, text: str, style: Style = "neutral") -> bytes:
        await asyncio.sleep(0.2 / len(text))
        return await super().synthesize(text, style)


async def test_pieces_come_numbered_and_in_order(tmp_path: Path) -> None:
    texts = ("Yes.", "We are open on Monday.", "And on Tuesday, from nine to five, as ever.")
    overrides = {"responder": Scripted(*texts), "tts": Uneven()}
    async with serving(tmp_path, overrides) as server, server.call("ann") as ann:
        assert await ann.sends(STREAM) == {"type": "configured", "streaming": True}
        heard = await turn(ann)
    started, ended = heard[0], heard[-1]
    assert started["type"] == "response_started"
    assert (started["turn"], started["session_id"]) == (1, ann.connected["session_id"])
    messages: list[Any] = [each for each in heard if not isinstance(each, bytes)]
    spelled = [each for each in messages if each["type"] == "response_text"]
    assert [(each["piece"], each["text"]) for each in spelled] == list(enumerate(texts, 1))
    sounds: list[tuple[Any, bytes]] = [
        (here, there) for here, there in pairwise(heard) if isinstance(there, bytes)
    ]
    assert [here["piece"] for here, _ in sounds] == [1, 2, 3]
    style = style_for(heard[-2]["mood"])
    for here, there in sounds:
        assert here["type"] == "response_audio"
        assert here["size"] == len(there)
        assert there == await FakeTTS().synthesize(texts[int(here["piece"]) - 1], style)
    assert kinds(heard)[-2:] == ["response_metadata", "response_ended"]
    metadata = heard[-2]
    assert metadata["response_text"] == " ".join(texts)
    assert metadata["audio_size"] == ended["audio_size"] == sum(len(there) for _, there in sounds)
    assert ended["pieces"] == 3
    assert ended["turn_id"] == started["turn_id"] == metadata["turn_id"]
    assert {each["turn"] for each in messages} == {1}


async def test_the_first_sentence_is_heard_while_the_second_is_not_yet_written(
    tmp_path: Path,
) -> None:
    responder = Scripted("We open at nine.", "And close at five.")
    responder.go = asyncio.Semaphore(1)
    async with serving(tmp_path, {"responder": responder}) as server, server.call("ann") as ann:
        await ann.sends(STREAM)
        first = [await ann.sends(TEXT), *[await ann.hears() for _ in range(3)]]
        assert kinds(first) == ["response_started", "response_text", "response_audio", "audio"]
        responder.go.release()
        rest = [await ann.hears() for _ in range(5)]
    assert kinds(rest)[:3] == ["response_text", "response_audio", "audio"]


async def test_it_can_be_asked_for_by_the_address_and_switched_off(tmp_path: Path) -> None:
    async with serving(tmp_path) as server:
        caller = server.call("ann")
        caller.address += "&streaming=true"
        async with caller as ann:
            assert kinds(await turn(ann))[0] == "response_started"
            off = await ann.sends({"type": "configure", "streaming": False})
            assert off == {"type": "configured", "streaming": False}
            assert (await ann.says("hello"))["turn"] == 2
            bad = await ann.sends({"type": "configure", "streaming": "perhaps"})
            assert bad["code"] == "invalid_message"


async def test_a_recording_that_is_none_ends_its_turn_with_an_error(tmp_path: Path) -> None:
    async with serving(tmp_path) as server, server.call("ann") as ann:
        await ann.sends(STREAM)
        heard = await turn(ann, b"no recording")
        assert kinds(heard) == ["response_started", "error", "response_ended"]
        started, error, ended = heard
        assert error["code"] == "invalid_audio"
        assert (error["turn"], error["turn_id"]) == (1, started["turn_id"])
        again = await turn(ann, b"say:hello")
        assert again[-2]["transcript"] == "hello"
        assert again[0]["turn"] == 1, "what failed is not counted"
        assert again[0]["turn_id"] != started["turn_id"] == ended["turn_id"]


async def test_an_error_beside_a_turn_is_not_that_turns(tmp_path: Path) -> None:
    responder = Scripted("We open at nine.")
    responder.go = asyncio.Semaphore(0)
    async with serving(tmp_path, {"responder": responder}) as server, server.call("ann") as ann:
        await ann.sends(STREAM)
        assert (await ann.sends(TEXT))["type"] == "response_started"
        error = await ann.sends("no json")
        assert (error["type"], error["code"]) == ("error", "invalid_message")
        assert (error["turn"], error["turn_id"]) == (None, None)
        responder.go.release()
        rest = [await ann.hears()]
        while isinstance(rest[-1], bytes) or rest[-1]["type"] != "response_ended":
            rest.append(await ann.hears())
    assert kinds(rest)[-2:] == ["response_metadata", "response_ended"]


async def test_an_error_of_the_plain_dialect_is_what_it_was(tmp_path: Path) -> None:
    async with serving(tmp_path) as server, server.call("ann") as ann:
        for message in ("no json", b"no recording"):
            error = await ann.sends(message)
            assert list(error) == ["type", "code", "message", "retryable"]


async def test_a_piece_without_a_voice_is_text_and_the_next_is_spoken(tmp_path: Path) -> None:
    class Stumbling(FakeTTS):
        async def synthesize(self, text: str, style: Style = "neutral") -> bytes:
            if text.startswith("Two"):
                raise TextToSpeechError("no voice")
            return await super().synthesize(text, style)

    overrides = {"responder": Scripted("One.", "Two.", "Three."), "tts": Stumbling()}
    async with serving(tmp_path, overrides) as server, server.call("ann") as ann:
        await ann.sends(STREAM)
        heard = await turn(ann)
    spoken = [each["piece"] for each in heard if kinds([each]) == ["response_audio"]]
    assert spoken == [1, 3]
    degraded = next(each for each in heard if kinds([each]) == ["degraded"])
    assert degraded == {"type": "degraded", "turn": 1, "stage": "speak", "code": "tts_failed"}
    assert heard[-2]["degraded"] == ["speak"]


async def test_who_vanishes_in_mid_reply_is_noticed_and_the_turn_recorded(tmp_path: Path) -> None:
    responder = Scripted("One.", "Two.")
    responder.go = asyncio.Semaphore(1)
    async with serving(tmp_path, {"responder": responder}) as server:
        async with server.call("ann") as ann:
            await ann.sends(STREAM)
            await ann.sends(TEXT)
            await ann.vanishes()
        responder.go.release()
        stats = await server.json("/users/ann/emotion-stats")
        assert stats["emotion_stats"]["total_sessions"] == 1
        [record] = await server.services.context.journal.turns(ann.connected["session_id"])
        assert record["turn"].get("reply") == "One. Two."


class Wire:
    """A client's end: it takes messages only when it is let."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.taken: list[str | bytes] = []
        self.closed = 0

    async def send_text(self, data: str) -> None:
        await self.go.wait()
        self.taken.append(data)

    async def send_bytes(self, data: bytes) -> None:
        await self.go.wait()
        self.taken.append(data)

    async def close(self, code: int = 1000) -> None:
        self.closed = code


@pytest.mark.looptime
async def test_a_slow_client_holds_up_who_sends_and_fills_no_memory() -> None:
    wire = Wire()
    box = Outbox(wire, "session")
    taken = 0

    async def send() -> None:
        nonlocal taken
        for number in range(100):
            await box.put(ResponseText(turn=1, piece=number, text="x"), b"sound")
            taken += 1

    sending = asyncio.create_task(send())
    await asyncio.sleep(0.05)
    assert taken <= outbox.WAITING + 1
    wire.go.set()
    await sending
    await box.close()
    assert [json.loads(each)["piece"] for each in wire.taken if isinstance(each, str)] == list(
        range(100)
    )
    assert wire.taken[1::2] == [b"sound"] * 100


@pytest.mark.looptime
async def test_a_client_that_takes_nothing_is_hung_up_on() -> None:
    wire = Wire()
    box = Outbox(wire, "session", patience=0.05)
    for _ in range(100):
        await asyncio.wait_for(box.put(Configured(streaming=True)), 5)
    await asyncio.wait_for(box.close(), 5)
    assert wire.closed == outbox.TOO_SLOW
    assert wire.taken == []


@pytest.mark.parametrize("streaming", [True, False])
async def test_a_client_that_reads_nothing_costs_a_bounded_amount(
    tmp_path: Path, streaming: bool
) -> None:
    """Over a real line: the kernel's buffers fill, then the server's turn waits."""

    class Loud(FakeTTS):
        made = 0

        async def synthesize(self, text: str, style: Style = "neutral") -> bytes:
            self.made += 1
            return b"\0" * 4_000_000

    loud = Loud()
    async with (
        serving(tmp_path, {"tts": loud}, turns_ahead=200) as server,
        server.call("ann") as ann,
    ):
        await ann.sends({"type": "configure", "streaming": streaming})
        ann.line.transport.pause_reading()
        for _ in range(40):
            await ann.line.send(json.dumps(TEXT))
        sentences_a_turn, before = 2, 0
        async with asyncio.timeout(60):
            while loud.made != before or loud.made < 2 * sentences_a_turn:
                before = loud.made
                await asyncio.sleep(0.5)
        assert loud.made < sentences_a_turn * (outbox.WAITING + 10)
        await ann.vanishes()
        stats = await server.json("/users/ann/emotion-stats")
        assert stats["emotion_stats"]["total_sessions"] == 1
