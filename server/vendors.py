"""The services that the settings and keys switch on, seam by seam, opened and closed."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import structlog

from core.errors import SettingsError
from core.moods import Style
from core.seams import TextToSpeech
from providers.resilience.fallbacks import FallbackTTS
from providers.resilience.health import Health
from providers.tts.probe import reachable
from server.fallbacks import Vendors
from server.language import Language
from server.settings import Settings
from server.speech import Keys, hearing, voices

log = structlog.stdlib.get_logger("rapport.vendors")

PROBE_SECONDS = 2.0

LOCAL = {"faster-whisper"}
"""Chosen by hand and run here: these cannot be merely out of reach."""


def vendors_of(settings: Settings, models: Language) -> Vendors:
    """What stands before the embedded providers, in the order to ask.

    With `TTS=auto` the voice of the edge service is not among them: see `EdgeOnceReached`.
    Raises SettingsError for a service that is chosen and lacks its key.
    """
    keys = keys_of(settings)
    return {
        "stt": hearing(settings, keys),
        "tts": [] if settings.tts == "auto" else voices(settings, keys),
        "responder": models.responders,
        "emotion": models.emotions,
        "summarizer": models.summarizers,
        "opening_chooser": models.opening_choosers,
        "booking_detector": models.booking_detectors,
    }


def keys_of(settings: Settings) -> Keys:
    groq, openai = settings.groq_api_key, settings.openai_api_key
    return Keys(
        groq_api_key=groq.get_secret_value() if groq else None,
        groq_base_url=settings.groq_base_url,
        openai_api_key=openai.get_secret_value() if openai else None,
        openai_base_url=settings.openai_base_url,
    )


def embedded_emotion(settings: Settings) -> str:
    """The model on the turn's path, or behind the service that is."""
    return "lexicon" if settings.emotion == "lexicon" else "local"


def who_serves(settings: Settings, vendors: Vendors, voice: TextToSpeech) -> dict[str, list[str]]:
    """The names of those who serve each seam now, in the order they are asked."""
    edge = voice.reached if isinstance(voice, EdgeOnceReached) else []
    embedded = {
        "stt": "pocketsphinx",
        "tts": "espeak",
        "emotion": settings.emotion_model or embedded_emotion(settings),
        "responder": "extractive",
        "booking_detector": "rules",
        "summarizer": "rules",
        "opening_chooser": "rules",
    }
    first = {seam: [name for name, _ in services] for seam, services in vendors.items()}
    first["tts"] = [*first.get("tts", []), *edge]
    return {seam: [*first.get(seam, []), name] for seam, name in embedded.items()}


@asynccontextmanager
async def opened(vendors: Vendors) -> AsyncGenerator[None]:
    """Start what has something to start, in the background; close it all in the end.

    What is `LOCAL` is waited for. Raises SettingsError where its settings cannot serve.
    """
    named = [service for services in vendors.values() for service in services]
    everyone = [provider for _, provider in named]
    starting = {
        asyncio.create_task(_start(provider, name in LOCAL)): name
        for name, provider in named
        if hasattr(provider, "start")
    }
    try:
        await asyncio.gather(*(task for task, name in starting.items() if name in LOCAL))
        yield
    finally:
        for task in starting:
            task.cancel()
        await asyncio.gather(*starting, return_exceptions=True)
        for provider in everyone:
            if hasattr(provider, "close"):
                await provider.close()


async def _start(provider: Any, local: bool = False) -> None:
    try:
        await provider.start()
    except Exception as error:
        if local and isinstance(error, SettingsError):
            raise
        # Its first job tries again and is answered by a fallback if need be.
        log.warning("vendor_not_started", provider=type(provider).__name__, error=str(error))


class EdgeOnceReached:
    """The embedded voice, until a probe has reached the edge service; then that one before it.

    The probe runs beside the start and never delays it; without a network nothing changes.
    """

    def __init__(self, settings: Settings, embedded: TextToSpeech, health: Health) -> None:
        self._settings, self._embedded, self._health = settings, embedded, health
        self._voice = embedded
        self._vendors: Vendors = {}

    async def synthesize(self, text: str, style: Style = "neutral") -> bytes:
        return await self._voice.synthesize(text, style)

    @property
    def reached(self) -> list[str]:
        """The names of the voices that were."""
        return [name for name, _ in self._vendors.get("tts", ())]

    async def probe(self) -> bool:
        """Whether the service was reached; from then on it speaks."""
        if not await reachable(PROBE_SECONDS, self._settings.edge_url):
            log.info("edge_voice_not_reached", voice="espeak")
            return False
        found = voices(self._settings, keys_of(self._settings))
        self._vendors = {"tts": found}
        for _, voice in found:
            await _start(voice)
        self._voice = FallbackTTS([*found, ("embedded", self._embedded)], self._health)
        log.info("edge_voice_reached")
        return True

    @asynccontextmanager
    async def probing(self) -> AsyncGenerator[None]:
        task = asyncio.create_task(self.probe())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            for _, voice in self._vendors.get("tts", ()):
                await voice.close()
