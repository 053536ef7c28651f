"""faster-whisper, loaded in a worker only: a model takes seconds to load and may crash."""

import os
import re
from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, cast

from core.errors import SettingsError
from providers.stt.segments import Segment, heard

if TYPE_CHECKING:
    from providers.audio import Samples


class _Part(Protocol):
    text: str
    start: float
    end: float
    avg_logprob: float
    no_speech_prob: float


class Model(Protocol):
    """What we use of `faster_whisper.WhisperModel`."""

    def transcribe(
        self,
        audio: "Samples",
        *,
        language: str | None,
        hotwords: str | None,
        condition_on_previous_text: bool,
        vad_filter: bool,
    ) -> tuple[Iterable[_Part], Any]: ...


CONVERT = (
    "Make it by ct2-transformers-converter --model MODEL --output_dir FOLDER "
    "--copy_files tokenizer.json preprocessor_config.json"
)

_CONTROL = re.compile(r"<\|.*?\|>")
"""The model's own marks, which its tokenizer would obey in any text."""

_models: dict[str, Model] = {}


def load(folder: str, language: str | None, threads: int) -> None:
    """Load the model of a folder and try it; raises SettingsError if it is none that works.

    The server's own work goes first on the machine. A wrong tokenizer, preprocessor or GPU
    driver shows only when something is transcribed, and so does a language that is unknown.
    """
    os.nice(5)
    os.environ["HF_HUB_OFFLINE"] = "1"
    try:
        whisper = cast(Any, import_module("faster_whisper"))
        model = whisper.WhisperModel(
            folder, device="auto", compute_type="auto", cpu_threads=threads, local_files_only=True
        )
        known: list[str] = model.supported_languages
        if language is None or language in known:
            _try(model, language)
    except Exception as error:  # The tokenizers' own errors are of no narrower class.
        raise SettingsError(
            f"WHISPER_FOLDER: {folder!r} holds no model that faster-whisper can use "
            f"({' '.join(str(error).split())[:200]}). {CONVERT}"
        ) from error
    if language is not None and language not in known:
        raise SettingsError(
            f"STT_LANGUAGE: the Whisper model does not know {language!r}, "
            f"only {', '.join(sorted(known))}."
        )
    _models["only"] = model


def _try(model: Any, language: str | None) -> None:
    import numpy as np

    from providers.audio import RATE

    second = np.zeros(RATE, np.float32)
    parts, _ = model.transcribe(second, language=language, temperature=0.0, max_new_tokens=1)
    list(parts)
    # What finds speech is loaded too, at its first use.
    model.transcribe(second, language=language or "en", vad_filter=True)


def recognise(audio: bytes, language: str | None, hint: str) -> tuple[str, float, float]:
    """The words, the confidence in them, in [0, 1], and the length of the audio in seconds.

    Raises what `providers.audio.decode` raises; silence is not shown to the model.
    """
    from providers.audio import RATE, decode
    from providers.silence import is_silent

    samples, seconds = decode(audio)
    if is_silent(samples, RATE):
        return "", 0.0, seconds
    return (*read(_models["only"], samples, language, hint), seconds)


def read(model: Model, samples: "Samples", language: str | None, hint: str) -> tuple[str, float]:
    """What a model hears in samples at 16 kHz.

    Each window is read by itself: one that goes wrong would lead the next astray. The hint
    is shown with each, as an `initial_prompt` would be with the first only. Silero's model,
    which the package brings along, finds the speech first: with a hint, Whisper makes words
    of clicks and gusts, the hint's own among them.
    """
    parts, _ = model.transcribe(
        samples,
        language=language,
        hotwords=" ".join(_CONTROL.sub(" ", hint).split()) or None,
        condition_on_previous_text=False,
        vad_filter=True,
    )
    return heard(
        [
            Segment(part.text, part.end - part.start, part.avg_logprob, part.no_speech_prob)
            for part in parts
        ]
    )
