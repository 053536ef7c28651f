"""Which emotion model is measured: one of ours by name, or anybody's by `module:function`."""

from collections.abc import Sequence

from core.errors import SettingsError
from core.seams import EmotionModel
from core.state import MoodReading, Utterance
from evals.sessions import gold_reading
from providers.emotion.custom import custom_model
from server.services import PROVIDERS, build

PREFIX = "emotion."


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


def names() -> list[str]:
    """The models that a name stands for."""
    ours = (name.removeprefix(PREFIX) for name in PROVIDERS if name.startswith(PREFIX))
    return sorted({*ours, "neutral"})


def emotion_model(name: str) -> EmotionModel:
    """The model of a name, or of `module:attribute`: an object, a class, or a function.

    Raises SettingsError, naming the choices, when there is none.
    """
    if name == "neutral":
        return AlwaysNeutral()
    if ":" in name:
        return custom_model(name)
    if PREFIX + name not in PROVIDERS:
        raise SettingsError(
            f"There is no emotion model {name!r}; choose {', '.join(names())} or module:function."
        )
    return build("emotion", name)
