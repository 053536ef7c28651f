"""How a session can end, and how the next one can open."""

from typing import Literal, get_args

Outcome = Literal[
    "highly_satisfied", "satisfied", "neutral", "unsatisfied", "frustrated", "abandoned"
]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)

Strategy = Literal["first_meeting", "standard", "continuity_positive", "repair", "re_engage"]
STRATEGIES: tuple[Strategy, ...] = get_args(Strategy)

Ending = Literal["closed", "dropped", "recovered"]
"""`closed` by the client, `dropped` without a goodbye, `recovered` at start-up after a crash."""
ENDINGS: tuple[Ending, ...] = get_args(Ending)
