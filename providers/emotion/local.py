"""The embedded emotion model: a small trained transformer that reads a message in context.

Five layers of MiniLM (Wang et al. 2020) fine-tuned on the moods, averaged with a linear
model of n-grams, both in 8 bits, and nudged by the lexicon's cues; `model/CARD.md` tells
from what, how well it does, and where it fails. The probabilities are softened by a
temperature (Guo et al. 2017), so that a confidence of 0.7 is right about seven times in
ten. A reading with less than the threshold is given as neutral.
"""

import asyncio
import json
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from core.moods import BY_NAME, NEUTRAL
from core.state import MoodReading, Utterance
from providers.emotion.reader import Reader

Level = TypeVar("Level", float, NDArray[np.float64])

FOLDER = Path(__file__).parent / "model"


class LocalEmotion:
    """An `EmotionModel` of word pieces and weights; needs no key, no network and no torch.

    Loaded on first use or by `load()`; a few milliseconds a message, in a thread,
    deterministic. Moods that the weights do not know have the score 0.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._loaded: tuple[Reader, dict[str, Any]] | None = None
        self._loading = threading.Lock()

    def load(self) -> None:
        """Read the weights. Raises OSError where the files are missing."""
        self._parts()

    def _parts(self) -> tuple[Reader, dict[str, Any]]:
        with self._loading:
            if self._loaded is None:
                meta: dict[str, Any] = json.loads((self._folder / "meta.json").read_text())
                self._loaded = reader(self._folder, meta["moods"]), meta
            return self._loaded

    async def read(self, text: str, context: Sequence[Utterance] = ()) -> MoodReading:
        """Read one message given what was said before it (oldest first)."""
        return await asyncio.to_thread(self.read_now, text, context)

    def read_now(self, text: str, context: Sequence[Utterance] = ()) -> MoodReading:
        """The same without an event loop, for evaluation."""
        read, meta = self._parts()
        if not any(character.isalnum() or ord(character) > 0x2000 for character in text):
            return as_reading({NEUTRAL: 1.0}, 0.0, 0.0)
        found = read(text, context, ("moods", "sentiment"))
        chances = probabilities(found["moods"], meta["temperature"], meta["bias"])
        scores = dict(zip(meta["moods"], chances.tolist(), strict=True))
        of_moods = sum(
            score * BY_NAME[name].middle for name, score in scores.items() if name in BY_NAME
        )
        sentiment = blended(float(found["sentiment"][0]), of_moods)
        return as_reading(scores, sentiment, meta["threshold"])


def reader(folder: Path, moods: Sequence[str]) -> Reader:
    """The weights of a folder, whose classes are `moods`. Raises OSError where one is missing."""
    return Reader(folder / "model.onnx", folder / "tokenizer.json", folder / "ngrams.npz", moods)


def probabilities(
    logits: NDArray[np.float32], temperature: float, bias: Sequence[float]
) -> NDArray[np.float64]:
    """A softmax after temperature and a bias for each class, over the last axis."""
    scaled = logits.astype(np.float64) / temperature + np.array(bias)
    powers = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def blended(own: Level, of_moods: Level) -> Level:
    """The sentiment: half what its own head says, half what is usual for the likely moods.

    The two err differently: together they are nearer than either on held-back turns.
    """
    return own * 0.5 + of_moods * 0.5


def as_reading(known: dict[str, float], sentiment: float, threshold: float) -> MoodReading:
    """A reading over the moods of the table, of which some may be new or gone.

    Below the threshold, neutral takes the lead by changing places with the best score,
    and its confidence stays as low as that score was.
    """
    scores = {name: known.get(name, 0.0) for name in BY_NAME}
    total = sum(scores.values())
    scores = {name: score / total for name, score in scores.items()}
    mood = max(scores, key=scores.__getitem__)
    if scores[mood] < threshold:
        scores[mood], scores[NEUTRAL] = scores[NEUTRAL], scores[mood]
        mood = NEUTRAL
    return {
        "mood": mood,
        "sentiment": round(max(-1.0, min(1.0, sentiment)), 3),
        "confidence": round(scores[mood], 3),
        "scores": scores,
    }
