"""A reply that a service writes: cut off, silent, endless, or whole at last."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from core.deadline import deadline
from core.degradation import Notes, collecting
from core.seams import Brief, Sentence
from providers.chat.fake import FakeResponder
from providers.resilience.breaker import MISREADINGS
from providers.resilience.fake import FAULTS, NOTED, CutOff, Faulty
from providers.resilience.health import Health
from providers.resilience.responder import CLOSING, FallbackResponder
from tests.providers.test_resilience_fallbacks import BRIEF, replies

pytestmark = pytest.mark.looptime


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_reply_cut_in_the_middle_is_closed_and_not_repeated(fault: str) -> None:
    health, notes = Health(), Notes()
    it = FallbackResponder([("acme", CutOff(fault)), ("embedded", FakeResponder())], health)
    with collecting(notes), deadline(0.5):
        assert await replies(it) == ["We open at nine.", CLOSING]
    noted = NOTED.get(fault, fault)
    assert notes.timings() == {"respond_degraded": f"acme:{noted}"}
    assert health.figures()["respond.acme"]["errors"] == {noted: 1}


async def test_a_reply_without_a_word_is_a_failure() -> None:
    class Silent:
        async def respond(self, brief: Brief) -> AsyncIterator[Sentence]:
            for text in ():
                yield Sentence(text)

    it = FallbackResponder([("acme", Silent()), ("embedded", FakeResponder())], Health())
    assert await replies(it) == await replies(FakeResponder())


async def test_a_listener_who_leaves_frees_the_connection() -> None:
    closed = asyncio.Event()

    class Endless:
        async def respond(self, brief: Brief) -> AsyncIterator[Sentence]:
            try:
                while True:
                    yield Sentence("And another thing.")
            finally:
                closed.set()

    it = FallbackResponder([("acme", Endless()), ("embedded", FakeResponder())], Health())
    stream: Any = it.respond(BRIEF)
    await anext(stream)
    await anext(stream)
    await stream.aclose()
    assert closed.is_set()


async def test_replies_that_break_off_each_time_open_the_breaker() -> None:
    health, vendor = Health(), CutOff("protocol")
    it = FallbackResponder([("acme", vendor), ("embedded", FakeResponder())], health)
    for _ in range(8):
        await replies(it)
    assert vendor.calls == MISREADINGS
    assert health.states()["respond.acme"]["state"] == "open"


async def test_a_probe_that_breaks_off_after_its_first_sentence_rests_twice_as_long() -> None:
    now = 0.0
    health = Health(lambda: now)
    it = FallbackResponder([("acme", CutOff("network")), ("embedded", FakeResponder())], health)
    rests: list[float] = []
    for _ in range(3):
        assert await replies(it) == ["We open at nine.", CLOSING]
        rests.append(health.states()["respond.acme"]["retry_in_s"])
        now += rests[-1]
    assert rests == [10, 20, 40]


async def test_a_reply_is_a_success_once_it_is_whole() -> None:
    now = 0.0
    health = Health(lambda: now)
    it = FallbackResponder([("acme", FakeResponder()), ("embedded", Faulty("crash"))], health)
    health.service("respond", "acme").breaker.failed("network")
    now = 10.0
    stream: Any = it.respond(BRIEF)
    await anext(stream)
    assert health.states()["respond.acme"]["state"] == "half_open"
    assert [sentence async for sentence in stream]
    assert health.states()["respond.acme"]["state"] == "closed"


async def test_a_listener_who_leaves_a_probe_gives_its_place_back() -> None:
    now = 0.0
    health = Health(lambda: now)
    it = FallbackResponder([("acme", FakeResponder()), ("embedded", FakeResponder())], health)
    breaker = health.service("respond", "acme").breaker
    breaker.failed("network")
    now = 10.0
    stream: Any = it.respond(BRIEF)
    await anext(stream)
    assert not breaker.admits()
    await stream.aclose()
    assert breaker.state == "half_open"
    assert breaker.admits()
