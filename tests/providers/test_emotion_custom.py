"""Emotion models and moods of one's own."""

from collections.abc import Iterator, Sequence
from enum import Enum

import pytest

from core.errors import EmotionError, SettingsError
from core.moods import BY_NAME, Mood, add_mood
from core.state import Utterance
from providers.emotion.cued import CuedEmotion
from providers.emotion.custom import FunctionEmotion, custom_model
from providers.emotion.fake import FakeEmotion
from providers.emotion.llm import answer_model
from providers.llm.prompts import mood_messages


class Feeling(Enum):
    GLAD = "happy"
    SEASICK = "seasick"


@pytest.fixture
def seasick() -> Iterator[None]:
    add_mood(Mood("seasick", "unwell at sea", -0.6, -0.2, "calm"))
    yield
    del BY_NAME["seasick"]


def glad(text: str) -> tuple[Feeling, float]:
    return Feeling.GLAD, 3.0 if "very" in text else 0.7


async def by_context(text: str, context: Sequence[Utterance]) -> tuple[str, float]:
    return ("angry", -0.9) if context else ("neutral", 0)


def nonsense(text: str) -> str:
    return "happy"


def ill(text: str) -> tuple[Feeling, float]:
    return Feeling.SEASICK, -0.4


NOT_A_MODEL = 3


async def test_the_seeds_function_gives_a_mood_and_a_score() -> None:
    reading = await custom_model(f"{__name__}:glad").read("fine")
    assert (reading["mood"], reading["sentiment"], reading["confidence"]) == ("happy", 0.7, 1.0)
    assert sum(reading["scores"].values()) == 1.0
    assert (await custom_model(f"{__name__}:glad").read("very fine"))["sentiment"] == 1.0


async def test_a_function_may_wait_and_see_what_was_said_before() -> None:
    model = custom_model(f"{__name__}:by_context")
    assert (await model.read("hello"))["mood"] == "neutral"
    assert (await model.read("hello", [{"speaker": "caller", "text": "hi"}]))["mood"] == "angry"


@pytest.mark.parametrize("function", [nonsense, ill])
async def test_an_answer_that_is_none_is_an_error(function: object) -> None:
    with pytest.raises(EmotionError):
        await FunctionEmotion(function).read("hello")  # pyright: ignore[reportArgumentType]


@pytest.mark.usefixtures("seasick")
async def test_a_mood_of_ones_own_is_known_once_it_is_added() -> None:
    assert (await FunctionEmotion(ill).read("hello"))["mood"] == "seasick"


@pytest.mark.parametrize(
    "name", ["no.such.module:model", f"{__name__}:gone", f"{__name__}:NOT_A_MODEL"]
)
def test_one_that_is_not_there_is_named(name: str) -> None:
    with pytest.raises(SettingsError, match=name):
        custom_model(name)


@pytest.mark.usefixtures("seasick")
async def test_a_phrase_says_the_mood_whatever_the_model_reads() -> None:
    model = CuedEmotion(FakeEmotion(), {"seasick": ["feel sick", "queasy"], "happy": []})
    reading = await model.read("I Feel  nothing, but QUEASY")
    assert (reading["mood"], reading["sentiment"]) == ("seasick", -0.4)
    assert sum(reading["scores"].values()) == pytest.approx(1.0)
    assert (await model.read("queasyness is no word"))["mood"] == "neutral"


@pytest.mark.usefixtures("seasick")
def test_a_language_model_is_told_of_moods_of_ones_own() -> None:
    schema = answer_model().model_json_schema()
    assert "seasick" in schema["properties"]["mood"]["enum"]
    told = "".join(str(message) for message in mood_messages("hello", []))
    assert "seasick: unwell at sea" in told
