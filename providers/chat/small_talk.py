"""Replies to messages that ask for nothing."""

from collections.abc import Sequence

from core.moods import is_negative, is_positive
from core.seams import Brief
from core.state import PastTurn
from providers.chat import phrases
from providers.chat.answering import elsewhere
from providers.chat.intent import Kind
from providers.chat.phrases import pick
from providers.chat.speech import shortened

_REPEAT_LIMIT = 400


def small_talk(kind: Kind, brief: Brief) -> list[str]:
    """One or two sentences; what is said follows from the kind and from the caller's mood."""
    window, mood = brief.window, brief.mood["sentiment"]

    def one(options: Sequence[str]) -> str:
        return pick(options, window)

    match kind:
        case "empty":
            # Only an unheard turn just before makes this the second time.
            return [_not_heard(window)]
        case "greeting":
            return [one(phrases.HELLO)]
        case "wellbeing":
            return [one(phrases.WELLBEING)]
        case "identity":
            return [one(phrases.IDENTITY), one(phrases.TELL_ME)]
        case "thanks":
            return [one(phrases.WELCOME), one(phrases.ANYTHING_ELSE)]
        case "goodbye":
            sorry = is_negative(mood) or (window and is_negative(window[-1]["sentiment"]))
            return [one(phrases.SORRY_GOODBYE if sorry else phrases.GOODBYE)]
        case "no":
            return [one(phrases.ALL_RIGHT), phrases.ANYTHING_ELSE[-1]]
        case "yes":
            asked = window and window[-1]["reply"].endswith("?")
            return [one(phrases.ASK_AWAY if asked else phrases.ANYTHING_ELSE)]
        case "repeat" | "confused":
            return _repeated(window)
        case "doubt" if window and window[-1]["answered"]:
            return [one(phrases.DOUBT), elsewhere(brief.passages, window)]
        case "resigned" | "complaint" | "doubt":
            return [one(phrases.HELPLESS), elsewhere(brief.passages, window)]
        case "statement" if is_negative(mood):
            return [one(phrases.SYMPATHY), elsewhere(brief.passages, window)]
        case _:
            if is_positive(mood):
                return [one(phrases.GLAD), one(phrases.ANYTHING_ELSE)]
            if kind == "statement":
                return [one(phrases.TELL_ME)]
            return [one(phrases.ALL_RIGHT), one(phrases.ANYTHING_ELSE)]


def _not_heard(window: Sequence[PastTurn]) -> str:
    missed = 0
    for turn in reversed(window):
        if turn["transcript"].strip():
            break
        missed += 1
    return phrases.NOT_HEARD[min(missed, len(phrases.NOT_HEARD) - 1)]


def _repeated(window: Sequence[PastTurn]) -> list[str]:
    if not window:
        return list(phrases.NOTHING_SAID)
    last = window[-1]["reply"]
    for opening in phrases.AGAIN:
        last = last.removeprefix(opening).strip()
    return [f"{pick(phrases.AGAIN, window)} {shortened(last, _REPEAT_LIMIT)}"]
