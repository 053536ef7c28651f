"""Text to speech by the edge service: natural voices without a key, as MP3 at 24 kHz.

An unofficial service: it throttles those who connect too often, and refuses at times. Of
the client library two things are not taken on trust (edge-tts 7.3.1): its timeouts, and its
silence about a stream that was cut.
"""

import asyncio
import re
from contextlib import aclosing
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from core.errors import SettingsError, VendorError
from core.moods import Style
from providers.resilience.asking import not_asked
from providers.tts.gate import Gate
from providers.tts.mp3_frames import joinable
from providers.tts.speakable import speakable
from providers.vendor_errors import vendor_error

if TYPE_CHECKING:
    from edge_tts import Communicate

VENDOR = "The edge voice"

_VOICE = re.compile(r"[a-z]{2,}-[A-Z]{2,}-[A-Za-z-]+Neural")
_MAX_BYTES = 8_000_000
_WHOLE = 5
"""A sentence may take this many times the limit of one step."""


class Prosody(NamedTuple):
    """How to speak, as SSML's `prosody` says it, relative to the voice's own way."""

    rate: str
    pitch: str
    volume: str


PROSODIES: dict[Style, Prosody] = {
    "neutral": Prosody("+0%", "+0Hz", "+0%"),
    "cheerful": Prosody("+8%", "+12Hz", "+0%"),
    "calm": Prosody("-8%", "-4Hz", "-5%"),
    "empathetic": Prosody("-12%", "-6Hz", "-8%"),
}


class EdgeTTS:
    """One voice, such as `en-US-EmmaMultilingualNeural`.

    `url` is the service's WebSocket address without a query (the library's own if None).
    No step, be it the connection or the wait for the next piece, takes longer than
    `seconds`. `concurrency` connections at once, `queue_limit` sentences in line. Raises
    SettingsError for what cannot be a voice. `start` beforehand loads the library.
    """

    def __init__(
        self,
        voice: str = "en-US-EmmaMultilingualNeural",
        url: str | None = None,
        seconds: float = 6.0,
        concurrency: int = 4,
        queue_limit: int = 64,
    ) -> None:
        if not _VOICE.fullmatch(voice):
            raise SettingsError(
                f"EDGE_VOICE: {voice!r} is no voice; one is 'en-US-EmmaMultilingualNeural'."
            )
        self._voice = voice
        self._url = url
        self._seconds = seconds
        self._gate = Gate(concurrency, queue_limit, seconds)

    async def start(self) -> None:
        """Load the library (half a second) off the event loop."""
        await asyncio.to_thread(import_module, "edge_tts")

    async def synthesize(self, text: str, style: Style = "neutral") -> bytes:
        """As the seam says; raises BusyError when the gate is full, else VendorError."""
        clean = speakable(text)
        if not clean:
            not_asked()
            return b""
        await self.start()
        async with self._gate.passed():
            try:
                audio = await self._received(self._communicate(clean, style))
            except Exception as error:
                raise _vendor_error(error) from error
        frames = joinable(audio)
        if frames is None:
            raise VendorError(f"{VENDOR} sent what is no speech", "protocol")
        return frames

    def _communicate(self, text: str, style: Style) -> "Communicate":
        from edge_tts import Communicate, communicate
        from edge_tts.constants import TRUSTED_CLIENT_TOKEN

        if self._url is not None:
            # The library has no parameter for its address and reads this constant when it connects.
            address = f"{self._url}?TrustedClientToken={TRUSTED_CLIENT_TOKEN}"
            communicate.WSS_URL = address  # pyright: ignore[reportPrivateImportUsage]
        return Communicate(text, self._voice, **PROSODIES[style]._asdict())

    async def _received(self, speech: "Communicate") -> bytes:
        """All audio; raises TimeoutError, VendorError for a cut stream, or the library's errors."""
        loop = asyncio.get_running_loop()
        end = loop.time() + _WHOLE * self._seconds
        audio = bytearray()
        async with asyncio.timeout(self._seconds) as limit, aclosing(speech.stream()) as pieces:
            async for piece in pieces:
                limit.reschedule(min(loop.time() + self._seconds, end))
                audio += piece.get("data", b"")
                if len(audio) > _MAX_BYTES:
                    raise VendorError(f"{VENDOR} sent too much for one sentence", "protocol")
        # It counts a part as received only at its `turn.end`; without one it raises nothing.
        if speech.state["cumulative_audio_bytes"] != len(audio):
            raise VendorError(f"{VENDOR} broke off in the middle of a sentence", "network")
        return bytes(audio)


class _Refused(Exception):
    """A refused handshake in the shape that `vendor_error` reads."""

    def __init__(self, status: int, response: object) -> None:
        self.status_code = status
        self.response = response


def _vendor_error(error: Exception) -> VendorError:
    from aiohttp import ClientConnectionError, ClientResponseError
    from edge_tts.exceptions import SkewAdjustmentError

    if isinstance(error, ClientResponseError):
        return vendor_error(VENDOR, _Refused(error.status, error))
    if isinstance(error, SkewAdjustmentError):  # It met a 403 and could not learn the time from it.
        return VendorError(f"{VENDOR} answered with status 403", "auth")
    if isinstance(error, ClientConnectionError):
        return VendorError(f"{VENDOR} could not be reached", "network")
    return vendor_error(VENDOR, error)
