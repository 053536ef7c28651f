"""A transcription's `text` is kept, however odd what comes beside it."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.stt.openai_answer import UNSAID, Answer

SOUND: dict[str, Any] = {
    "text": "are you open",
    "start": 0.0,
    "end": 2.0,
    "avg_logprob": -0.1,
    "no_speech_prob": 0.0,
}


def heard(**fields: Any) -> tuple[str, float]:
    answer = {"text": "are you open", **fields}
    return Answer.model_validate_json(json.dumps(answer)).heard()


@pytest.mark.parametrize("field", ["no_speech_prob", "start", "end"])
@pytest.mark.parametrize("value", [None, -0.0001])
def test_a_field_that_is_null_or_slightly_off_costs_nothing(field: str, value: Any) -> None:
    text, confidence = heard(segments=[SOUND | {field: value}])
    assert text == "are you open"
    assert confidence == pytest.approx(math.exp(-0.1), abs=0.01)


def test_probabilities_are_clamped() -> None:
    parts = [SOUND | {"no_speech_prob": 1.0000001}, SOUND | {"avg_logprob": 0.5}]
    assert heard(segments=parts) == ("are you open", 1.0), "the first is silence, the second sure"
    assert heard(segments=[*parts, {"text": ""}]) == ("are you open", 1.0), "no words, no doubt"


@pytest.mark.parametrize(
    "fields",
    [
        {"segments": [SOUND | {"avg_logprob": None}]},
        {"segments": [SOUND | {"text": None}]},
        {"segments": [SOUND | {"text": " "}]},
        {"segments": [SOUND | {"avg_logprob": float("nan")}]},
        {"segments": [SOUND, "words"]},
        {"segments": {"0": SOUND}},
        {"segments": "none"},
        {"logprobs": [{"logprob": "low"}]},
        {"logprobs": [-0.1]},
        {"logprobs": 3},
    ],
)
def test_what_cannot_be_read_leaves_the_words(fields: dict[str, Any]) -> None:
    assert heard(**fields) == ("are you open", UNSAID)


ODD = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*SOUND, "logprob"]), inner, max_size=5)
    ),
    max_leaves=8,
)


@given(ODD, ODD)
def test_nothing_beside_the_words_is_a_fault(segments: Any, logprobs: Any) -> None:
    _, confidence = heard(segments=segments, logprobs=logprobs)
    assert 0.0 <= confidence <= 1.0
