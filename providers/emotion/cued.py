"""Moods added by configuration, heard by their own phrases over any model."""

import re
from collections.abc import Mapping, Sequence

from core.moods import BY_NAME
from core.seams import EmotionModel
from core.state import MoodReading, Utterance

SURE = 0.8
"""The confidence in a mood whose phrase was said; the model's own scores share the rest."""


class CuedEmotion:
    """An `EmotionModel` that gives a mood when one of its phrases is said, else asks another."""

    def __init__(self, model: EmotionModel, cues: Mapping[str, Sequence[str]]) -> None:
        self._model = model
        self._cues = {
            mood: re.compile("|".join(rf"\b{re.escape(cue)}\b" for cue in phrases), re.IGNORECASE)
            for mood, phrases in cues.items()
            if phrases
        }

    async def read(self, text: str, context: Sequence[Utterance] = ()) -> MoodReading:
        reading = await self._model.read(text, context)
        for mood, cue in self._cues.items():
            if cue.search(text):
                scores = {name: score * (1 - SURE) for name, score in reading["scores"].items()}
                scores[mood] = scores.get(mood, 0.0) + SURE
                level = BY_NAME[mood].middle
                return {"mood": mood, "sentiment": level, "confidence": SURE, "scores": scores}
        return reading
