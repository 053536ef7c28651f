"""Speech to text by a Whisper model in a local folder, through faster-whisper (CTranslate2)."""

import os
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from core.errors import SettingsError, SpeechToTextError
from core.seams import Transcript
from providers.stt import faster_whisper_worker
from providers.workers import Workers

NEEDED = ("model.bin", "config.json", "tokenizer.json")
"""Without any of these the library would ask a hub on the network for it."""

VOCABULARIES = ("vocabulary.json", "vocabulary.txt")
"""One of them, by the age of the converter."""

_MAX_THREADS = 4
_LIMIT_SECONDS = 120.0
"""For a minute of speech, which is the longest, on a slow machine."""

_START_SECONDS = 300.0
"""For a large model, three gigabytes, from a slow disk."""


class FasterWhisperSTT:
    """One model, in `workers` processes, each with the model in its memory.

    `folder` holds a model converted for CTranslate2; nothing is ever downloaded.
    `language` is ISO 639-1, None to have it detected; `queue_limit` is how many
    utterances may wait. Raises SettingsError without a folder, a file of it or the
    package. Call `close` at the end; `start` beforehand loads the model.
    """

    def __init__(
        self,
        folder: Path | None,
        language: str | None = None,
        workers: int = 1,
        queue_limit: int = 16,
    ) -> None:
        self._language = language
        # Threads shorten one caller's wait; a core they may not have would lengthen it.
        threads = max(1, min(os.cpu_count() or 1, _MAX_THREADS) // workers)
        start = partial(faster_whisper_worker.load, str(_checked(folder)), language, threads)
        self._workers = Workers(
            workers,
            queue_limit,
            start,
            "speech recognition",
            failure=SpeechToTextError,
            start_limit=_START_SECONDS,
        )

    async def start(self) -> None:
        """Load the model; raises SettingsError if it cannot be loaded."""
        await self._workers.start()

    async def transcribe(self, audio: bytes, hint: str = "") -> Transcript:
        text, confidence, seconds = await self._workers.run(
            faster_whisper_worker.recognise, audio, self._language, hint, limit=_LIMIT_SECONDS
        )
        return Transcript(text, confidence, seconds)

    async def close(self) -> None:
        await self._workers.close()


def _checked(folder: Path | None) -> Path:
    """The folder, if all is there. The library takes a missing one for a name on the hub."""
    if folder is None:
        raise SettingsError("WHISPER_FOLDER: name the folder of a CTranslate2 Whisper model.")
    if not folder.is_dir():
        raise SettingsError(f"WHISPER_FOLDER: there is no folder {str(folder)!r}.")
    missing = [name for name in NEEDED if not (folder / name).is_file()]
    if not any((folder / name).is_file() for name in VOCABULARIES):
        missing.append(VOCABULARIES[0])
    if missing:
        raise SettingsError(
            f"WHISPER_FOLDER: {str(folder)!r} lacks {', '.join(missing)}. "
            f"{faster_whisper_worker.CONVERT}."
        )
    if find_spec("faster_whisper") is None:
        raise SettingsError(
            "STT: faster-whisper needs the optional extra: pip install '.[whisper]'."
        )
    return folder.absolute()
