"""Speech to text by OpenAI, Groq, or any server that speaks OpenAI's protocol."""

import asyncio

from core.errors import BusyError, SpeechToTextError
from core.seams import Transcript
from providers.openai_client import OpenAIClient
from providers.resilience.asking import not_asked, patience, waiting
from providers.stt.openai_answer import Answer
from providers.stt.recording import normalised
from providers.vendor_errors import vendor_error
from providers.workers import Workers

_PREPARE_SECONDS = 10.0
PREPARING = 0.15
"""Share of what is left of the turn's deadline until a recording is read, or another recogniser
is to hear it: our own workers may be starting, or read those of others."""

_LONGEST_HINT = 400
"""Characters; Whisper reads the last 224 tokens of its prompt and no more."""


class OpenAISTT:
    """One model of one vendor; `name` is the vendor's in errors.

    `url` is the address up to `/v1` (OpenAI's own if None), `key` may be None for a server
    that wants none. `language` is ISO 639-1, None to have it detected. A transcription
    takes at most `seconds`. Recordings are read in `workers` processes, `queue_limit` may
    wait for one; silence and bad audio are never sent. Call `close` at the end; `start`
    beforehand spares the first caller the start of the workers and of the SDK.
    """

    def __init__(
        self,
        key: str | None,
        url: str | None = None,
        model: str = "gpt-transcribe",
        language: str | None = None,
        seconds: float = 6.0,
        name: str = "OpenAI",
        workers: int = 1,
        queue_limit: int = 32,
    ) -> None:
        self._client = OpenAIClient(key, url, seconds)
        self._model = model
        self._language = language
        self._seconds = seconds
        self._plain = False
        self._vendor = f"{name}'s speech recognition"
        self._workers = Workers(
            workers, queue_limit, _start, "audio reading", failure=SpeechToTextError
        )

    async def start(self) -> None:
        """Start the workers and load the SDK."""
        await asyncio.gather(self._workers.start(), self._client.get())

    async def transcribe(self, audio: bytes, hint: str = "") -> Transcript:
        """As the seam says; raises VendorError for all that goes wrong at the vendor's.

        BusyError where our own workers keep it waiting.
        """
        wav, seconds = await self._read(audio)
        if not wav:
            not_asked()
            return Transcript("", 0.0, seconds)
        try:
            async with asyncio.timeout(self._seconds):
                text, confidence = (await self._answer(wav, hint)).heard()
        except Exception as error:
            raise vendor_error(self._vendor, error) from error
        return Transcript(text, confidence, seconds)

    async def close(self) -> None:
        await self._client.close()
        await self._workers.close()

    async def _read(self, audio: bytes) -> tuple[bytes, float]:
        try:
            with waiting():
                async with asyncio.timeout(patience(PREPARING)):
                    return await self._workers.run(normalised, audio, limit=_PREPARE_SECONDS)
        except TimeoutError:
            raise BusyError("Too many recordings wait to be read, please try again.") from None

    async def _answer(self, wav: bytes, hint: str) -> Answer:
        from openai import BadRequestError, UnprocessableEntityError

        if self._plain:
            return await self._asked(wav, hint, rich=False)
        try:
            return await self._asked(wav, hint, rich=True)
        except (BadRequestError, UnprocessableEntityError):
            if not (is_whisper(self._model) or gives_logprobs(self._model)):
                raise
            answer = await self._asked(wav, hint, rich=False)
            # Only now is it known that the format was what the server did not like.
            self._plain = True
            return answer

    async def _asked(self, wav: bytes, hint: str, rich: bool) -> Answer:
        """`rich`: with the probabilities that the model can give, which a server may not know."""
        from openai import omit

        client = await self._client.get()
        # The raw answer: the SDK itself would take any JSON for a transcription.
        response = await client.audio.transcriptions.with_raw_response.create(
            file=("speech.wav", wav, "audio/wav"),
            model=self._model,
            language=self._language or omit,
            prompt=prompt(hint) or omit,
            response_format="verbose_json" if rich and is_whisper(self._model) else "json",
            include=["logprobs"] if rich and gives_logprobs(self._model) else omit,
        )
        return Answer.model_validate_json(response.content)


def is_whisper(model: str) -> bool:
    """Whether a model answers in `verbose_json`: all kinds of Whisper do, the newer ones do not."""
    return "whisper" in model.lower()


def gives_logprobs(model: str) -> bool:
    """Whether a model may be asked for the log-probabilities of its tokens (OpenAI's reference)."""
    return model.startswith(("gpt-4o-transcribe", "gpt-4o-mini-transcribe")) and (
        "diarize" not in model
    )


def prompt(hint: str) -> str:
    """The hint on one line, capped; to a recogniser these are words to expect, not orders."""
    return " ".join(hint.split())[:_LONGEST_HINT]


def _start() -> None:
    import av
    import soundfile
    import soxr

    del av, soundfile, soxr  # The first caller should not wait for these.
