"""Speech to text without a key or a network: CMU PocketSphinx in worker processes.

The binding holds the GIL while it decodes. It understands clear speech close to the
microphone and little else; see the README for what was measured.
"""

import os

from core.errors import SpeechToTextError
from core.seams import Transcript
from providers.stt import pocketsphinx_worker
from providers.workers import Workers

MAX_WORKERS = 4
_PREPARE_SECONDS = 10.0
_LEAST_SECONDS = 15.0
_SECONDS_PER_SECOND = 7.0
"""Recognition takes 0.6 to 0.9 of real time on a core of its own, more when cores are shared."""


class PocketsphinxSTT:
    """A pool of recognisers, one process (about 170 MB) each.

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

    async def transcribe(self, audio: bytes, hint: str = "") -> Transcript:
        pcm, seconds = await self._workers.run(
            pocketsphinx_worker.prepare, audio, limit=_PREPARE_SECONDS
        )
        if not pcm:
            return Transcript("", 0.0, seconds)
        limit = _LEAST_SECONDS + _SECONDS_PER_SECOND * seconds
        text, confidence = await self._workers.run(pocketsphinx_worker.recognise, pcm, limit=limit)
        return Transcript(text, confidence, seconds)

    async def close(self) -> None:
        await self._workers.close()


def _start() -> None:
    import av
    import soundfile
    import soxr

    # The first caller should not wait for these; and the server's own work goes first.
    del av, soundfile, soxr
    os.nice(5)
    pocketsphinx_worker.decoder()
