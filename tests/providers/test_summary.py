"""The contract of every summarizer, and the seed's stories summed up."""

import json
from collections.abc import Sequence
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.appointments import BookingStatus
from core.moods import BY_NAME
from core.outcomes import ENDINGS, OUTCOMES, Ending
from core.seams import Summarizer
from core.state import SessionSummary, TurnRecord
from providers.summary.fake import FakeSummarizer
from providers.summary.llm import LLMSummarizer
from providers.summary.rules import RulesSummarizer
from tests.providers.llm import OVER_HTTP, vendors
from tests.providers.sessions import (
    booked_session,
    poor_session,
    repaired_session,
    session,
    summed,
    turn,
)

SUMMARIZERS: dict[str, Summarizer] = {
    "rules": RulesSummarizer(),
    "fake": FakeSummarizer(),
    **{name: LLMSummarizer(chat) for name, chat in vendors().items()},
}

RECORDS = st.lists(
    st.builds(
        turn,
        st.none() | st.text(max_size=200) | st.sampled_from(["", "where are you", "thanks"]),
        st.sampled_from(sorted(BY_NAME)),
        st.sampled_from([True, False, None]),
        sentiment=st.floats(-1, 1),
        booking=st.sampled_from(get_args(BookingStatus)),
    ),
    max_size=12,
)


@pytest.fixture(params=SUMMARIZERS, name="summarizer")
def a_summarizer(request: pytest.FixtureRequest) -> Summarizer:
    return SUMMARIZERS[request.param]


def assert_valid(summary: SessionSummary, turns: Sequence[TurnRecord]) -> None:
    assert json.loads(json.dumps(summary)) == summary
    assert {key: summary.get(key) for key in session()} == session(summary["ended"])
    assert "strategy" not in summary
    assert "greeting" not in summary
    assert summary["turns"] == len(turns)
    assert summary["outcome"] in OUTCOMES
    assert 0.5 <= summary["confidence"] <= 0.95
    assert -1 <= summary["average_sentiment"] <= 1
    assert [point["turn"] for point in summary["trajectory"]] == [
        record["turn"]["index"] for record in turns
    ]
    assert all(abs(point["change"]) >= 0.499 for point in summary["turning_points"])


class TestContract:
    @pytest.mark.parametrize("ended", ENDINGS)
    async def test_no_turn_is_abandoned(self, summarizer: Summarizer, ended: Ending) -> None:
        summary = await summed(by=summarizer, ended=ended)
        assert_valid(summary, [])
        assert summary["outcome"] == "abandoned"
        assert summary["average_sentiment"] == 0

    async def test_turns_without_optional_keys(self, summarizer: Summarizer) -> None:
        turns = [turn(None), turn(None, "happy")]
        assert_valid(await summed(*turns, by=summarizer), turns)

    async def test_good_and_poor_are_told_apart(self, summarizer: Summarizer) -> None:
        poor = await summed(*poor_session(), by=summarizer)
        good = await summed(*repaired_session(), by=summarizer)
        assert poor["outcome"] in ("unsatisfied", "frustrated")
        assert good["outcome"] in ("satisfied", "highly_satisfied")

    @settings(max_examples=60, deadline=None)
    @given(turns=RECORDS, ended=st.sampled_from(ENDINGS))
    async def test_any_session_is_summed_up_the_same_each_time(
        self, turns: list[TurnRecord], ended: Ending
    ) -> None:
        for name in SUMMARIZERS.keys() - vendors():
            await assert_repeats(SUMMARIZERS[name], turns, ended)

    @settings(max_examples=OVER_HTTP, deadline=None)
    @given(turns=RECORDS, ended=st.sampled_from(ENDINGS))
    async def test_so_is_it_by_a_language_model(
        self, turns: list[TurnRecord], ended: Ending
    ) -> None:
        for name in vendors():
            await assert_repeats(SUMMARIZERS[name], turns, ended)


async def assert_repeats(by: Summarizer, turns: list[TurnRecord], ended: Ending) -> None:
    summary = await summed(*turns, ended=ended, by=by)
    assert_valid(summary, turns)
    assert summary == await summed(*turns, ended=ended, by=by)


class TestStories:
    async def test_the_poor_session(self) -> None:
        summary = await summed(*poor_session(), ended="dropped")
        moods = [point["mood"] for point in summary["trajectory"]]
        assert moods == ["neutral", "frustrated", "resigned"]
        assert summary["outcome"] == "unsatisfied"
        assert summary["confidence"] == pytest.approx(0.85, abs=0.05)
        assert summary["pain_points"] == [
            'Failed to answer "What\'s your address?" (asked about the address or location); '
            'the caller said "That doesn\'t help. Where exactly are you located?" and "Whatever..."'
        ]
        assert summary["failed_intents"] == ["What's your address?"]
        assert summary["positive_moments"] == []
        assert summary["average_sentiment"] == -0.333
        assert summary["turning_points"] == [
            {
                "turn": 2,
                "before": "neutral",
                "after": "frustrated",
                "change": -0.6,
                "text": "That doesn't help. Where exactly are you located?",
            }
        ]

    @pytest.mark.parametrize("answered", [True, False, None])
    async def test_its_pain_names_the_location_whatever_the_flags(
        self, answered: bool | None
    ) -> None:
        turns = poor_session()
        for record in turns:
            record["turn"]["answered"] = answered
        summary = await summed(*turns, ended="dropped")
        assert summary["outcome"] in ("unsatisfied", "frustrated")
        assert any("address or location" in point for point in summary["pain_points"])
        assert summary["failed_intents"][0] == "What's your address?"

    async def test_the_repaired_session(self) -> None:
        summary = await summed(*repaired_session())
        assert summary["outcome"] == "satisfied"
        assert summary["pain_points"] == []
        assert summary["failed_intents"] == []
        assert summary["positive_moments"][0].startswith(
            'Answered "I need your exact address again" (asked about the address or location)'
        )
        assert summary["positive_moments"][-1].endswith('the caller said "Perfect, thank you!"')

    async def test_the_booked_session(self) -> None:
        summary = await summed(*booked_session())
        assert summary["outcome"] == "highly_satisfied"
        assert summary["positive_moments"] == [
            'Booked after "Book me for tomorrow at 2 PM"; the caller said "Great, thanks!"'
        ]


class TestTurningPoints:
    async def test_a_slow_drift_turns_once(self) -> None:
        falling = [0.4, 0.1, -0.2, -0.5, -0.8]
        summary = await summed(*(turn("well", sentiment=value) for value in falling))
        assert len(summary["turning_points"]) == 1
        assert summary["turning_points"][0]["change"] == pytest.approx(-0.6)

    async def test_a_steady_mood_never_turns(self) -> None:
        assert (await summed(*(turn("well", "happy") for _ in range(9))))["turning_points"] == []

    async def test_the_largest_twenty_are_kept_in_order(self) -> None:
        swings = [turn("well", sentiment=(-1) ** n * 0.3) for n in range(60)]
        swings[-1]["mood"]["sentiment"] = -1.0
        points = (await summed(*swings))["turning_points"]
        assert len(points) == 20
        assert points[-1]["turn"] == 60
        assert [point["turn"] for point in points] == sorted(point["turn"] for point in points)
