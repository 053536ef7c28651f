"""Whether a recording can hold speech at all.

A recogniser that must choose among words will find one in silence or in a steady
noise, and be sure of it. Speech is told from both by its level: it rises above the
floor of a microphone, and it swings by tens of decibels within a syllable's time,
while steady noise, hum and tones hardly move.
"""

import numpy as np
from numpy.typing import NDArray

_FRAME_SECONDS = 0.025
_FLOOR_DB = -66.0
_SWING_DB = 5.0


def is_silent(samples: NDArray[np.float32], rate: int) -> bool:
    """Whether mono samples in [-1, 1] at `rate` Hz are too quiet or too steady to be speech.

    Compares the 10th and 95th percentile of the level of 25 ms frames, in dB below full
    scale; less than a tenth of a second is always silent.
    """
    width = int(rate * _FRAME_SECONDS)
    frames = samples[: len(samples) // width * width].reshape(-1, width)
    if len(frames) < 4:
        return True
    power = np.square(frames, dtype=np.float64).mean(axis=1)
    quiet, loud = np.percentile(10 * np.log10(power + 1e-12), (10, 95))
    return bool(loud < _FLOOR_DB or loud - quiet < _SWING_DB)
