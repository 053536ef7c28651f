"""Emotion models by name, and anybody's own."""

from collections.abc import Sequence
from enum import Enum

import pytest

from core.errors import SettingsError
from core.state import MoodReading, Utterance
from evals.provider import Remembered, emotion_model
from evals.sessions import gold_reading


class Feeling(Enum):
    GLAD = "happy"


class Counting:
    def __init__(self) -> None:
        self.calls = 0

    async def read(self, text: str, context: Sequence[Utterance] = ()) -> MoodReading:
        self.calls += 1
        return gold_reading("happy", 0.8)


def of_the_text(text: str) -> tuple[Feeling, float]:
    return Feeling.GLAD, 0.7


async def of_both(text: str, context: Sequence[Utterance]) -> MoodReading:
    return gold_reading("angry" if context else "happy", 0.0)


@pytest.mark.parametrize(
    ("name", "mood"),
    [("of_the_text", "happy"), ("of_both", "angry"), ("Counting", "happy")],
)
async def test_a_model_of_ones_own(name: str, mood: str) -> None:
    model = emotion_model(f"{__name__}:{name}")
    assert (await model.read("hello", [{"speaker": "caller", "text": "hi"}]))["mood"] == mood


@pytest.mark.parametrize("name", ["psychic", "no.such.module:model", f"{__name__}:missing"])
def test_one_that_is_not_there(name: str) -> None:
    with pytest.raises(SettingsError, match=name.partition(":")[0]):
        emotion_model(name)


async def test_each_message_in_its_context_is_read_once() -> None:
    counting = Counting()
    model = Remembered(counting)
    for _ in range(2):
        await model.read("ok")
        await model.read("ok", [{"speaker": "caller", "text": "hi"}])
        await model.read("ok", [{"speaker": "assistant", "text": "hi"}])
    assert counting.calls == 3
