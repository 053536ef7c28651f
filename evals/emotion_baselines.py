# pyright: basic, reportMissingImports=false
"""What the local model is compared with, on the same held-back examples.

Each gives a number of a mood and a sentiment for every example: always neutral, a linear
model of word and character n-grams, and the lexicon; VADER (Hutto and Gilbert 2014) has
sentiment only.
"""

import asyncio
from collections.abc import Sequence

import numpy as np

from core.moods import NEUTRAL
from evals.emotion_data import MOOD_NAMES, Example
from evals.emotion_judge import level_of, truth_of
from evals.emotion_measures import Floats, Ints
from providers.emotion.lexicon import LexiconEmotion


def always_neutral(examples: Sequence[Example]) -> tuple[Ints, Floats]:
    return np.full(len(examples), MOOD_NAMES.index(NEUTRAL)), np.zeros(len(examples))


class Ngrams:
    """Words 1 to 2 and characters 2 to 5, tf-idf, logistic and ridge regression."""

    def __init__(self, examples: Sequence[Example]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression, Ridge
        from sklearn.pipeline import make_union

        self._features = make_union(
            TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=3, sublinear_tf=True),
        )
        seen = self._features.fit_transform([example.text for example in examples])
        self._moods = LogisticRegression(C=4, max_iter=200, class_weight="balanced")
        self._moods.fit(seen, truth_of(examples))
        self._sentiment = Ridge(alpha=2).fit(seen, level_of(examples))

    def __call__(self, examples: Sequence[Example]) -> tuple[Ints, Floats]:
        seen = self._features.transform([example.text for example in examples])
        return self._moods.predict(seen), self._sentiment.predict(seen)


def lexicon(examples: Sequence[Example]) -> tuple[Ints, Floats]:
    async def all_of_them():
        model = LexiconEmotion()
        return [await model.read(example.text, example.context) for example in examples]

    found = asyncio.run(all_of_them())
    return (
        np.array([MOOD_NAMES.index(reading["mood"]) for reading in found]),
        np.array([reading["sentiment"] for reading in found]),
    )


def vader(examples: Sequence[Example]) -> Floats | None:
    """VADER's compound score, or None where vaderSentiment is not installed."""
    try:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
    except ImportError:
        return None
    analyser = SentimentIntensityAnalyzer()
    return np.array([analyser.polarity_scores(example.text)["compound"] for example in examples])
