"""How the next session opens: from how the earlier ones were left."""

import zlib
from collections.abc import Sequence

from core.outcomes import Strategy
from core.state import Opening, SessionSummary
from providers.summary.topics import topic_of

STANDARD_GREETING = "Hello! How can I assist you today?"
"""What a new user hears, and one whose last session left no trace to act on."""

GOOD = ("highly_satisfied", "satisfied")
POOR = ("unsatisfied", "frustrated")

REPAIR_REACH = 3
"""Sessions after a poor one in which it is still owed a repair; more often would be tiresome."""

STREAK = 2
"""Good sessions in a row after which a neutral one does not break the tone."""

_REPAIR = (
    "Welcome back. Last time I may not have fully met your expectations. "
    "I'll make sure to be extra attentive today."
)
_CONTINUITY = "Great to see you again! Let's keep the momentum going."
_RE_ENGAGE = (
    "Hello again. I noticed our last conversation was brief. "
    "I'm here to help - what can I do for you today?"
)
_HOW = ("How can I help?", "What can I do for you?")
_WHAT = ("What would you like to discuss?", "What can I do for you today?")


def _variant(choices: Sequence[str], last: SessionSummary) -> str:
    """One of the wordings, always the same after the same session."""
    return choices[zlib.crc32(last["session_id"].encode()) % len(choices)]


def _owed(history: Sequence[SessionSummary]) -> SessionSummary | None:
    """The poor session that was never made good, if the last ones leave one."""
    for summary in history[: REPAIR_REACH + 1]:
        if summary["outcome"] in POOR:
            return summary
        if summary["outcome"] in GOOD:
            return None
    return None


def _streak(history: Sequence[SessionSummary]) -> bool:
    """Whether the sessions that had an outcome to speak of were good, the latest first."""
    spoke = [summary["outcome"] for summary in history if summary["outcome"] in (*GOOD, *POOR)]
    return len(spoke) >= STREAK and all(outcome in GOOD for outcome in spoke[:STREAK])


def _strategy(history: Sequence[SessionSummary]) -> Strategy:
    if not history:
        return "first_meeting"
    last = history[0]["outcome"]
    if last in GOOD:
        return "continuity_positive"
    if _owed(history):
        return "repair"
    if last == "abandoned":
        return "re_engage"
    return "continuity_positive" if _streak(history) else "standard"


def _repair_greeting(last: SessionSummary, owed: SessionSummary) -> str:
    """The apology, and the topic in our words: a greeting is spoken aloud, callers' words are not.

    The seed's sentences stand unbroken; the topic gets one of its own.
    """
    topic = topic_of(owed["pain_points"][-1]) if owed["pain_points"] else None
    about = (
        f" If it is about {topic.spoken} again, we can start there."
        if topic and topic.spoken
        else ""
    )
    return f"{_REPAIR}{about} {_variant(_HOW, last)}"


class RulesOpening:
    """An `OpeningChooser` of rules; the same history always gives the same greeting."""

    async def choose(self, history: Sequence[SessionSummary]) -> Opening:
        """Choose from summaries newest first; none is a first meeting."""
        strategy = _strategy(history)
        greeting = STANDARD_GREETING
        owed = _owed(history)
        if strategy == "repair" and owed:
            greeting = _repair_greeting(history[0], owed)
        elif strategy == "continuity_positive":
            greeting = f"{_CONTINUITY} {_variant(_WHAT, history[0])}"
        elif strategy == "re_engage":
            greeting = _RE_ENGAGE
        return {"strategy": strategy, "greeting": greeting}
