"""The first embedded emotion model: a small lexicon with rules for context and tone.

Words in the manner of VADER (Hutto and Gilbert 2014: a lexicon, negation within three
words, intensifiers, capitals and exclamation marks), but for ten moods instead of one
scale. Each mood's evidence is the sum of its cues; the scores are the evidence with a
prior that favours neutral, normalised to 1. With no cue the reading is neutral with
confidence 0.5, and nothing but more evidence raises it.
"""

import re
from collections.abc import Sequence

from core.moods import BY_NAME, MOODS, NEUTRAL, is_negative, is_positive
from core.state import MoodReading, Utterance
from providers.emotion.lexicon_cues import Cue, emoji_cues, phrase_cues, words_of

MAX_CHARACTERS = 2000
"""Only the end of a longer message is read: about two minutes of speech, a millisecond of work."""

NEUTRAL_PRIOR = 1.0
OTHER_PRIOR = NEUTRAL_PRIOR / (len(MOODS) - 1)
"""Of the ten: a mood of one's own has no cues here."""
FULL_INTENSITY = 8.0
"""Evidence at which a mood's sentiment reaches the far end of its range."""

_CAPITALS = re.compile(r"\b[A-Z]{3,}\b")
_ASKED_TO_REPEAT = re.compile(
    r"\b(repeat|catch that|say (that|it) again|once more|pardon|spell)\b", re.IGNORECASE
)
_STOP_WORDS = frozenset(
    words_of(
        "a an and are at can could do does for have i in is it me my of on or please the to "
        "was we what whats when where which who will would you your"
    )
)


def _content(text: str) -> set[str]:
    return set(words_of(text)) - _STOP_WORDS


def _context_cues(text: str, context: Sequence[Utterance]) -> list[Cue]:
    """A question put again within four exchanges leans frustrated, unless we asked for it."""
    said = _content(text)
    if not said or not context:
        return []
    if context[-1]["speaker"] == "assistant" and _ASKED_TO_REPEAT.search(context[-1]["text"]):
        return []
    for earlier in context[-8:]:
        if earlier["speaker"] != "caller":
            continue
        before = _content(earlier["text"])
        if before and len(said & before) / len(said | before) >= 0.6:
            return [Cue("frustrated", 1.4, 1.0)]
    return []


def _tone(text: str, words: list[str]) -> tuple[float, list[Cue]]:
    """How loud a message is (a factor on its cues), and what its punctuation says by itself."""
    shouted = len(_CAPITALS.findall(text))
    # Two in three words in capitals is shouting; a few are names and abbreviations.
    loud = shouted >= 2 and shouted * 3 >= len(words) * 2
    factor = (1.5 if loud else 1.0) * (1.0 + 0.15 * min(3, text.count("!")))
    cues: list[Cue] = []
    if loud:
        cues.append(Cue("frustrated", 1.2, 1.0))
    if "??" in text:
        cues.append(Cue("confused", 1.2, 1.0))
    if text.rstrip().endswith(("...", "…")) and len(words) <= 3:
        cues.append(Cue("resigned", 0.5, 1.0))
    return factor, cues


def evidence_in(text: str, context: Sequence[Utterance]) -> dict[str, float]:
    """The strength of each mood's cues; later ones weigh more, since the last feeling counts."""
    words = words_of(text)
    factor, cues = _tone(text, words)
    cues += [*phrase_cues(words), *emoji_cues(text), *_context_cues(text, context)]
    evidence = dict.fromkeys(BY_NAME, 0.0)
    for cue in cues:
        evidence[cue.mood] += cue.weight * factor * (0.7 + 0.3 * cue.place)
    return evidence


def _sentiment(name: str, evidence: dict[str, float]) -> float:
    """Where in the mood's range: nearer the far end with evidence, nearer zero with a mix."""
    mood = BY_NAME[name]
    if name == NEUTRAL:
        return 0.0
    against = sum(
        weight
        for other, weight in evidence.items()
        if (is_positive if mood.middle < 0 else is_negative)(BY_NAME[other].middle)
    )
    intensity = max(0.0, min(1.0, (evidence[name] - against) / FULL_INTENSITY))
    near, far = sorted((mood.low, mood.high), key=abs)
    return round(near + (far - near) * intensity, 3)


class LexiconEmotion:
    """An `EmotionModel` of words and rules; needs no file, no key and no network."""

    async def read(self, text: str, context: Sequence[Utterance] = ()) -> MoodReading:
        """Read one message, with or without punctuation and case. Never raises."""
        evidence = evidence_in(text[-MAX_CHARACTERS:], context)
        weights = {
            name: weight + (NEUTRAL_PRIOR if name == NEUTRAL else OTHER_PRIOR)
            for name, weight in evidence.items()
        }
        total = sum(weights.values())
        scores = {name: weight / total for name, weight in weights.items()}
        mood = max(scores, key=scores.__getitem__)
        return {
            "mood": mood,
            "sentiment": _sentiment(mood, evidence),
            "confidence": round(scores[mood], 3),
            "scores": scores,
        }
