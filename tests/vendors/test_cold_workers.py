"""Where our own workers still start, their delay is not taken for the vendor's."""

import pytest

from core.deadline import deadline
from core.degradation import Notes, collecting
from providers.resilience.fallbacks import FallbackSTT
from providers.resilience.health import Health
from providers.stt.fake import FakeSTT, said
from providers.stt.openai import OpenAISTT


# By the loop's clock no process starts in time, and the first of two ends is always the first.
@pytest.mark.looptime
async def test_workers_that_still_start_are_not_the_vendors_fault() -> None:
    cold = OpenAISTT("secret", "http://127.0.0.1:9/v1", "whisper-large-v3-turbo")
    health, notes = Health(), Notes()
    stt = FallbackSTT([("groq", cold), ("embedded", FakeSTT())], health)
    with deadline(0.1), collecting(notes):
        assert (await stt.transcribe(said("hello"))).text == "hello"
    await cold.close()
    assert notes.timings() == {"transcribe_degraded": "groq:busy"}
    assert health.states()["transcribe.groq"]["state"] == "closed"
