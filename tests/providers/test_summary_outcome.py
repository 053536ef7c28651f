"""How the rules judge the outcome of a session."""

import pytest

from core.outcomes import ENDINGS
from providers.summary.outcome import OutcomeThresholds
from providers.summary.rules import RulesSummarizer
from tests.providers.sessions import booked_session, summed, turn


class TestOutcome:
    async def test_one_question_answered_and_left_is_neutral(self) -> None:
        for ended in ENDINGS:
            summary = await summed(turn("what are your hours", answered=True), ended=ended)
            assert summary["outcome"] == "neutral"

    async def test_left_quickly_without_an_answer_is_abandoned(self) -> None:
        unanswered = turn("what are your hours", answered=False)
        dropped = await summed(unanswered, ended="dropped")
        closed = await summed(unanswered)
        assert dropped["outcome"] == closed["outcome"] == "abandoned"
        assert dropped["confidence"] > closed["confidence"]
        assert (await summed(turn("hello"), turn("hm"), ended="dropped"))["outcome"] == "abandoned"

    async def test_unheard_turns_are_no_caller_turn(self) -> None:
        assert (await summed(turn(""), turn("  "), turn(None)))["outcome"] == "abandoned"

    async def test_a_thankful_goodbye_is_not_abandoned(self) -> None:
        summary = await summed(turn("hello"), turn("thanks", "satisfied"), ended="dropped")
        assert summary["outcome"] == "satisfied"

    @pytest.mark.parametrize(
        "moods",
        [
            ["angry"],
            ["neutral", "neutral", "neutral", "neutral", "angry"],
            ["neutral", "neutral", "frustrated", "frustrated"],
            ["neutral", "frustrated", "frustrated", "resigned"],
        ],
    )
    async def test_anger_or_repeated_frustration_at_the_end(self, moods: list[str]) -> None:
        summary = await summed(*(turn("well", mood) for mood in moods))
        assert summary["outcome"] == "frustrated"

    async def test_misery_throughout_is_frustrated_in_any_mood(self) -> None:
        turns = [turn("well", "disappointed", sentiment=-0.7) for _ in range(3)]
        assert (await summed(*turns))["outcome"] == "frustrated"

    async def test_frustration_made_good_is_not_held_against_the_end(self) -> None:
        moods = ["frustrated", "frustrated", "neutral", "satisfied", "happy"]
        summary = await summed(*(turn("well", mood, True) for mood in moods))
        assert summary["outcome"] == "satisfied"

    async def test_calm_but_every_question_open_is_unsatisfied(self) -> None:
        questions = ["what are your hours", "do you have parking", "how much is it"]
        summary = await summed(*(turn(question, answered=False) for question in questions))
        assert summary["outcome"] == "unsatisfied"
        assert summary["failed_intents"] == questions

    async def test_a_slot_refused_is_no_booking(self) -> None:
        summary = await summed(turn("book me for two", booking="failed"), turn("no"))
        assert summary["outcome"] == "abandoned"
        assert summary["positive_moments"] == []

    async def test_a_quiet_booking_is_a_positive_moment(self) -> None:
        summary = await summed(
            turn("book me for two", booking="booked"),
            turn("bye"),
        )
        assert summary["positive_moments"] == ['Booked after "book me for two"']
        assert summary["outcome"] == "satisfied"

    async def test_more_turns_make_it_surer(self) -> None:
        short = await summed(*(turn("fine", "happy") for _ in range(3)))
        long = await summed(*(turn("fine", "happy") for _ in range(10)))
        assert short["outcome"] == long["outcome"] == "highly_satisfied"
        assert long["confidence"] > short["confidence"]

    async def test_thresholds_can_be_set(self) -> None:
        strict = RulesSummarizer(OutcomeThresholds(highly_satisfied=0.99))
        assert (await summed(*booked_session(), by=strict))["outcome"] == "satisfied"
