"""The mood of a message by a language model."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, WithJsonSchema, create_model

from core.moods import BY_NAME, MOODS, NEUTRAL
from core.state import MoodReading, Utterance
from providers.llm.prompts import mood_messages
from providers.llm.structured import Answer, structured

if TYPE_CHECKING:
    from providers.llm.models import Chat

LEAST = 2 / len(MOODS)
"""The lowest confidence: a mood that was chosen is likelier than one drawn by lot."""


def _known(name: str) -> str:
    if name not in BY_NAME:
        raise ValueError("is none of the moods")
    return name


class MoodAnswer(Answer):
    """A first and a second guess: no language model is a measure of a whole distribution."""

    mood: str
    sentiment: float
    confidence: float = 0.7
    runner_up: str | None = None


def answer_model() -> type[MoodAnswer]:
    """The answer's schema with the moods as they are now, those of the settings among them."""
    named = WithJsonSchema({"type": "string", "enum": list(BY_NAME)})
    name: Any = Annotated[str, AfterValidator(_known), named]
    fields: Any = {"mood": (name, ...), "runner_up": (name | None, None)}
    return create_model("MoodAnswer", __base__=MoodAnswer, **fields)


class LLMEmotion:
    """Asks for a mood, its sentiment, how sure that is, and the second likeliest mood."""

    def __init__(self, chat: "Chat") -> None:
        self._chat = chat

    async def read(self, text: str, context: Sequence[Utterance] = ()) -> MoodReading:
        """As the seam says. Raises VendorError."""
        if not text.strip():
            return reading_of(NEUTRAL, 0.0, 1.0, None)
        answer = await structured(self._chat, answer_model(), mood_messages(text, context))
        return reading_of(answer.mood, answer.sentiment, answer.confidence, answer.runner_up)


def reading_of(
    mood: str, sentiment: float, confidence: float, runner_up: str | None
) -> MoodReading:
    """A sound reading: sentiment within the mood's range, scores that sum to 1 with it on top.

    The runner-up gets half of what the mood leaves, the others an equal share of the rest.
    """
    sure = min(max(confidence, LEAST), 1.0)
    scores = dict.fromkeys(BY_NAME, 0.0)
    second = min((1.0 - sure) / 2, sure * 0.9) if runner_up not in (None, mood) else 0.0
    others = [name for name in BY_NAME if name not in (mood, runner_up if second else None)]
    scores |= dict.fromkeys(others, (1.0 - sure - second) / len(others))
    if runner_up is not None and second:
        scores[runner_up] = second
    scores[mood] = sure
    low, high = BY_NAME[mood].low, BY_NAME[mood].high
    return {
        "mood": mood,
        "sentiment": min(max(sentiment, low), high),
        "confidence": sure,
        "scores": scores,
    }
