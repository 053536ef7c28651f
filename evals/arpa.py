"""A smoothed trigram model of sentences, and its ARPA file.

Smoothing: interpolated Witten-Bell (Witten and Bell, "The zero-frequency problem", 1991;
in the form of Chen and Goodman, "An empirical study of smoothing techniques for language
modeling", 1998, section 2.6). A context h that was seen c(h) times, with t(h) different
words after it, gives

    P(w | h) = (c(h w) + t(h) P(w | h')) / (c(h) + t(h)),   h' = h without its first word,

down to a uniform distribution over the vocabulary. The weight of backing off is
t(h) / (c(h) + t(h)), so that the probabilities after every context sum to one.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

ORDER = 3
START, END = "<s>", "</s>"
_NEVER = -99.0
"""What the format has for the logarithm of zero: `<s>` is never predicted."""

Gram = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """Base 10 logarithms: of each n-gram's probability, and of each context's back-off weight."""

    probabilities: dict[Gram, float]
    backoffs: dict[Gram, float]

    def grams(self, order: int) -> list[Gram]:
        """The n-grams of one order, sorted."""
        return sorted(gram for gram in self.probabilities if len(gram) == order)


def estimate(sentences: Iterable[Sequence[str]], vocabulary: frozenset[str]) -> Model:
    """The model of sentences; an n-gram with a word that the vocabulary lacks is left out."""
    known = vocabulary | {START, END}
    counts = Counter(
        gram for sentence in sentences for gram in _grams(sentence) if known.issuperset(gram)
    )
    total: Counter[Gram] = Counter()
    kinds: Counter[Gram] = Counter()
    for gram, count in counts.items():
        total[gram[:-1]] += count
        kinds[gram[:-1]] += 1
    probabilities: dict[Gram, float] = {}
    for gram in sorted(counts, key=len):
        context = gram[:-1]
        lower = probabilities[gram[1:]] if context else 1 / kinds[()]
        seen = counts[gram] + kinds[context] * lower
        probabilities[gram] = seen / (total[context] + kinds[context])
    return Model(
        {(START,): _NEVER} | {gram: math.log10(chance) for gram, chance in probabilities.items()},
        {
            context: math.log10(kinds[context] / (total[context] + kinds[context]))
            for context in total
            if context
        },
    )


def lines(model: Model) -> Iterator[str]:
    """The model in the ARPA format, line by line."""
    grams = {order: model.grams(order) for order in range(1, ORDER + 1)}
    yield "\\data\\"
    for order, those in grams.items():
        yield f"ngram {order}={len(those)}"
    for order, those in grams.items():
        yield ""
        yield f"\\{order}-grams:"
        for gram in those:
            line = f"{model.probabilities[gram]:.4f}\t{' '.join(gram)}"
            yield line if order == ORDER else f"{line}\t{model.backoffs.get(gram, 0.0):.4f}"
    yield ""
    yield "\\end\\"


def _grams(sentence: Sequence[str]) -> Iterator[Gram]:
    """All n-grams of a sentence with its start and its end; none ends at the start."""
    words = (START, *sentence, END)
    for end in range(2, len(words) + 1):
        for start in range(max(0, end - ORDER), end):
            yield words[start:end]
