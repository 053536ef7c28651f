"""The language models that the settings name, for each seam that can have one.

What comes back are plain candidates in the order to ask them; whoever wires the server
puts breakers around them and the embedded provider behind them.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import inf
from typing import TypeVar

from core.deadline import stretched
from core.errors import SettingsError
from core.seams import BookingDetector, EmotionModel, OpeningChooser, Responder, Summarizer
from graphs.turn import PATIENCE
from providers.booking.llm import LLMBookingDetector
from providers.chat.llm import LLMResponder
from providers.emotion.llm import LLMEmotion
from providers.llm.models import VENDORS, Chat, Vendor, chat_model
from providers.summary.llm import LLMOpening, LLMSummarizer
from server.settings import Settings

BEFORE_WORDS = PATIENCE * 0.8
"""Seconds for what must be known before a reply is begun: the turn waits for it no longer than
`PATIENCE`, and an embedded provider must still have its chance."""

T = TypeVar("T")
Candidates = tuple[tuple[str, T], ...]
"""Name and provider, the first to be asked first; none where no language model is wanted."""


@dataclass(frozen=True, slots=True)
class Language:
    """The candidates of each seam, named by their vendor."""

    responders: Candidates[Responder]
    emotions: Candidates[EmotionModel]
    summarizers: Candidates[Summarizer]
    opening_choosers: Candidates[OpeningChooser]
    booking_detectors: Candidates[BookingDetector]
    refiners: Candidates[EmotionModel] = ()


def language(settings: Settings) -> Language:
    """Configured first, the other vendor second where it is configured too.

    A vendor is configured when its key or its base URL is set. Raises SettingsError for a
    setting that names one which is not.
    """
    chats: dict[Vendor, Chat] = {}
    before_words = stretched(BEFORE_WORDS, settings.turn_deadline)

    def candidates(
        seam: str, chosen: str, build: Callable[[Chat], T], longest: float = inf
    ) -> Candidates[T]:
        found: list[tuple[str, T]] = []
        for vendor in _order(settings, seam, chosen):
            if vendor not in chats:
                chats[vendor] = chat(settings, vendor)
            timeout = min(settings.llm_timeout, longest)
            found.append((vendor, build(replace(chats[vendor], timeout=timeout))))
        return tuple(found)

    return Language(
        candidates("RESPONDER", settings.responder, LLMResponder),
        candidates("EMOTION", settings.emotion, LLMEmotion, before_words),
        candidates("SUMMARIZER", settings.summarizer, LLMSummarizer),
        candidates("OPENING_CHOOSER", settings.opening_chooser, LLMOpening),
        candidates("BOOKING_DETECTOR", settings.booking_detector, LLMBookingDetector, before_words),
        candidates("EMOTION_REFINE", _refining(settings), LLMEmotion),
    )


def configured(settings: Settings) -> list[Vendor]:
    """The vendors with a key or an address, in the order of preference."""
    given = {
        "groq": settings.groq_api_key or settings.groq_base_url,
        "openai": settings.openai_api_key or settings.openai_base_url,
    }
    return [vendor for vendor in VENDORS if given[vendor]]


def chat(settings: Settings, vendor: Vendor) -> Chat:
    """The chat model of a vendor by its settings."""
    if vendor == "groq":
        key, url, model = settings.groq_api_key, settings.groq_base_url, settings.groq_model
    else:
        key, url, model = settings.openai_api_key, settings.openai_base_url, settings.openai_model
    secret = key.get_secret_value() if key else None
    return chat_model(vendor, model, url, secret, settings.llm_timeout)


def _refining(settings: Settings) -> str:
    """Off where a language model is on the turn's path, or somebody's own model or moods are."""
    asked = settings.emotion_refine
    own = asked == "auto" and (settings.emotion_model is not None or bool(settings.moods))
    return "off" if settings.emotion in VENDORS or own else asked


def _order(settings: Settings, seam: str, chosen: str) -> list[Vendor]:
    ready = configured(settings)
    if chosen == "auto":
        return ready
    if chosen not in VENDORS:
        return []
    if chosen not in ready:
        names = f"{chosen.upper()}_API_KEY or {chosen.upper()}_BASE_URL"
        raise SettingsError(f"{seam} is {chosen}, which needs {names} to be set")
    return [chosen, *(vendor for vendor in ready if vendor != chosen)]
