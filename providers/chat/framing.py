"""What a reply begins with: the mood's frame, the opening, what was hard before."""

from core.moods import is_negative
from core.seams import Brief
from core.state import Moment
from providers.chat.phrases import APOLOGY, FRAMES, HELPLESS, REMEMBERED, REPAIR, WARM, pick
from providers.chat.topics import asked
from providers.chat.words import content, coverage

_SAME_QUESTION = 0.6


def sore_before(brief: Brief, query: str) -> bool:
    """Whether the caller asked for the same in an earlier session and it went badly."""
    return any(is_negative(m["sentiment"]) and _same(m, query) for m in brief.moments)


def frame(brief: Brief, *, full: bool, sore: bool) -> str | None:
    """A short first sentence, or none; never on two turns running.

    `full` says that the answer has more than one fact, `sore` that `sore_before` is true.
    """
    if brief.window:
        opened = (*APOLOGY, *HELPLESS, *(f for frames in FRAMES.values() for f in frames))
        if brief.window[-1]["reply"].startswith(opened):
            return None
    elif sore and full:
        return pick(REMEMBERED, brief.window)
    elif brief.opening == "repair" and full:
        return pick(REPAIR, brief.window)
    elif brief.opening == "continuity_positive" and brief.style in ("neutral", "cheerful"):
        return pick(WARM, brief.window)
    frames = FRAMES.get(brief.style, ())
    return pick(frames, brief.window) if frames else None


def _same(moment: Moment, query: str) -> bool:
    topics = asked(query)
    if topics and topics & asked(f"{moment['text']}"):
        return True
    return coverage(content(query), content(moment["text"])) >= _SAME_QUESTION
