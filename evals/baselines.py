"""What anybody could do: every table shows these beside us."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from typing import Any

from core.outcomes import Outcome, Strategy

KEYWORDS = re.compile(r"\b(?:book|booking|reserve|reservation|appointment|schedule)\w*", re.I)

AFTER: dict[Outcome, Strategy] = {
    "highly_satisfied": "continuity_positive",
    "satisfied": "continuity_positive",
    "neutral": "standard",
    "unsatisfied": "repair",
    "frustrated": "repair",
    "abandoned": "re_engage",
}
"""The opening that follows from the last outcome alone."""

BY_LAST_MOOD: dict[str, Outcome] = {
    "happy": "highly_satisfied",
    "satisfied": "satisfied",
    "engaged": "satisfied",
    "neutral": "neutral",
    "confused": "unsatisfied",
    "skeptical": "unsatisfied",
    "disappointed": "unsatisfied",
    "frustrated": "frustrated",
    "angry": "frustrated",
    "resigned": "unsatisfied",
}
"""The outcome that follows from the caller's last mood alone."""


def majority(targets: Sequence[str]) -> list[str]:
    """The commonest target for every sample: the best that a constant can do on them."""
    return [Counter(targets).most_common(1)[0][0]] * len(targets) if targets else []


def names_a_booking(text: str) -> bool:
    """Whether a word of booking occurs."""
    return bool(KEYWORDS.search(text))


@cache
def vader() -> Callable[[str], float] | None:
    """VADER's compound sentiment in [-1, 1] of a text; None where it is not installed.

    Hutto and Gilbert, "VADER: a parsimonious rule-based model for sentiment analysis of social
    media text", ICWSM 2014.
    """
    try:
        module: Any = import_module("vaderSentiment.vaderSentiment")
    except ImportError:
        return None
    analyser: Any = module.SentimentIntensityAnalyzer()
    return lambda text: float(analyser.polarity_scores(text)["compound"])


def polarity(sentiment: float, edge: float) -> str:
    """The sign of a sentiment, with neutral up to `edge` on both sides."""
    return "positive" if sentiment > edge else "negative" if sentiment < -edge else "neutral"


VADER_EDGE = 0.05
"""VADER's authors' own cut between the classes."""
