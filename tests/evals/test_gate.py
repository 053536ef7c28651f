"""The gate: the default providers are no worse than they were, and it would notice if they were."""

import os

import pytest

from evals.gate import SUITES, Floor, fallen, floors
from evals.provider import AlwaysNeutral, emotion_model
from server.settings import Settings

# With a key, LangSmith keeps the record of each case; without one nothing reaches out.
pytestmark = [pytest.mark.langsmith] if os.environ.get("LANGSMITH_API_KEY") else []


@pytest.fixture(name="default")
def the_default_model() -> str:
    return str(Settings.model_fields["emotion"].default)


async def test_nothing_fell(default: str) -> None:
    assert await fallen(emotion_model(default)) == []


async def test_a_model_that_always_says_neutral_is_caught_by_name() -> None:
    lines = await fallen(AlwaysNeutral())
    caught = "\n".join(lines)
    for table in (
        "mood, our sessions, test part",
        "sentiment, our sessions, test part",
        "outcome, moods read by gated",
        "opening, moods read by gated",
    ):
        assert f"{table}: " in caught
    assert "macro-F1 fell to 0.053, the floor is" in caught
    assert not any(line.startswith(("retrieval", "booking")) for line in lines)


async def test_a_row_that_is_gone_is_noticed(default: str) -> None:
    gone = [Floor("opening, by crystal ball", "accuracy", 0.1)]
    lines = await fallen(emotion_model(default), gone, suites=("opening",))
    assert lines == ["opening, by crystal ball: no figure for accuracy"]


def test_every_suite_of_the_gate_has_a_floor() -> None:
    assert {floor.table.split(",")[0] for floor in floors()} >= set(SUITES)
