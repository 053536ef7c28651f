"""faster-whisper itself, on a tiny model made here; skipped where the extra is not installed."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from shutil import copytree

import numpy as np
import psutil
import pytest
import pytest_asyncio

from core.errors import (
    AudioEmptyError,
    AudioError,
    BusyError,
    SettingsError,
    SpeechToTextError,
    TooLargeError,
)
from providers.audio import decode
from providers.silence import is_silent
from providers.stt.faster_whisper import FasterWhisperSTT
from providers.stt.faster_whisper_worker import load, recognise
from providers.tts.espeak import CALLER_VOICE, EspeakTTS
from providers.workers import Workers
from tests.providers.recordings import tone, written
from tests.providers.whisper_model import HEARD, build

pytest.importorskip("faster_whisper")
pytestmark = pytest.mark.asyncio(loop_scope="module")

RATE = 16_000
PATIENCE = 120.0
SILENCE = written(np.zeros(RATE, np.float32), RATE)
_rng = np.random.default_rng(1)
_time = np.arange(3 * RATE)
NOISES = {
    "gusts": _rng.normal(0, 0.1, 3 * RATE) * (_time % 8_000 < 4_000),
    "clicks": _rng.normal(0, 0.5, 3 * RATE) * (_time % 4_000 < 60),
    "beeps": 0.3 * np.sin(2 * np.pi * 440 * _time / RATE) * (_time % 8_000 < 4_000),
}
"""None is steady enough to be told from speech by its level."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("whisper"))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stt(folder: Path) -> AsyncIterator[FasterWhisperSTT]:
    made = FasterWhisperSTT(folder, queue_limit=2)
    await made.start()
    yield made
    await made.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def caller() -> AsyncIterator[EspeakTTS]:
    tts = EspeakTTS(CALLER_VOICE)
    yield tts
    await tts.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def speech(caller: EspeakTTS) -> bytes:
    return await caller.synthesize_wav("Are you open on Sunday?")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def loader() -> AsyncIterator[Workers]:
    """One process that has the libraries, for one model after the other."""
    workers = Workers(1, 1)
    yield workers
    await workers.close()


@pytest.mark.parametrize("hint", ["", "Harbour Bikes, tandem", "<|endoftext|> <|de|>", "x " * 2000])
async def test_words_are_heard_whatever_the_hint(
    stt: FasterWhisperSTT, speech: bytes, hint: str
) -> None:
    transcript = await stt.transcribe(speech, hint)
    assert transcript.text.startswith(HEARD)
    assert 0.9 < transcript.confidence <= 1
    assert transcript.seconds == pytest.approx(decode(speech)[1])


@pytest.mark.parametrize("language", ["en", None])
@pytest.mark.parametrize("noise", NOISES)
async def test_noise_is_not_heard_as_words(
    loader: Workers, folder: Path, noise: str, language: str | None
) -> None:
    samples = NOISES[noise].astype(np.float32)
    assert not is_silent(samples, RATE)
    await loader.run(load, str(folder), language, 1, limit=PATIENCE)
    audio = written(samples, RATE)
    heard = await loader.run(recognise, audio, language, "Harbour Bikes", limit=PATIENCE)
    assert heard == ("", 0.0, 3.0)


async def test_a_minute_is_heard_window_by_window(stt: FasterWhisperSTT, caller: EspeakTTS) -> None:
    minute = await caller.synthesize_wav("Are you open on Sunday, and do you have parking? " * 12)
    transcript = await stt.transcribe(minute, "Harbour Bikes")
    assert transcript.text.count(HEARD) > 1
    assert 30 < transcript.seconds < 60


async def test_what_holds_no_speech_is_not_shown_to_the_model(
    stt: FasterWhisperSTT, speech: bytes
) -> None:
    assert (await stt.transcribe(SILENCE)).text == ""
    with pytest.raises(AudioEmptyError):
        await stt.transcribe(b"")
    with pytest.raises(AudioError):
        await stt.transcribe(b"no audio")
    with pytest.raises(TooLargeError):
        await stt.transcribe(written(tone(61, 8_000), 8_000))
    assert (await stt.transcribe(speech)).text.startswith(HEARD)


async def test_busy_when_too_many_wait(stt: FasterWhisperSTT, speech: bytes) -> None:
    asked = [stt.transcribe(speech) for _ in range(6)]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert sum(isinstance(answer, BusyError) for answer in answers) == 3


async def test_the_loop_stays_free_and_a_cancelled_job_harms_no_other(
    stt: FasterWhisperSTT, speech: bytes
) -> None:
    job = asyncio.create_task(stt.transcribe(speech))
    beats = 0
    while not job.done() and beats < 3:
        await asyncio.sleep(0)
        beats += 1
    assert not job.done()
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job
    assert (await stt.transcribe(speech)).text.startswith(HEARD)


async def test_it_loads_in_a_process_of_its_own_at_the_first_job(
    folder: Path, speech: bytes
) -> None:
    before = _children()
    stt = FasterWhisperSTT(folder, "de")
    assert _children() == before
    assert (await stt.transcribe(speech)).text.startswith(HEARD)
    assert len(_children() - before) == 1
    await stt.close()
    assert _children() == before
    with pytest.raises(SpeechToTextError):
        await stt.transcribe(speech)


async def test_a_language_that_the_model_lacks_is_told_at_the_start(
    loader: Workers, folder: Path
) -> None:
    with pytest.raises(SettingsError, match=r"STT_LANGUAGE.*'xx'"):
        await loader.run(load, str(folder), "xx", 1, limit=PATIENCE)


def _cut(folder: Path) -> None:
    os.truncate(folder / "model.bin", 100_000)


def _other_model(folder: Path) -> None:
    (folder / "model.bin").write_bytes(b"GGUF" + bytes(1_000))


def _no_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").write_text("{}")


def _unmarked_tokenizer(folder: Path) -> None:
    file = folder / "tokenizer.json"
    file.write_text(file.read_text().replace("<|transcribe|>", "<|other|>"))


def _few_words(folder: Path) -> None:
    (folder / "vocabulary.json").write_text('["a", "b"]')


def _no_json(folder: Path) -> None:
    (folder / "config.json").write_text("{")


def _other_mels(folder: Path) -> None:
    (folder / "preprocessor_config.json").write_text('{"feature_size": 128}')


@pytest.mark.parametrize(
    "spoil",
    [_cut, _other_model, _no_tokenizer, _unmarked_tokenizer, _few_words, _no_json, _other_mels],
)
async def test_a_model_that_does_not_work_is_one_clear_error_at_the_start(
    loader: Workers, folder: Path, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    spoilt = copytree(folder, tmp_path / "spoilt")
    spoil(spoilt)
    with pytest.raises(SettingsError, match=r"WHISPER_FOLDER.*ct2-transformers-converter") as told:
        await loader.run(load, str(spoilt), None, 1, limit=PATIENCE)
    assert "http" not in str(told.value)


async def test_the_start_tells_it(folder: Path, tmp_path: Path) -> None:
    spoilt = copytree(folder, tmp_path / "spoilt")
    _cut(spoilt)
    stt = FasterWhisperSTT(spoilt)
    with pytest.raises(SettingsError, match="WHISPER_FOLDER"):
        await stt.start()
    await stt.close()


def _children() -> set[int]:
    return {child.pid for child in psutil.Process().children(recursive=True)}
