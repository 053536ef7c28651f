"""Text to speech without a key or a network: espeak-ng in a process of its own, to MP3."""

from collections.abc import Callable
from functools import partial

from core.errors import TextToSpeechError
from core.moods import Style
from providers.tts import espeak_worker
from providers.tts.speakable import plain, speakable
from providers.workers import Workers

_LIMIT_SECONDS = 10.0


CALLER_VOICE = "en-us+f2"
"""A voice for synthetic callers: the one that the embedded recogniser understands best, and
not the assistant's."""


class EspeakTTS:
    """One voice; `queue_limit` is how many texts may wait (each takes about 20 ms).

    The default voice is the clearest of espeak-ng's English ones. Call `close` at the end.
    """

    def __init__(
        self, voice: str = "en-us+klatt4", queue_limit: int = 256, workers: int = 1
    ) -> None:
        start = partial(espeak_worker.start, voice)
        self._workers = Workers(
            workers, queue_limit, start, "speech synthesis", failure=TextToSpeechError
        )

    async def start(self) -> None:
        """Start the worker; raises SettingsError for a voice that does not exist."""
        await self._workers.start()

    async def synthesize(self, text: str, style: Style = "neutral") -> bytes:
        return await self._speak(espeak_worker.mp3, text, style)

    async def synthesize_wav(self, text: str, style: Style = "neutral") -> bytes:
        """The same speech as a WAV file (16-bit PCM, mono), for tests and demonstrations."""
        return await self._speak(espeak_worker.wav, text, style)

    async def close(self) -> None:
        await self._workers.close()

    async def _speak(self, render: Callable[[str, Style], bytes], text: str, style: Style) -> bytes:
        clean = speakable(text)
        if not clean:
            return b""
        try:
            return await self._workers.run(render, clean, style, limit=_LIMIT_SECONDS)
        except TextToSpeechError:
            # Some scripts have crashed the library; what is left in plain letters is still said.
            safe = plain(clean)
            if not safe:
                raise
            return await self._workers.run(render, safe, style, limit=_LIMIT_SECONDS)
