"""Recordings for tests of vendors: something that may be speech, and something that is not."""

import numpy as np

from tests.providers.recordings import written

_RATE = 16_000


def babble(seconds: float = 1.0, rate: int = _RATE) -> bytes:
    """Noise that swings as syllables do: no silence, whatever it says."""
    time = np.arange(int(seconds * rate)) / rate
    noise = np.random.default_rng(1).normal(0, 0.2, time.size)
    return written((noise * np.sin(2 * np.pi * 2 * time) ** 8).astype(np.float32), rate)


def silence(seconds: float) -> bytes:
    return written(np.zeros(int(seconds * _RATE), np.float32), _RATE)
