"""The moods, what each means, and how the assistant answers it.

Adding a mood is one line in `MOODS`, or the setting of that name; the wire schema, the
emotion models' labels and the style of the reply derive from this table.
"""

from dataclasses import dataclass
from typing import Literal

Style = Literal["neutral", "cheerful", "calm", "empathetic"]
"""How a reply is worded and spoken; each voice maps it to its own rate and pitch."""


@dataclass(frozen=True, slots=True)
class Mood:
    """One way a caller can feel in one message.

    `low` and `high` bound its usual sentiment, in [-1, 1].
    """

    name: str
    meaning: str
    low: float
    high: float
    style: Style

    @property
    def middle(self) -> float:
        return round((self.low + self.high) / 2, 3)


MOODS: tuple[Mood, ...] = (
    Mood("happy", "openly pleased: joy, amusement, warm thanks", 0.6, 1.0, "cheerful"),
    Mood("satisfied", "need met: approval, plain thanks, relief", 0.2, 0.6, "cheerful"),
    Mood("engaged", "interested and leaning in: curious, keen", 0.1, 0.6, "cheerful"),
    Mood("neutral", "plain information or request, no feeling shown", -0.1, 0.1, "neutral"),
    Mood("confused", "lost, does not understand, asks what is meant", -0.3, 0.0, "calm"),
    Mood("skeptical", "doubts or distrusts, sarcastic disbelief", -0.5, -0.1, "calm"),
    Mood("disappointed", "let down or sad at an unmet hope", -0.7, -0.3, "empathetic"),
    Mood("frustrated", "annoyed, impatient, complaining", -0.8, -0.4, "empathetic"),
    Mood("angry", "hostile: insult, outrage, threat", -1.0, -0.7, "calm"),
    Mood("resigned", "gives up or withdraws", -0.6, -0.2, "empathetic"),
)

BY_NAME: dict[str, Mood] = {mood.name: mood for mood in MOODS}
"""Every mood that can be read: the ten, and those that `add_mood` added at start."""
NEUTRAL = "neutral"

SWING = 0.5
"""A quarter of the sentiment scale [-1, 1], which no mood's range spans: a real change of mood."""


def add_mood(mood: Mood) -> None:
    """Make a mood of one's own known; one of the same name is replaced."""
    BY_NAME[mood.name] = mood


def style_for(mood: str) -> Style:
    """The style to answer a mood with; an unknown mood is answered neutrally."""
    known = BY_NAME.get(mood)
    return known.style if known else "neutral"


def is_negative(sentiment: float) -> bool:
    """Whether a sentiment in [-1, 1] counts as a bad moment."""
    return sentiment <= -0.25


def is_positive(sentiment: float) -> bool:
    """Whether a sentiment in [-1, 1] counts as a good moment."""
    return sentiment >= 0.25
