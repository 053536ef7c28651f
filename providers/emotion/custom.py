"""A model of one's own, named by `module:attribute`: an object, a class, or a function."""

import asyncio
import inspect
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, cast

from core.errors import EmotionError, SettingsError
from core.moods import BY_NAME
from core.state import MoodReading, Utterance


def custom_model(path: str) -> Any:
    """The `EmotionModel` at this path; a class is called without arguments.

    Raises SettingsError when there is none.
    """
    module, _, attribute = path.partition(":")
    try:
        found: Any = getattr(import_module(module), attribute)
        built: Any = found() if inspect.isclass(found) else found
    except Exception as error:
        # Importing runs whatever the module holds, so anything may be raised.
        raise SettingsError(f"The emotion model {path} could not be loaded: {error}.") from error
    if hasattr(built, "read"):
        return built
    if callable(built):
        return FunctionEmotion(built)
    raise SettingsError(f"The emotion model {path} is neither a function nor has a method `read`.")


class FunctionEmotion:
    """An `EmotionModel` of a function of the text, or of the text and what was said before it.

    The function may be async. It returns a whole reading, or a mood (a name, or an enum
    whose value is one) and a score: the sentiment, in [-1, 1].
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self._with_context = len(inspect.signature(function).parameters) > 1

    async def read(self, text: str, context: Sequence[Utterance] = ()) -> MoodReading:
        """Raises EmotionError for a mood that there is not, or an answer of another shape."""
        given = (text, context) if self._with_context else (text,)
        if inspect.iscoroutinefunction(self._function):
            answer: Any = await self._function(*given)
        else:
            # Somebody else's code may compute or wait for long.
            answer = await asyncio.to_thread(self._function, *given)
        if isinstance(answer, Mapping):
            reading = cast(MoodReading, answer)
            return {**reading, "mood": _known(reading["mood"])}
        try:
            mood, sentiment = answer
            level = max(-1.0, min(1.0, float(sentiment)))
        except (TypeError, ValueError) as error:
            raise EmotionError("The custom emotion model must give a mood and a score") from error
        name = _known(getattr(mood, "value", mood))
        scores = {each: float(each == name) for each in BY_NAME}
        return {"mood": name, "sentiment": level, "confidence": 1.0, "scores": scores}


def _known(name: Any) -> str:
    if name not in BY_NAME:
        raise EmotionError(
            f"The custom emotion model gave the mood {str(name)[:40]!r}, which is none of "
            f"{', '.join(BY_NAME)}; add it by the setting MOODS"
        )
    return str(name)
