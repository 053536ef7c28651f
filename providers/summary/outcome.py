"""How a session ended: one score, a few rules, and how sure they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.moods import BY_NAME, NEUTRAL, is_negative
from core.outcomes import Ending, Outcome
from core.state import TurnRecord
from providers.summary.exchange import was_booked


@dataclass(frozen=True, slots=True)
class OutcomeThresholds:
    """What the outcome rules weigh and where they cut. Scores are in [-1, 1]."""

    # The seed's 0.6, for an end that weighs more; set on the training part of our own
    # sessions (datasets/CARD.md), as were `unsatisfied` and `last_weight`.
    highly_satisfied: float = 0.55
    # One plain thanks (about 0.4) after a few neutral turns is enough.
    satisfied: float = 0.15
    # Beyond what a moment's confusion costs; two unanswered questions among three.
    unsatisfied: float = -0.15
    # The feeling alone, before failures count: frustration is felt, not computed.
    frustrated: float = -0.6
    # Peak and end outweigh duration in how an episode is remembered (Kahneman et al.,
    # "When more pain is preferred to less", 1993): the last mood, and nearer turns more.
    last_weight: float = 0.6
    half_life_turns: float = 4.0
    # A caller whose every question stayed open, calmly, is just unsatisfied.
    failure_weight: float = 0.3
    # A booking is what the caller came for; with a happy goodbye it is an excellent session.
    booking_bonus: float = 0.25
    # Hanging up without a goodbye says little by itself: many callers just do.
    dropped_penalty: float = 0.05
    # Up to this many turns, a session left without an answer was left quickly.
    quick_turns: int = 2
    # Who arrives in a bad mood and leaves happy within fewer turns is satisfied, not more:
    # the seed's own story of a caller who comes back to a better answer.
    forgiving_turns: int = 4


@dataclass(frozen=True, slots=True)
class Judgement:
    """An outcome, and the confidence in it, in [0.5, 0.95]."""

    outcome: Outcome
    confidence: float


def _feeling(sentiments: Sequence[float], cuts: OutcomeThresholds) -> float:
    """The recency-weighted mean, mixed with the last sentiment."""
    ages = range(len(sentiments) - 1, -1, -1)
    weights = [0.5 ** (age / cuts.half_life_turns) for age in ages]
    pairs = zip(weights, sentiments, strict=True)
    mean = sum(weight * value for weight, value in pairs) / sum(weights)
    return (1 - cuts.last_weight) * mean + cuts.last_weight * sentiments[-1]


def _ends_in_anger(turns: Sequence[TurnRecord]) -> bool:
    """Angry at the last, or frustrated twice in the last three turns and not over it."""
    moods = [record["mood"]["mood"] for record in turns[-3:]]
    if moods[-1] == "angry":
        return True
    hot = sum(mood in ("frustrated", "angry") for mood in moods)
    return hot >= 2 and turns[-1]["mood"]["sentiment"] < 0


def _left_quickly(turns: Sequence[TurnRecord], cuts: OutcomeThresholds) -> bool:
    return len(turns) <= cuts.quick_turns and not any(
        record["turn"].get("answered")
        or was_booked(record)
        or record["mood"]["sentiment"] > BY_NAME[NEUTRAL].high
        or record["mood"]["mood"] in ("frustrated", "angry")
        for record in turns
    )


def _broke_off(turns: Sequence[TurnRecord], ended: Ending) -> bool:
    """The line dropped in the middle: calm all along, and the last wish not met."""
    last = turns[-1]
    return (
        ended == "dropped"
        and not (last["turn"].get("answered") or was_booked(last))
        and not is_negative(last["mood"]["sentiment"])
        and last["mood"]["sentiment"] <= BY_NAME[NEUTRAL].high
        and not any(record["mood"]["mood"] in ("frustrated", "angry") for record in turns)
    )


def _confidence(margin: float, turns: int) -> float:
    """From the distance to the nearest cut (0.2 is clear) and the number of turns heard."""
    clear = min(1.0, abs(margin) / 0.2)
    heard = turns / (turns + 1)
    return round(0.5 + 0.45 * clear * heard, 3)


def judge(turns: Sequence[TurnRecord], ended: Ending, cuts: OutcomeThresholds) -> Judgement:
    """The outcome of a session from the turns in which the caller said something."""
    if not turns:
        return Judgement("abandoned", 0.95)
    if _left_quickly(turns, cuts):
        # A dropped line is the plainer sign; a client may close for its own reasons.
        return Judgement("abandoned", 0.8 if ended == "dropped" else 0.65)
    if _broke_off(turns, ended):
        return Judgement("abandoned", _confidence(0.15, len(turns)))
    feeling = _feeling([record["mood"]["sentiment"] for record in turns], cuts)
    asked = [record["turn"].get("answered") for record in turns]
    failed = asked.count(False) / max(1, len(asked) - asked.count(None))
    score = feeling - cuts.failure_weight * failed
    score += cuts.booking_bonus * any(was_booked(record) for record in turns)
    score -= cuts.dropped_penalty * (ended == "dropped" and feeling < 0)
    heard = len(turns)
    if _ends_in_anger(turns):
        return Judgement("frustrated", _confidence(min(feeling, -0.1), heard))
    if feeling <= cuts.frustrated:
        return Judgement("frustrated", _confidence(feeling - cuts.frustrated, heard))
    if score <= cuts.unsatisfied:
        margin = min(cuts.unsatisfied - score, feeling - cuts.frustrated)
        return Judgement("unsatisfied", _confidence(margin, heard))
    if score < cuts.satisfied:
        margin = min(cuts.satisfied - score, score - cuts.unsatisfied)
        return Judgement("neutral", _confidence(margin, heard))
    if score < cuts.highly_satisfied:
        margin = min(cuts.highly_satisfied - score, score - cuts.satisfied)
        return Judgement("satisfied", _confidence(margin, heard))
    if heard < cuts.forgiving_turns and is_negative(turns[0]["mood"]["sentiment"]):
        return Judgement("satisfied", _confidence(0.1, heard))
    return Judgement("highly_satisfied", _confidence(score - cuts.highly_satisfied, heard))
