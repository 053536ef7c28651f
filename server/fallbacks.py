"""Which services stand before the embedded providers, seam by seam."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.context import Context
from providers.resilience.fallbacks import (
    FallbackDetector,
    FallbackEmotion,
    FallbackOpening,
    FallbackSTT,
    FallbackSummarizer,
    FallbackTTS,
)
from providers.resilience.health import Health
from providers.resilience.responder import FallbackResponder

Vendors = Mapping[str, Sequence[tuple[str, Any]]]
"""By field of `Context`: the services in the order to ask them, each with its short name."""

FALLBACKS: dict[str, Any] = {
    "stt": FallbackSTT,
    "tts": FallbackTTS,
    "emotion": FallbackEmotion,
    "booking_detector": FallbackDetector,
    "responder": FallbackResponder,
    "summarizer": FallbackSummarizer,
    "opening_chooser": FallbackOpening,
}


def with_fallbacks(context: Context, vendors: Vendors, health: Health) -> Context:
    """The context with services where there are any, and what it had as their fallback.

    A seam without a service keeps its embedded provider as it is, with nothing around it.
    """
    wrapped: dict[str, Any] = {
        seam: FALLBACKS[seam]([*services, ("embedded", getattr(context, seam))], health)
        for seam, services in vendors.items()
        if services
    }
    return replace(context, **wrapped)
