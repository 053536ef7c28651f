"""Sentences that were said before are not made again."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass

from core.moods import Style
from core.seams import TextToSpeech
from providers.resilience.asking import not_asked

_Key = tuple[str, Style]


@dataclass(slots=True)
class _Job:
    task: asyncio.Task[bytes]
    waiting: int = 0


class CachedTTS:
    """A voice that keeps what it said last, at most `max_bytes` of audio and text.

    One voice, one cache, so that a sentence is never heard in another's voice: wrap each
    vendor, not a chain of them. Who asks for a sentence that is just being made waits for
    the same one; when nobody waits any more, it is not finished. Errors are not kept.
    It holds callers' replies, in memory alone.
    """

    def __init__(self, inner: TextToSpeech, max_bytes: int) -> None:
        self._inner = inner
        self._max_bytes = max_bytes
        self._kept: OrderedDict[_Key, bytes] = OrderedDict()
        self._bytes = 0
        self._jobs: dict[_Key, _Job] = {}

    @property
    def size(self) -> int:
        """Bytes kept."""
        return self._bytes

    async def start(self) -> None:
        """Start the voice, where it has to."""
        if start := getattr(self._inner, "start", None):
            await start()

    async def synthesize(self, text: str, style: Style = "neutral") -> bytes:
        key = (text, style)
        if key in self._kept:
            not_asked()
            self._kept.move_to_end(key)
            return self._kept[key]
        if job := self._jobs.get(key):
            not_asked()  # Another did, and hears how it went.
        else:
            job = self._begin(key)
        job.waiting += 1
        try:
            return await asyncio.shield(job.task)
        finally:
            job.waiting -= 1
            if not job.waiting:
                self._end(key, job)

    async def close(self) -> None:
        """Forget all, and close the voice where it can be."""
        for key, job in list(self._jobs.items()):
            self._end(key, job)
        self._kept.clear()
        self._bytes = 0
        if close := getattr(self._inner, "close", None):
            await close()

    def _begin(self, key: _Key) -> _Job:
        job = self._jobs[key] = _Job(asyncio.create_task(self._make(key)))
        job.task.add_done_callback(_seen)
        return job

    def _end(self, key: _Key, job: _Job) -> None:
        job.task.cancel()  # Nothing happens to one that is done.
        if self._jobs.get(key) is job:
            del self._jobs[key]

    async def _make(self, key: _Key) -> bytes:
        audio = await self._inner.synthesize(*key)
        self._keep(key, audio)
        return audio

    def _keep(self, key: _Key, audio: bytes) -> None:
        size = _size(key, audio)
        if not audio or size > self._max_bytes:
            return
        self._forget(key)
        self._kept[key] = audio
        self._bytes += size
        while self._bytes > self._max_bytes:
            self._forget(next(iter(self._kept)))

    def _forget(self, key: _Key) -> None:
        if (audio := self._kept.pop(key, None)) is not None:
            self._bytes -= _size(key, audio)


def _size(key: _Key, audio: bytes) -> int:
    return len(audio) + len(key[0].encode(errors="surrogatepass"))


def _seen(task: asyncio.Task[bytes]) -> None:
    """Look at how it ended: where all who waited have left, nobody else will."""
    if not task.cancelled():
        task.exception()
