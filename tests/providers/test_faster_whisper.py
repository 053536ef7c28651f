"""faster-whisper: refused at once without its folder or package; what is made of its segments."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core.errors import SettingsError
from providers.audio import Samples
from providers.stt.faster_whisper import NEEDED, FasterWhisperSTT
from providers.stt.faster_whisper_worker import read
from providers.stt.openai_answer import Answer
from providers.stt.segments import Segment, heard


@dataclass
class Part:
    text: str
    start: float
    end: float
    avg_logprob: float
    no_speech_prob: float


class Model:
    """In place of `WhisperModel`, whose package is an option."""

    def __init__(self, *parts: Part) -> None:
        self.parts = parts
        self.asked: dict[str, Any] = {}

    def transcribe(self, audio: Samples, **options: Any) -> tuple[Iterable[Part], None]:
        self.asked = options
        return iter(self.parts), None


def test_without_a_folder_the_setting_is_named() -> None:
    with pytest.raises(SettingsError, match="WHISPER_FOLDER"):
        FasterWhisperSTT(None)


@pytest.mark.parametrize("name", ["nowhere", "tiny", "Systran/faster-whisper-tiny"])
def test_a_missing_folder_is_never_taken_for_a_name_on_a_hub(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match=f"WHISPER_FOLDER: there is no folder.*{name}"):
        FasterWhisperSTT(tmp_path / name)


@pytest.mark.parametrize("missing", [*NEEDED, "vocabulary.json"])
def test_what_a_folder_lacks_is_named(tmp_path: Path, missing: str) -> None:
    _fill(tmp_path)
    (tmp_path / missing).unlink()
    with pytest.raises(SettingsError, match=f"{missing}.*ct2-transformers-converter"):
        FasterWhisperSTT(tmp_path)


@pytest.mark.skipif(find_spec("faster_whisper") is not None, reason="the package is there")
def test_without_the_package_the_extra_is_named(tmp_path: Path) -> None:
    _fill(tmp_path)
    with pytest.raises(SettingsError, match=r"\[whisper\]"):
        FasterWhisperSTT(tmp_path)


def test_the_model_is_asked_and_its_segments_read() -> None:
    model = Model(Part(" Are you open?", 0, 2, 0.0, 0.0), Part(" Thank you.", 2, 4, -1.5, 0.8))
    text, confidence = read(model, np.zeros(16_000, np.float32), "en", "Harbour\nBikes")
    assert (text, confidence) == ("Are you open?", 1.0)
    assert model.asked == {
        "language": "en",
        "hotwords": "Harbour Bikes",
        "condition_on_previous_text": False,
        "vad_filter": True,
    }
    read(model, np.zeros(16_000, np.float32), None, "")
    assert model.asked["hotwords"] is None


def test_a_hint_holds_none_of_the_models_own_marks() -> None:
    model = Model()
    read(model, np.zeros(16_000, np.float32), "en", "Harbour <|endoftext|><|de|> Bikes")
    assert model.asked["hotwords"] == "Harbour Bikes"


@given(
    st.lists(
        st.builds(
            Segment,
            text=st.text(max_size=5),
            seconds=st.floats(-10, 60),
            logprob=st.floats(allow_infinity=True, allow_nan=True),
            no_speech=st.floats(0, 1),
        ),
        max_size=5,
    )
)
def test_confidence_is_in_bounds_whatever_a_model_says(segments: list[Segment]) -> None:
    text, confidence = heard(segments)
    assert 0 <= confidence <= 1
    assert text or confidence == 0


NUMBER = st.floats() | st.none() | st.integers(-2, 2)
SEGMENT = st.fixed_dictionaries(
    {},
    optional={
        "text": st.text(max_size=3),
        "start": NUMBER,
        "end": NUMBER,
        "avg_logprob": NUMBER,
        "no_speech_prob": NUMBER,
    },
)
TOKEN = st.fixed_dictionaries({}, optional={"logprob": NUMBER})


@given(st.none() | st.lists(SEGMENT, max_size=3), st.none() | st.lists(TOKEN, max_size=3))
def test_no_answer_of_a_vendor_is_taken_on_trust(segments: object, logprobs: object) -> None:
    answer: dict[str, object] = {"text": "yes", "segments": segments, "logprobs": logprobs}
    try:
        text, confidence = Answer.model_validate(answer).heard()
    except ValidationError:
        return
    assert 0 <= confidence <= 1
    assert text or confidence == 0


def _fill(folder: Path) -> None:
    for name in (*NEEDED, "vocabulary.json"):
        (folder / name).write_bytes(b"x")
