"""Text to speech by OpenAI, or by any server that speaks its protocol."""

import asyncio

from core.errors import AudioEmptyError, InputError, TextToSpeechError, VendorError
from core.moods import Style
from providers.openai_client import OpenAIClient
from providers.resilience.asking import not_asked
from providers.tts.gate import Gate
from providers.tts.mp3_encode import reencoded
from providers.tts.mp3_frames import joinable
from providers.tts.speakable import speakable
from providers.vendor_errors import vendor_error
from providers.workers import Workers

VENDOR = "The OpenAI voice"

INSTRUCTIONS: dict[Style, str] = {
    "neutral": "Speak clearly and naturally, as on the telephone, friendly and at an even pace.",
    "cheerful": "Speak brightly and with a smile, warm and lively, a little faster than usual.",
    "calm": "Speak calmly and steadily, low and unhurried, without a trace of irritation.",
    "empathetic": "Speak gently and with sympathy, softly and slowly, as to someone let down.",
}

SPEEDS: dict[Style, float] = {"neutral": 1.0, "cheerful": 1.06, "calm": 0.93, "empathetic": 0.9}
"""For models that take no instructions."""

_MAX_BYTES = 8_000_000
_WHOLE = 5
"""A sentence may take this many times the limit of one step."""

_REENCODE_SECONDS = 10.0


class OpenAITTS:
    """One model and one voice.

    `url` is the address up to `/v1` (OpenAI's own if None), `key` may be None for a server
    that wants none. No step takes longer than `seconds`; `concurrency` requests at once,
    `queue_limit` sentences in line. Speech in another form than mono MP3 at 24 kHz or
    lower, as some servers send, is encoded again in a worker. Call `close` at the end;
    `start` beforehand loads the SDK.
    """

    def __init__(
        self,
        key: str | None,
        url: str | None = None,
        model: str = "gpt-4o-mini-tts",
        voice: str = "alloy",
        seconds: float = 6.0,
        concurrency: int = 4,
        queue_limit: int = 64,
    ) -> None:
        self._client = OpenAIClient(key, url, seconds)
        self._model = model
        self._voice = voice
        self._seconds = seconds
        self._gate = Gate(concurrency, queue_limit, seconds)
        self._workers = Workers(1, queue_limit, name="speech encoding", failure=TextToSpeechError)

    async def start(self) -> None:
        """Load the SDK off the event loop."""
        await self._client.get()

    async def synthesize(self, text: str, style: Style = "neutral") -> bytes:
        """As the seam says; raises BusyError when the gate is full, else VendorError."""
        clean = speakable(text)
        if not clean:
            not_asked()
            return b""
        async with self._gate.passed():
            try:
                audio = await self._received(clean, style)
            except Exception as error:
                raise vendor_error(VENDOR, error) from error
        return joinable(audio) or await self._reencoded(audio)

    async def close(self) -> None:
        await self._client.close()
        await self._workers.close()

    async def _received(self, text: str, style: Style) -> bytes:
        from openai import omit

        client = await self._client.get()
        loop = asyncio.get_running_loop()
        end = loop.time() + _WHOLE * self._seconds
        instructed = takes_instructions(self._model)
        audio = bytearray()
        async with (
            asyncio.timeout(self._seconds) as limit,
            client.audio.speech.with_streaming_response.create(
                input=text,
                model=self._model,
                voice=self._voice,
                response_format="mp3",
                instructions=INSTRUCTIONS[style] if instructed else omit,
                speed=omit if instructed else SPEEDS[style],
            ) as response,
        ):
            async for piece in response.iter_bytes():
                limit.reschedule(min(loop.time() + self._seconds, end))
                audio += piece
                if len(audio) > _MAX_BYTES:
                    raise VendorError(f"{VENDOR} sent too much for one sentence", "protocol")
        return bytes(audio)

    async def _reencoded(self, audio: bytes) -> bytes:
        try:
            return await self._workers.run(reencoded, audio, limit=_REENCODE_SECONDS)
        except AudioEmptyError:
            raise VendorError(f"{VENDOR} sent no speech", "protocol") from None
        except (InputError, TextToSpeechError) as error:
            raise VendorError(f"{VENDOR} sent what is no speech", "protocol") from error


def takes_instructions(model: str) -> bool:
    """Whether a model is told how to speak in words; of OpenAI's, all but `tts-1` are.

    A model of another server takes only a speed, by what most of them have in common.
    """
    return model.startswith("gpt-")
