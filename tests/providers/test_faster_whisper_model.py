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
from providers.stt.faster_whisper import FasterWhisperSTT
from tests.providers.recordings import tone, written
from tests.providers.whisper_model import HEARD, build

pytest.importorskip("faster_whisper")
pytestmark = pytest.mark.asyncio(loop_scope="module")

SILENCE = written(np.zeros(16_000, np.float32), 16_000)
_noise = np.random.default_rng(1).normal(0, 0.2, 32_000)
SPEECH = written((_noise * (np.arange(32_000) % 8_000 < 4_000)).astype(np.float32), 16_000)
"""Not speech, but nothing steady either; the model hears the same in all."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("whisper"))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stt(folder: Path) -> AsyncIterator[FasterWhisperSTT]:
    made = FasterWhisperSTT(folder, queue_limit=2)
    await made.start()
    yield made
    await made.close()


@pytest.mark.parametrize("hint", ["", "Harbour Bikes, tandem", "<|endoftext|> <|de|>", "x " * 2000])
async def test_words_are_heard_whatever_the_hint(stt: FasterWhisperSTT, hint: str) -> None:
    transcript = await stt.transcribe(SPEECH, hint)
    assert transcript.text == HEARD
    assert 0.9 < transcript.confidence <= 1
    assert transcript.seconds == 2


async def test_a_minute_is_heard_window_by_window(stt: FasterWhisperSTT) -> None:
    minute = np.tile(_noise * (np.arange(32_000) % 8_000 < 4_000), 20).astype(np.float32)
    transcript = await stt.transcribe(written(minute, 16_000), "Harbour Bikes")
    assert transcript.text.startswith(HEARD)
    assert transcript.seconds == 40


async def test_what_holds_no_speech_is_not_shown_to_the_model(stt: FasterWhisperSTT) -> None:
    assert (await stt.transcribe(SILENCE)).text == ""
    with pytest.raises(AudioEmptyError):
        await stt.transcribe(b"")
    with pytest.raises(AudioError):
        await stt.transcribe(b"no audio")
    with pytest.raises(TooLargeError):
        await stt.transcribe(written(tone(61, 8_000), 8_000))
    assert (await stt.transcribe(SPEECH)).text == HEARD


async def test_busy_when_too_many_wait(stt: FasterWhisperSTT) -> None:
    asked = [stt.transcribe(SPEECH) for _ in range(6)]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert sum(isinstance(answer, BusyError) for answer in answers) == 3


async def test_the_loop_stays_free_and_a_cancelled_job_harms_no_other(
    stt: FasterWhisperSTT,
) -> None:
    job = asyncio.create_task(stt.transcribe(SPEECH))
    beats = 0
    while not job.done() and beats < 3:
        await asyncio.sleep(0)
        beats += 1
    assert not job.done()
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job
    assert (await stt.transcribe(SPEECH)).text == HEARD


async def test_it_loads_in_a_process_of_its_own_at_the_first_job(folder: Path) -> None:
    before = _children()
    stt = FasterWhisperSTT(folder, "de")
    assert _children() == before
    assert (await stt.transcribe(SPEECH)).text == HEARD
    assert len(_children() - before) == 1
    await stt.close()
    assert _children() == before
    with pytest.raises(SpeechToTextError):
        await stt.transcribe(SPEECH)


async def test_a_language_that_the_model_lacks_is_told_at_the_start(folder: Path) -> None:
    stt = FasterWhisperSTT(folder, "xx")
    with pytest.raises(SettingsError, match=r"STT_LANGUAGE.*'xx'"):
        await stt.start()
    await stt.close()


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
    folder: Path, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    spoilt = copytree(folder, tmp_path / "spoilt")
    spoil(spoilt)
    stt = FasterWhisperSTT(spoilt)
    with pytest.raises(SettingsError, match=r"WHISPER_FOLDER.*ct2-transformers-converter") as told:
        await stt.start()
    assert "http" not in str(told.value)
    await stt.close()


def _children() -> set[int]:
    return {child.pid for child in psutil.Process().children(recursive=True)}
