"""What callers of a business say is understood, and the language model behind that is sound."""

import math
from collections.abc import AsyncIterator
from typing import Protocol, cast

import jiwer
import pocketsphinx
import pytest
import pytest_asyncio

from providers.stt.dictionary import pronounceable
from providers.stt.pocketsphinx import PocketsphinxSTT
from providers.stt.pocketsphinx_worker import CALLERS_MODEL
from providers.tts.espeak import EspeakTTS

STORY = (
    "what is your address",
    "that does not help where exactly are you located",
    "whatever",
    "i need your exact address again",
    "perfect thank you",
    "book me for tomorrow at two pm",
    "yes please",
    "great thanks",
)
"""The callers' lines of `make demo`."""

COMMON = (
    "do you have parking",
    "are you open on sunday",
    "how much does a haircut cost",
    "i'd like to cancel my appointment on thursday",
    "can i speak to a manager please",
    "is there anything free on friday morning",
    "i have been waiting for an hour",
    "thank you very much goodbye",
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stt() -> AsyncIterator[PocketsphinxSTT]:
    stt = PocketsphinxSTT(workers=1)
    yield stt
    await stt.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def caller() -> AsyncIterator[EspeakTTS]:
    tts = EspeakTTS()
    yield tts
    await tts.close()


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("lines", [STORY, COMMON], ids=["story", "common"])
async def test_callers_are_understood(
    lines: tuple[str, ...], stt: PocketsphinxSTT, caller: EspeakTTS
) -> None:
    heard = [await stt.transcribe(await caller.synthesize_wav(line)) for line in lines]
    assert jiwer.wer(list(lines), [transcript.text for transcript in heard]) <= 0.25
    assert all(0 < transcript.confidence <= 1 for transcript in heard)


@pytest.mark.asyncio(loop_scope="module")
async def test_what_no_caller_says_is_left_to_the_general_model(
    stt: PocketsphinxSTT, caller: EspeakTTS
) -> None:
    line = "the president of the united states spoke about foreign policy"
    text = (await stt.transcribe(await caller.synthesize_wav(line))).text
    assert "president of the united states" in text


class NGrams(Protocol):
    """What we use of the untyped `pocketsphinx.NGramModel`."""

    def prob(self, words: list[str]) -> int:
        """The logarithm of P(the first word | the others, the last one said first)."""
        ...


class LogMath(Protocol):
    def exp(self, value: int) -> float: ...


@pytest.mark.parametrize("context", [(), ("<s>",), ("thank",), ("<s>", "book"), ("tomorrow", "at")])
def test_the_callers_model_is_a_distribution_over_words(context: tuple[str, ...]) -> None:
    unigrams = CALLERS_MODEL.read_text().split("\\1-grams:\n")[1].split("\n\n")[0].splitlines()
    words = {line.split("\t")[1] for line in unigrams} - {"<s>"}
    assert 4_000 < len(words) < 10_000
    assert words - {"</s>"} <= pronounceable()
    config = pocketsphinx.Config()
    logmath = pocketsphinx.LogMath()
    model = cast(NGrams, pocketsphinx.NGramModel(config, logmath, str(CALLERS_MODEL)))
    before = list(reversed(context))
    logs = [model.prob([word, *before]) for word in sorted(words)]
    total = math.fsum(cast(LogMath, logmath).exp(log) for log in logs)
    assert total == pytest.approx(1, abs=0.02)
