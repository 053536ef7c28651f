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
    "i'd like to cancel my appointment on thursday",
    "can i speak to a manager please",
    "i have been waiting for an hour",
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
async def test_callers_are_understood(stt: PocketsphinxSTT, caller: EspeakTTS) -> None:
    lines = [*STORY, *COMMON]
    heard = [await stt.transcribe(await caller.synthesize_wav(line)) for line in lines]
    # It is 0.17; without the callers' model, 0.42.
    assert jiwer.wer(lines, [transcript.text for transcript in heard]) <= 0.25
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
    """What we use of the untyped `pocketsphinx.LogMath`."""

    def exp(self, value: int) -> float: ...


@pytest.fixture(scope="module")
def logmath() -> LogMath:
    return cast(LogMath, pocketsphinx.LogMath())


@pytest.fixture(scope="module")
def model(logmath: LogMath) -> NGrams:
    """The callers' model, as pocketsphinx reads it."""
    return cast(NGrams, pocketsphinx.NGramModel(pocketsphinx.Config(), logmath, str(CALLERS_MODEL)))


@pytest.fixture(scope="module")
def words() -> set[str]:
    """All that the model may predict, the end of the utterance among it."""
    unigrams = CALLERS_MODEL.read_text().split("\\1-grams:\n")[1].split("\n\n")[0]
    return {line.split("\t")[1] for line in unigrams.splitlines()} - {"<s>"}


def test_every_word_of_the_callers_model_can_be_pronounced(words: set[str]) -> None:
    assert 4_000 < len(words) < 10_000
    assert words - {"</s>"} <= pronounceable()


@pytest.mark.parametrize("context", [(), ("<s>",), ("thank",), ("<s>", "book"), ("tomorrow", "at")])
def test_after_a_context_the_probabilities_sum_to_one(
    model: NGrams, logmath: LogMath, words: set[str], context: tuple[str, ...]
) -> None:
    logs = [model.prob([word, *reversed(context)]) for word in words]
    assert math.fsum(map(logmath.exp, logs)) == pytest.approx(1, abs=0.02)
