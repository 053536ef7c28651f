"""Broken messages by the dozen, with the real recogniser and its real decoders."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from evals.fuzz import QUESTION, fuzz, recordings
from evals.mutants import mutants
from providers.stt.pocketsphinx import PocketsphinxSTT
from providers.tts.espeak import EspeakTTS
from tests.server.line import serving

COUNT, SEED = 150, 7


@pytest_asyncio.fixture
async def voice() -> AsyncIterator[EspeakTTS]:
    tts = EspeakTTS()
    yield tts
    await tts.close()


@pytest_asyncio.fixture
async def ears() -> AsyncIterator[PocketsphinxSTT]:
    stt = PocketsphinxSTT(workers=2)
    await stt.start()
    yield stt
    await stt.close()


async def test_every_mutant_is_answered_and_the_next_caller_heard(
    tmp_path: Path, voice: EspeakTTS, ears: PocketsphinxSTT
) -> None:
    clips = recordings(await voice.synthesize_wav("yes"))
    async with serving(tmp_path, {"stt": ears, "tts": voice}) as server:
        report = await fuzz(server.port, mutants(clips, range(COUNT), SEED))
        assert len(report.outcomes) == COUNT
        assert report.misses == []
        assert report.faults == []
        codes = {outcome.code for outcome in report.outcomes}
        assert {"turn", "invalid_audio", "invalid_message", "too_large"} <= codes
        assert "internal_error" not in codes
        async with server.call("ann") as ann:
            heard = await ann.speaks(await voice.synthesize_wav(QUESTION))
            assert heard["transcript"] == QUESTION
            assert heard["turn"] == 1


def test_a_mutant_can_be_made_again_from_its_number() -> None:
    clips = [b"RIFF" + bytes(60), bytes(range(100))]
    series = list(mutants(clips, range(200), SEED))
    assert list(mutants(clips, range(120, 121), SEED)) == [series[120]]
    assert list(mutants(clips, range(200), SEED + 1)) != series
