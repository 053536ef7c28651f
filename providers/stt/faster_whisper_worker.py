"""faster-whisper, loaded in a worker only: a model takes seconds to load and may crash."""

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
        initial_prompt: str | None,
        condition_on_previous_text: bool,
    ) -> tuple[Iterable[_Part], Any]: ...


_models: dict[str, Model] = {}


def load(folder: str) -> None:
    """Load the model of a folder; raises SettingsError if it is none."""
    whisper = cast(Any, import_module("faster_whisper"))
    try:
        _models["only"] = whisper.WhisperModel(
            folder, device="auto", compute_type="auto", local_files_only=True
        )
    except (RuntimeError, ValueError, OSError) as error:
        raise SettingsError("WHISPER_FOLDER: the model could not be loaded.") from error


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

    Each window is read by itself: one that goes wrong would lead the next astray.
    """
    parts, _ = model.transcribe(
        samples,
        language=language,
        initial_prompt=" ".join(hint.split()) or None,
        condition_on_previous_text=False,
    )
    return heard(
        [
            Segment(part.text, part.end - part.start, part.avg_logprob, part.no_speech_prob)
            for part in parts
        ]
    )
