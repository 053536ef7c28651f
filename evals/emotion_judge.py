"""The trained model before our development sets: logits once, then every figure from them."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.moods import MOODS, NEUTRAL
from evals.emotion_calibrate import Calibration
from evals.emotion_data import MOOD_NAMES, Example, emowoz, goemotions
from evals.emotion_measures import (
    Floats,
    Ints,
    calibration_error,
    coverage_risk,
    f1_of,
    interval,
    macro_f1,
    multi_label_f1,
    pearson,
)
from evals.emotion_noise import misheard, unpunctuated
from providers.emotion.local import blended
from providers.emotion.reader import Reader

Said = Mapping[str, NDArray[np.float32]]
HEADS = ("moods", "sentiment", "groups", "emotions")
MIDDLES = np.array([mood.middle for mood in MOODS])
SIDES = ("negative", "neutral", "positive")


def said_of(reader: Reader, examples: Sequence[Example]) -> Said:
    """What every head says of every example: a row each."""

    def said(example: Example) -> Said:
        return reader(example.text, example.context, HEADS)

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(said, examples))
    return {name: np.stack([one[name] for one in found]) for name in HEADS}


def truth_of(examples: Sequence[Example]) -> Ints:
    return np.array([np.argmax(example.targets["moods"]) for example in examples])


def given(chances: Floats, threshold: float) -> tuple[Ints, Floats]:
    """The moods given, after the threshold, and the confidence in each."""
    confidence = chances.max(1)
    neutral = MOOD_NAMES.index(NEUTRAL)
    return np.where(confidence < threshold, neutral, chances.argmax(1)), confidence


def with_interval(measure: Callable[[Ints], float], size: int) -> list[float]:
    """A figure over all rows with the ends of its 95 % bootstrap interval."""
    return [round(value, 4) for value in (measure(np.arange(size)), *interval(measure, size))]


def felt_in(said: Said, chances: Floats) -> Floats:
    """The sentiments given for what was said, as at run time."""
    return blended(said["sentiment"][:, 0].astype(float), chances @ MIDDLES)


def level_of(examples: Sequence[Example]) -> Floats:
    return np.array([example.targets["sentiment"][0] for example in examples])


def judged(
    examples: Sequence[Example], chances: Floats, felt: Floats, threshold: float
) -> dict[str, Any]:
    """The figures of probabilities and sentiments on examples that have both."""
    truth, size = truth_of(examples), len(examples)
    level = level_of(examples)
    guess, confidence = given(chances, threshold)
    right = (guess == truth).astype(np.float64)
    return {
        "examples": size,
        "macro_f1": with_interval(lambda at: macro_f1(truth[at], guess[at], 10), size),
        "accuracy": with_interval(lambda at: float(right[at].mean()), size),
        "pearson": with_interval(lambda at: pearson(level[at], felt[at]), size),
        "calibration_error": round(calibration_error(right, confidence), 4),
        "f1": {name: round(f1_of(truth, guess, at), 3) for at, name in enumerate(MOOD_NAMES)},
        "coverage_risk": coverage_risk(right, confidence),
    }


def thresholds(scores: Floats, truth: Ints) -> Floats:
    """For each column the cut that gives the best F1."""
    cuts = np.arange(0.05, 0.95, 0.025)
    best = [
        max(cuts, key=lambda cut: multi_label_f1(truth[:, [at]], (scores[:, [at]] >= cut) + 0))
        for at in range(truth.shape[1])
    ]
    return np.array(best)


def several_at_once(logits: NDArray[np.float32], truth: Ints) -> list[float]:
    """Macro-F1 of a multi-label head; each half is cut by what suits the other half."""
    scores = 1 / (1 + np.exp(-logits.astype(np.float64)))
    halves = np.arange(len(truth)) % 2
    guess = np.zeros_like(truth)
    for half in (0, 1):
        cuts = thresholds(scores[halves != half], truth[halves != half])
        guess[halves == half] = scores[halves == half] >= cuts
    return with_interval(lambda at: multi_label_f1(truth[at], guess[at]), len(truth))


def on_goemotions(reader: Reader, data: Path) -> dict[str, Any]:
    examples = goemotions(data / "goemotions" / "dev.jsonl")
    said = said_of(reader, examples)
    return {
        "examples": len(examples),
        **{
            f"{head}_macro_f1": several_at_once(
                said[head], np.array([e.targets[head] for e in examples]).astype(int)
            )
            for head in ("groups", "emotions")
        },
    }


def sides_of(said: Said, calibration: Calibration) -> Ints:
    """Negative, neutral or positive, by the side with most of the moods' probability."""
    chances = calibration.chances(said["moods"])
    sums = np.stack(
        [
            chances[:, [MOOD_NAMES.index(name) for name in names]].sum(1)
            for names in (
                ("skeptical", "disappointed", "frustrated", "angry", "resigned"),
                ("neutral", "confused", "engaged"),
                ("happy", "satisfied"),
            )
        ]
    )
    return sums.argmax(0)


def on_emowoz(reader: Reader, data: Path, calibration: Calibration) -> dict[str, Any]:
    """Sides on EmoWOZ, where callers' apologies count as negative, and without those turns."""
    pairs = emowoz(data)
    sides = {"neutral": 1, "satisfied": 2, "excited": 2}
    truth = np.array([sides.get(emotion, 0) for _, emotion in pairs])
    said = said_of(reader, [example for example, _ in pairs])
    guess = sides_of(said, calibration)
    rest = np.array([emotion != "apologetic" for _, emotion in pairs])
    size = len(truth)
    return {
        "examples": size,
        "macro_f1": with_interval(lambda at: macro_f1(truth[at], guess[at], 3), size),
        "macro_f1_without_apologies": round(macro_f1(truth[rest], guess[rest], 3), 4),
        "accuracy": with_interval(lambda at: float((truth[at] == guess[at]).mean()), size),
        "side_f1": {side: round(f1_of(truth, guess, at), 3) for at, side in enumerate(SIDES)},
    }


def under_noise(
    reader: Reader,
    examples: Sequence[Example],
    calibration: Calibration,
    words: Sequence[str],
) -> dict[str, float]:
    """Macro-F1 as written, and as a recogniser would have written it."""
    random = Random(0)  # noqa: S311 - the same noise every time
    ways: dict[str, Callable[[str], str]] = {
        "as written": lambda text: text,
        "lower case, no punctuation": unpunctuated,
        "10 % of words wrong": lambda text: misheard(text, random, 0.1, words),
        "20 % of words wrong": lambda text: misheard(text, random, 0.2, words),
    }
    truth = truth_of(examples)
    found: dict[str, float] = {}
    for name, way in ways.items():
        heard = [Example(e.id, way(e.text), e.context) for e in examples]
        said = said_of(reader, heard)
        guess, _ = given(calibration.chances(said["moods"]), calibration.threshold)
        found[name] = round(macro_f1(truth, guess, 10), 4)
    return found
