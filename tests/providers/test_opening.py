"""The contract of every opening chooser, and how the rules greet after each history."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.outcomes import OUTCOMES, STRATEGIES, Outcome
from core.seams import OpeningChooser
from core.state import SessionSummary
from providers.summary.fake import FakeOpening
from providers.summary.llm import LLMOpening
from providers.summary.opening import STANDARD_GREETING, RulesOpening
from tests.providers.llm import OVER_HTTP, vendors

CHOOSERS: dict[str, OpeningChooser] = {
    "rules": RulesOpening(),
    "fake": FakeOpening(),
    **{name: LLMOpening(chat) for name, chat in vendors().items()},
}

REPAIR = (
    "Welcome back. Last time I may not have fully met your expectations. "
    "I'll make sure to be extra attentive today."
)


def summary(outcome: Outcome, *pains: str, session_id: str = "s1") -> SessionSummary:
    return {
        "session_id": session_id,
        "user_id": "u1",
        "business_id": "b1",
        "started_at": "2026-01-05T10:00:00+00:00",
        "ended_at": "2026-01-05T10:05:00+00:00",
        "ended": "closed",
        "turns": 3,
        "trajectory": [],
        "turning_points": [],
        "average_sentiment": 0.0,
        "outcome": outcome,
        "confidence": 0.8,
        "pain_points": list(pains),
        "positive_moments": [],
        "failed_intents": [],
    }


async def greeting_after(*history: SessionSummary) -> str:
    return (await RulesOpening().choose(history))["greeting"]


@pytest.fixture(params=CHOOSERS, name="chooser")
def a_chooser(request: pytest.FixtureRequest) -> OpeningChooser:
    return CHOOSERS[request.param]


class TestContract:
    @pytest.mark.parametrize(
        ("outcome", "strategy"),
        [
            ("highly_satisfied", "continuity_positive"),
            ("satisfied", "continuity_positive"),
            ("neutral", "standard"),
            ("unsatisfied", "repair"),
            ("frustrated", "repair"),
            ("abandoned", "re_engage"),
        ],
    )
    async def test_the_last_session_sets_the_tone(
        self, chooser: OpeningChooser, outcome: Outcome, strategy: str
    ) -> None:
        assert (await chooser.choose([summary(outcome)]))["strategy"] == strategy

    async def test_nobody_known_is_a_first_meeting(self, chooser: OpeningChooser) -> None:
        assert (await chooser.choose([]))["strategy"] == "first_meeting"

    @settings(deadline=None, max_examples=40)
    @given(outcomes=st.lists(st.sampled_from(OUTCOMES), max_size=20), pain=st.text(max_size=80))
    async def test_any_history_gets_one_valid_opening(
        self, outcomes: list[Outcome], pain: str
    ) -> None:
        for name in CHOOSERS.keys() - vendors():
            await assert_one(CHOOSERS[name], outcomes, pain)

    @settings(deadline=None, max_examples=OVER_HTTP)
    @given(outcomes=st.lists(st.sampled_from(OUTCOMES), max_size=20), pain=st.text(max_size=80))
    async def test_so_it_does_by_a_language_model(self, outcomes: list[Outcome], pain: str) -> None:
        for name in vendors():
            await assert_one(CHOOSERS[name], outcomes, pain)


async def assert_one(chooser: OpeningChooser, outcomes: list[Outcome], pain: str) -> None:
    history = [summary(outcome, pain) for outcome in outcomes]
    opening = await chooser.choose(history)
    assert opening == await chooser.choose(history)
    assert opening["strategy"] in STRATEGIES
    assert opening["greeting"].strip()
    assert json.loads(json.dumps(opening)) == opening


class TestGreetings:
    async def test_the_standard_one(self) -> None:
        assert STANDARD_GREETING == "Hello! How can I assist you today?"
        assert await greeting_after() == STANDARD_GREETING
        assert await greeting_after(summary("neutral")) == STANDARD_GREETING

    async def test_after_a_poor_session(self) -> None:
        greeting = await greeting_after(summary("unsatisfied"))
        assert greeting.startswith(REPAIR)
        assert greeting.endswith("?")

    async def test_after_a_good_one(self) -> None:
        greeting = await greeting_after(summary("satisfied"))
        assert greeting.startswith("Great to see you again! Let's keep the momentum going.")

    async def test_after_a_brief_one(self) -> None:
        assert await greeting_after(summary("abandoned")) == (
            "Hello again. I noticed our last conversation was brief. "
            "I'm here to help - what can I do for you today?"
        )

    async def test_little_variants_depend_on_the_session(self) -> None:
        sessions = [summary("satisfied", session_id=f"s{n}") for n in range(20)]
        greetings = {await greeting_after(session) for session in sessions}
        assert len(greetings) > 1
        assert len({greeting.split("!")[0] for greeting in greetings}) == 1


class TestTopic:
    POINT = (
        'Failed to answer "Where is my purple unicorn, what\'s your address?" '
        "(asked about the address or location)"
    )

    async def test_named_in_our_words_never_the_callers(self) -> None:
        greeting = await greeting_after(summary("frustrated", self.POINT))
        assert "our address" in greeting
        assert "unicorn" not in greeting

    async def test_of_the_last_pain_point(self) -> None:
        greeting = await greeting_after(
            summary("frustrated", self.POINT, 'The caller was angry (about parking): "no"')
        )
        assert "parking" in greeting
        assert "address" not in greeting

    @pytest.mark.parametrize("pain", ["Failed to refund my money", "Something was off"])
    async def test_unnamed_where_indiscreet_or_unclear(self, pain: str) -> None:
        assert "If it is about" not in await greeting_after(summary("frustrated", pain))

    async def test_of_the_session_that_is_owed_not_the_last(self) -> None:
        greeting = await greeting_after(summary("neutral"), summary("frustrated", self.POINT))
        assert "our address" in greeting


class TestLookingBack:
    @pytest.mark.parametrize(
        ("outcomes", "strategy"),
        [
            (["neutral", "unsatisfied"], "repair"),
            (["neutral", "abandoned", "frustrated"], "repair"),
            (["neutral", "satisfied", "frustrated"], "standard"),
            (["neutral", "neutral", "neutral", "frustrated"], "repair"),
            (["neutral", "neutral", "neutral", "neutral", "frustrated"], "standard"),
            (["neutral", "satisfied"], "standard"),
            (["neutral", "satisfied", "highly_satisfied"], "continuity_positive"),
            (["neutral", "neutral", "satisfied", "satisfied", "frustrated"], "continuity_positive"),
            (["abandoned", "frustrated"], "repair"),
            (["abandoned", "satisfied", "frustrated"], "re_engage"),
            (["satisfied", "frustrated"], "continuity_positive"),
            (["unsatisfied", "highly_satisfied", "highly_satisfied"], "repair"),
        ],
    )
    async def test_more_than_the_last_session_counts(
        self, outcomes: list[Outcome], strategy: str
    ) -> None:
        opening = await RulesOpening().choose([summary(outcome) for outcome in outcomes])
        assert opening["strategy"] == strategy
