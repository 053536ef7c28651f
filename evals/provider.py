"""Which emotion model is measured: one of ours by name, or anybody's by `module:function`.

`groq` and `openai` are language models, reached as the environment and `.env` say.
"""

import asyncio
from collections.abc import Sequence

from core.errors import SettingsError, VendorError
from core.seams import EmotionModel
from core.state import MoodReading, Utterance
from evals.sessions import gold_reading
from providers.emotion.custom import custom_model
from server.language import VENDORS, language
from server.services import PROVIDERS, build
from server.settings import load_settings

PREFIX = "emotion."

AT_ONCE = 8
"""Messages that a language model is given at the same time."""

TRIES = 4
"""How often a model that asks for patience is asked."""

LONGEST_PAUSE = 30.0
"""Seconds between two tries, whatever the vendor asks for."""


class AlwaysNeutral:
    """The model that a gate must catch: it never reads anything."""

    async def read(self, text: str, context: Sequence[Utterance] = ()) -> MoodReading:
        return {**gold_reading("neutral", 0.0), "confidence": 0.5}


class Remembered:
    """Reads each message once: the suites share most of their messages."""

    def __init__(self, model: EmotionModel) -> None:
        self._model = model
        self._seen: dict[tuple[str, ...], MoodReading] = {}

    async def read(self, text: str, context: Sequence[Utterance] = ()) -> MoodReading:
        key = (text, *(part for said in context for part in (said["speaker"], said["text"])))
        if key not in self._seen:
            self._seen[key] = await self._model.read(text, context)
        return self._seen[key]


class Patient:
    """Asks again where a vendor says that it was asked too often."""

    def __init__(self, model: EmotionModel, pause: float = 1.0) -> None:
        self._model = model
        self._pause = pause

    async def read(self, text: str, context: Sequence[Utterance] = ()) -> MoodReading:
        for tried in range(1, TRIES):
            try:
                return await self._model.read(text, context)
            except VendorError as error:
                if error.fault != "limit":
                    raise
                wait = error.retry_after or self._pause * 2**tried
                await asyncio.sleep(min(wait, LONGEST_PAUSE))
        return await self._model.read(text, context)


def names() -> list[str]:
    """The models that a name stands for."""
    ours = (name.removeprefix(PREFIX) for name in PROVIDERS if name.startswith(PREFIX))
    return sorted({*ours, *VENDORS, "neutral"})


def at_once(name: str) -> int:
    """How many messages the model of a name may be given at the same time."""
    return AT_ONCE if name in VENDORS else 1


def emotion_model(name: str) -> EmotionModel:
    """The model of a name, or of `module:attribute`: an object, a class, or a function.

    Raises SettingsError, naming the choices, when there is none, or it has no key or address.
    """
    if name == "neutral":
        return AlwaysNeutral()
    if name in VENDORS:
        settings = load_settings().model_copy(update={"emotion": name})
        (_, model), *_ = language(settings).emotions
        return Patient(model)
    if ":" in name:
        return custom_model(name)
    if PREFIX + name not in PROVIDERS:
        raise SettingsError(
            f"There is no emotion model {name!r}; choose {', '.join(names())} or module:function."
        )
    return build("emotion", name)
