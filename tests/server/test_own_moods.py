"""The seed's promises of a model, moods and thresholds of one's own, by settings alone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.moods import BY_NAME, style_for
from server.services import emotion_of, outcome_thresholds
from server.setting_kinds import OwnMood
from server.settings import Settings


def always_seasick(text: str) -> tuple[str, float]:
    return "seasick", -0.4


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    mood = OwnMood(name="seasick", meaning="unwell at sea", low=-0.6, high=-0.2, style="calm")
    given: Any = {"_env_file": None, "data_dir": tmp_path, "moods": [mood]}
    yield Settings(**given, emotion_model=f"{__name__}:always_seasick")
    BY_NAME.pop("seasick", None)


async def test_a_model_of_ones_own_gives_a_mood_of_ones_own(settings: Settings) -> None:
    assert (await emotion_of(settings).read("hello"))["mood"] == "seasick"
    assert style_for("seasick") == "calm"


async def test_without_a_model_its_phrases_say_it(settings: Settings) -> None:
    mood = settings.moods[0].model_copy(update={"cues": ("queasy",)})
    plain = settings.model_copy(update={"emotion_model": None, "moods": [mood]})
    assert (await emotion_of(plain).read("I feel queasy"))["mood"] == "seasick"
    reading = await emotion_of(plain).read("when do you open")
    assert reading["mood"] == "neutral"
    assert list(reading["scores"]) == list(BY_NAME)


def test_the_outcomes_cuts_are_settings(settings: Settings) -> None:
    cuts = outcome_thresholds(settings.model_copy(update={"outcome_highly_satisfied": 0.7}))
    assert (cuts.highly_satisfied, cuts.satisfied, cuts.unsatisfied, cuts.frustrated) == (
        0.7,
        0.15,
        -0.15,
        -0.6,
    )
