"""The ears and voices that the settings put before the embedded ones, best first.

Each is a plain adapter that raises when its vendor fails. Making one loads no vendor's
library and opens no connection; `start` does the first, for those that will be used.
"""

from dataclasses import dataclass, field

from core.errors import SettingsError
from core.seams import SpeechToText, TextToSpeech
from providers.openai_client import groq_url
from providers.stt.faster_whisper import FasterWhisperSTT
from providers.stt.openai import OpenAISTT
from providers.tts.cache import CachedTTS
from providers.tts.edge import EdgeTTS
from providers.tts.openai import OpenAITTS
from server.settings import Settings


@dataclass(frozen=True, slots=True)
class Keys:
    """What opens the vendors' doors; one with a key or an address of its own is configured."""

    groq_api_key: str | None = field(default=None, repr=False)
    groq_base_url: str | None = None
    openai_api_key: str | None = field(default=None, repr=False)
    openai_base_url: str | None = None

    @property
    def groq(self) -> bool:
        return bool(self.groq_api_key or self.groq_base_url)

    @property
    def openai(self) -> bool:
        return bool(self.openai_api_key or self.openai_base_url)


def hearing(settings: Settings, keys: Keys) -> list[tuple[str, SpeechToText]]:
    """Speech recognition by name, in order of preference; none where the embedded one is chosen.

    Raises SettingsError where the chosen one lacks its key, folder or package.
    """
    chosen, ears = settings.stt, list[tuple[str, SpeechToText]]()
    if chosen == "groq" or (chosen == "auto" and keys.groq):
        ears.append(("groq", _groq(settings, keys)))
    if chosen == "openai" or (chosen == "auto" and keys.openai):
        ears.append(("openai", _openai(settings, keys)))
    if chosen == "faster-whisper":
        whisper = FasterWhisperSTT(
            settings.whisper_folder, settings.stt_language, queue_limit=settings.stt_queue_limit
        )
        ears.append(("faster-whisper", whisper))
    return ears


def voices(settings: Settings, keys: Keys) -> list[tuple[str, TextToSpeech]]:
    """Voices by name, in order of preference, each with a cache; none where espeak is chosen.

    With `auto` that is `edge`, for use only where `providers.tts.probe.reachable` says so.
    Raises SettingsError where the chosen one lacks its key or is no voice.
    """
    chosen, made = settings.tts, list[tuple[str, TextToSpeech]]()
    if chosen in ("edge", "auto"):
        made.append(("edge", _cached(settings, _edge_voice(settings))))
    if chosen == "openai":
        made.append(("openai", _cached(settings, _openai_voice(settings, keys))))
    return made


def _groq(settings: Settings, keys: Keys) -> OpenAISTT:
    if not keys.groq:
        raise SettingsError("STT: groq needs GROQ_API_KEY (or GROQ_BASE_URL).")
    return OpenAISTT(
        keys.groq_api_key,
        groq_url(keys.groq_base_url),
        settings.groq_stt_model,
        settings.stt_language,
        settings.speech_timeout,
        name="Groq",
        queue_limit=settings.stt_queue_limit,
    )


def _openai(settings: Settings, keys: Keys) -> OpenAISTT:
    if not keys.openai:
        raise SettingsError("STT: openai needs OPENAI_API_KEY (or OPENAI_BASE_URL).")
    return OpenAISTT(
        keys.openai_api_key,
        keys.openai_base_url,
        settings.openai_stt_model,
        settings.stt_language,
        settings.speech_timeout,
        queue_limit=settings.stt_queue_limit,
    )


def _edge_voice(settings: Settings) -> EdgeTTS:
    return EdgeTTS(
        settings.edge_voice,
        settings.edge_url,
        settings.speech_timeout,
        settings.tts_concurrency,
        settings.tts_queue_limit,
    )


def _openai_voice(settings: Settings, keys: Keys) -> OpenAITTS:
    if not keys.openai:
        raise SettingsError("TTS: openai needs OPENAI_API_KEY (or OPENAI_BASE_URL).")
    return OpenAITTS(
        keys.openai_api_key,
        keys.openai_base_url,
        settings.openai_tts_model,
        settings.openai_tts_voice,
        settings.speech_timeout,
        settings.tts_concurrency,
        settings.tts_queue_limit,
    )


def _cached(settings: Settings, voice: TextToSpeech) -> CachedTTS:
    return CachedTTS(voice, settings.tts_cache_bytes)
