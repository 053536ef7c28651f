"""The cache of speech: bounded in bytes, one synthesis for all who ask, no errors kept."""

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import VendorError
from core.moods import Style
from providers.tts.cache import CachedTTS
from providers.tts.fake import FakeTTS

pytestmark = pytest.mark.looptime

FRAME = 156


class Slow:
    """A voice that waits until it may speak, and fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.may_speak = asyncio.Event()
        self.failures = failures
        self.asked = 0
        self.cancelled = 0
        self.closed = False

    async def synthesize(self, text: str, style: Style = "neutral") -> bytes:
        self.asked += 1
        try:
            await self.may_speak.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        if self.failures:
            self.failures -= 1
            raise VendorError("no", "server")
        return text.encode()

    async def close(self) -> None:
        self.closed = True


async def test_what_was_said_is_not_made_again() -> None:
    inner = FakeTTS()
    voice = CachedTTS(inner, 10_000)
    first = await voice.synthesize("Hello.", "calm")
    assert await voice.synthesize("Hello.", "calm") == first
    assert inner.spoken == [("Hello.", "calm")]
    await voice.synthesize("Hello.", "cheerful")
    assert len(inner.spoken) == 2
    await voice.close()
    assert voice.size == 0


async def test_the_oldest_unused_goes_first() -> None:
    inner = FakeTTS()
    voice = CachedTTS(inner, 2 * (FRAME + 1))
    for text in ("a", "b", "a", "c", "a", "b"):
        await voice.synthesize(text)
    assert [text for text, _ in inner.spoken] == ["a", "b", "c", "b"]


@given(st.lists(st.text("abcé", min_size=1, max_size=4), max_size=40), st.integers(0, 1_000))
def test_it_never_outgrows_its_bound(texts: Sequence[str], bound: int) -> None:
    async def grow() -> None:
        voice = CachedTTS(FakeTTS(), bound)
        for text in texts:
            assert await voice.synthesize(text) == await FakeTTS().synthesize(text)
            assert voice.size <= bound

    asyncio.run(grow())


async def test_all_who_ask_at_once_share_one() -> None:
    inner = Slow()
    voice = CachedTTS(inner, 1_000)
    asked = [asyncio.create_task(voice.synthesize("Hello.")) for _ in range(5)]
    await asyncio.sleep(0)
    asked[0].cancel()
    inner.may_speak.set()
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert answers[1:] == [b"Hello."] * 4
    assert isinstance(answers[0], asyncio.CancelledError)
    assert (inner.asked, inner.cancelled) == (1, 0)


async def test_what_nobody_waits_for_is_not_finished() -> None:
    inner = Slow()
    voice = CachedTTS(inner, 1_000)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(voice.synthesize("Hello."), 0.01)
    await asyncio.sleep(0)
    assert inner.cancelled == 1
    inner.may_speak.set()
    assert await voice.synthesize("Hello.") == b"Hello."


async def test_an_error_reaches_all_and_is_not_kept() -> None:
    inner = Slow(failures=1)
    inner.may_speak.set()
    voice = CachedTTS(inner, 1_000)
    both = await asyncio.gather(
        voice.synthesize("Hello."), voice.synthesize("Hello."), return_exceptions=True
    )
    assert [type(each) for each in both] == [VendorError, VendorError]
    assert inner.asked == 1
    assert await voice.synthesize("Hello.") == b"Hello."


async def test_closing_ends_what_is_being_made_and_the_voice() -> None:
    inner = Slow()
    voice = CachedTTS(inner, 1_000)
    await voice.start()
    asked = asyncio.create_task(voice.synthesize("Hello."))
    await asyncio.sleep(0)
    await voice.close()
    await asyncio.wait([asked])
    assert asked.cancelled()
    assert inner.closed
