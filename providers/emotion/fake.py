"""A scripted emotion model for tests and screenplays."""

import re
from collections.abc import Mapping, Sequence

from core.moods import BY_NAME, NEUTRAL
from core.state import MoodReading, Utterance

_TAG = re.compile(r"\[(\w+)\]")


def reading(mood: str, sentiment: float | None = None, confidence: float = 0.9) -> MoodReading:
    """A valid reading of one mood; the sentiment is the middle of its range unless given."""
    rest = (1.0 - confidence) / (len(BY_NAME) - 1)
    return {
        "mood": mood,
        "sentiment": BY_NAME[mood].middle if sentiment is None else sentiment,
        "confidence": confidence,
        "scores": {name: confidence if name == mood else rest for name in BY_NAME},
    }


class FakeEmotion:
    """Reads what the script says of a text, else its last tag such as "[happy]", else neutral."""

    def __init__(self, script: Mapping[str, MoodReading] | None = None) -> None:
        self._script = dict(script or {})

    async def read(self, text: str, context: Sequence[Utterance] = ()) -> MoodReading:
        if text in self._script:
            scripted = self._script[text]
            return {**scripted, "scores": dict(scripted["scores"])}
        tags = [tag for tag in _TAG.findall(text) if tag in BY_NAME]
        return reading(tags[-1] if tags else NEUTRAL)
