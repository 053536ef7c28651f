"""Speech to text without a key or a network: CMU PocketSphinx and its US English model.

The binding holds the GIL while it decodes, so it runs in worker processes. It
understands clear speech close to the microphone and little else; see the README for
what was measured.
"""

import os
import re
from functools import cache
from statistics import fmean
from typing import TYPE_CHECKING, Protocol, cast

from core.errors import SpeechToTextError
from core.seams import Transcript
from providers.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

MAX_WORKERS = 4
_DECODE_SECONDS = 10.0
_LEAST_SECONDS = 15.0
_SECONDS_PER_SECOND = 5.0
"""Decoding takes 0.2 to 0.8 of real time on a core of its own, more when cores are shared."""

_PAD_SECONDS = 0.2
_VARIANT = re.compile(r"\(\d+\)$")
_FILLER = re.compile(r"^[<\[+]")


class PocketsphinxSTT:
    """A pool of recognisers, one process (about 150 MB) each.

    `workers` defaults to the number of cores, at most four; `queue_limit` is how many
    utterances may wait. Confidence is the mean posterior of the words. Call `close` at
    the end; `start` beforehand spares the first caller the start of the workers.
    """

    def __init__(self, workers: int | None = None, queue_limit: int = 16) -> None:
        size = workers or min(os.cpu_count() or 1, MAX_WORKERS)
        self._workers = Workers(
            size, queue_limit, _start, "speech recognition", failure=SpeechToTextError
        )

    async def start(self) -> None:
        """Start the workers; raises SpeechToTextError if the recogniser cannot be loaded."""
        await self._workers.start()

    async def transcribe(self, audio: bytes) -> Transcript:
        pcm, seconds = await self._workers.run(_prepare, audio, limit=_DECODE_SECONDS)
        if not pcm:
            return Transcript("", 0.0, seconds)
        limit = _LEAST_SECONDS + _SECONDS_PER_SECOND * seconds
        text, confidence = await self._workers.run(_recognise, pcm, limit=limit)
        return Transcript(text, confidence, seconds)

    async def close(self) -> None:
        await self._workers.close()


# From here on, everything runs in a worker.


class _Segment(Protocol):
    word: str
    prob: float


class _Decoder(Protocol):
    """What we use of the untyped `pocketsphinx.Decoder`."""

    def reinit_feat(self) -> None: ...
    def start_utt(self) -> None: ...
    def process_raw(self, data: bytes, no_search: bool, full_utt: bool) -> int: ...
    def end_utt(self) -> None: ...
    def seg(self) -> "Iterable[_Segment] | None": ...


@cache
def _decoder() -> _Decoder:
    import pocketsphinx

    return cast(_Decoder, pocketsphinx.Decoder(loglevel="FATAL"))


def _start() -> None:
    import av
    import soundfile
    import soxr

    # The first caller should not wait for these; and the server's own work goes first.
    del av, soundfile, soxr
    os.nice(5)
    _decoder()


def _prepare(audio: bytes) -> tuple[bytes, float]:
    """Decode to 16-bit PCM at 16 kHz, b"" if it is silent, and the length in seconds."""
    from providers.audio import RATE, decode
    from providers.silence import is_silent

    samples, seconds = decode(audio)
    return b"" if is_silent(samples, RATE) else _padded_pcm(samples, RATE), seconds


def _padded_pcm(samples: "NDArray[np.float32]", rate: int) -> bytes:
    """As PCM, with faint noise before and after.

    The model expects speech to begin and end in silence; where a client cuts it close,
    this saves a tenth to a fifth of the word errors (measured on synthetic voices).
    """
    import numpy as np

    noise = np.random.default_rng(0).normal(0, 1e-4, int(_PAD_SECONDS * rate))
    padded = np.concatenate([noise, samples, noise])
    return (padded * 32767).astype("<i2").tobytes()


def _recognise(pcm: bytes) -> tuple[str, float]:
    """The words and the mean of their posteriors, in [0, 1]; 0 where there are none."""
    decoder = _decoder()
    # Without this, the level and the noise of one caller would colour the next one's words.
    decoder.reinit_feat()
    decoder.start_utt()
    decoder.process_raw(pcm, no_search=False, full_utt=True)
    decoder.end_utt()
    words = [segment for segment in decoder.seg() or () if not _FILLER.match(segment.word)]
    text = " ".join(_VARIANT.sub("", segment.word) for segment in words)
    return text, min(1.0, max(0.0, fmean(segment.prob for segment in words))) if words else 0.0
