"""Summaries and openings by a language model."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from core.outcomes import Outcome
from core.state import Opening, SessionRef, SessionSummary, TurnRecord
from providers.chat.speech import shortened, spoken
from providers.llm.prompts import greeting_messages, outcome_messages
from providers.llm.structured import Answer, structured
from providers.summary.exchange import spoken as heard_turns
from providers.summary.moments import MAX_MOMENTS
from providers.summary.opening import RulesOpening
from providers.summary.rules import RulesSummarizer

if TYPE_CHECKING:
    from providers.llm.models import Chat

MOMENT_LENGTH = 300
"""Characters of a pain point, a positive moment or a failed intent."""

GREETING_LENGTH = 300
"""Characters of a greeting: about 20 seconds of speech."""

LOWEST, HIGHEST = 0.5, 0.95
"""Confidence of a summary, as the rules have it: never less than even, never certain."""


class OutcomeAnswer(Answer):
    outcome: Outcome
    confidence: float
    pain_points: list[str] = Field(default_factory=list[str])
    positive_moments: list[str] = Field(default_factory=list[str])
    failed_intents: list[str] = Field(default_factory=list[str])


class GreetingAnswer(Answer):
    strategy: Literal["standard", "continuity_positive", "repair", "re_engage"]
    greeting: str


class LLMSummarizer:
    """Judges the outcome and tells the moments; the trajectory stays what was recorded.

    A session in which nothing was heard is no matter for a model.
    """

    def __init__(self, chat: "Chat") -> None:
        self._chat = chat
        self._rules = RulesSummarizer()

    async def summarize(self, session: SessionRef, turns: Sequence[TurnRecord]) -> SessionSummary:
        """As the seam says. Raises VendorError."""
        recorded = await self._rules.summarize(session, turns)
        heard = heard_turns(turns)
        if not heard:
            return recorded
        messages = outcome_messages(heard, session["ended"])
        answer = await structured(self._chat, OutcomeAnswer, messages)
        return {
            **recorded,
            "outcome": answer.outcome,
            "confidence": round(min(max(answer.confidence, LOWEST), HIGHEST), 3),
            "pain_points": _lines(answer.pain_points),
            "positive_moments": _lines(answer.positive_moments),
            "failed_intents": _lines(answer.failed_intents),
        }


class LLMOpening:
    """Chooses a strategy and words its greeting; someone new is met as the rules have it."""

    def __init__(self, chat: "Chat") -> None:
        self._chat = chat
        self._rules = RulesOpening()

    async def choose(self, history: Sequence[SessionSummary]) -> Opening:
        """As the seam says. Raises VendorError."""
        if not history:
            return await self._rules.choose(history)
        answer = await structured(self._chat, GreetingAnswer, greeting_messages(history))
        greeting = shortened(spoken(answer.greeting), GREETING_LENGTH)
        if not any(c.isalnum() for c in greeting):
            return await self._rules.choose(history)
        return {"strategy": answer.strategy, "greeting": greeting}


def _lines(texts: Sequence[str]) -> list[str]:
    lines = [shortened(" ".join(text.split()), MOMENT_LENGTH) for text in texts]
    return [line for line in lines if line][:MAX_MOMENTS]
