"""Making probabilities mean what they say: a temperature, a bias a class, a threshold.

Temperature and bias minimise the negative log-likelihood of held-back examples
(Guo et al. 2017, vector scaling with one common scale), with a pull towards none.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evals.emotion_measures import Floats, Ints, macro_f1
from providers.emotion.local import probabilities

PULL = 1.0
"""Of the biases towards none: ten free ones fitted to 900 examples, some of moods that occur twenty
times, cost 0.04 of macro-F1 on sessions and left it two points too sure of itself."""
RATE = 0.1
ROUNDS = 1500
HIGHEST = 0.255
"""No threshold beyond one in four: above it, saying neutral hides moods that were right."""
TOLERATED = 0.003
"""Macro-F1 that a threshold may cost."""


@dataclass(frozen=True, slots=True)
class Calibration:
    temperature: float = 1.0
    bias: tuple[float, ...] = (0.0,) * 10
    threshold: float = 0.0

    def chances(self, logits: NDArray[np.float32]) -> Floats:
        return probabilities(logits, self.temperature, self.bias)


def fitted(logits: NDArray[np.float32], truth: Ints) -> Calibration:
    """Temperature and bias for these examples, by gradient descent."""
    classes = logits.shape[1]
    wanted = np.eye(classes)[truth]
    scale, bias = 1.0, np.zeros(classes)
    for _ in range(ROUNDS):
        error = probabilities(logits * np.float32(scale), 1.0, bias.tolist()) - wanted
        scale -= RATE * float((error * logits).sum(1).mean())
        bias -= RATE * (error.mean(0) * classes + PULL * bias)
    return Calibration(1 / max(scale, 0.1), tuple(bias.tolist()))


def cross_fitted(logits: NDArray[np.float32], truth: Ints, folds: int = 5) -> Floats:
    """Probabilities of each fifth, calibrated on the other four: what to measure by."""
    found = np.zeros(logits.shape)
    fold = np.random.default_rng(0).permutation(len(truth)) % folds
    for one in range(folds):
        calibration = fitted(logits[fold != one], truth[fold != one])
        found[fold == one] = calibration.chances(logits[fold == one])
    return found


def threshold(chances: Floats, truth: Ints, neutral: int) -> float:
    """The highest confidence below which saying neutral costs no more than tolerated."""
    best, guess, confidence = 0.0, chances.argmax(1), chances.max(1)
    plain = macro_f1(truth, guess, chances.shape[1])
    for cut in np.arange(0.2, HIGHEST, 0.01):
        careful = np.where(confidence < cut, neutral, guess)
        if macro_f1(truth, careful, chances.shape[1]) >= plain - TOLERATED:
            best = float(cut)
    return round(best, 2)
