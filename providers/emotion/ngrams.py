"""The linear half of the local emotion model: a weight for each hashed n-gram and class.

Words of one and two, and characters of two to five within a word, hashed into a table
(Weinberger et al. 2009). It knows single words, and the bits of broken ones that speech
recognition leaves, where the transformer knows sentences: the two err differently, and
their mean is better than either (`model/CARD.md`).
"""

import re
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 17
LONGEST = 400
"""Characters read, from the end."""
HEADS = ("moods", "sentiment", "groups")
_WORD = re.compile(r"[\w']+|[!?]")


def buckets(text: str) -> NDArray[np.int64]:
    """The places of all n-grams of a text, each once, in order."""
    words = _WORD.findall(text[-LONGEST:].lower())
    grams = {*words, *(f"{one} {two}" for one, two in pairwise(words))}
    for word in words:
        padded = f" {word} "
        for size in (2, 3, 4, 5):
            grams.update("#" + padded[at : at + size] for at in range(len(padded) - size + 1))
    places = {crc32(gram.encode("utf-8", "replace")) % BUCKETS for gram in grams}
    return np.array(sorted(places), np.int64)


class Ngrams:
    """Reads a message's logits off a file made by `evals.emotion_ngrams`.

    `weights` (BUCKETS by classes, 8 bits), `scale` and `bias` of each class, `heads` (the
    head a class belongs to), `rarity` (inverse document frequency of each bucket).
    """

    def __init__(self, path: Path) -> None:
        with np.load(path) as stored:
            self._weights: NDArray[np.int8] = stored["weights"]
            self._scale: NDArray[np.float32] = stored["scale"]
            self._bias: NDArray[np.float32] = stored["bias"]
            self._rarity: NDArray[np.float16] = stored["rarity"]
            heads: NDArray[np.int64] = stored["heads"]
        self._columns = {name: heads == at for at, name in enumerate(HEADS)}

    def __call__(self, text: str) -> dict[str, NDArray[np.float32]]:
        """The logits of each head, in its classes' order; sentiment in [-1, 1]."""
        at = buckets(text)
        value = self._rarity[at].astype(np.float32)
        value /= np.sqrt((value * value).sum()) or 1.0
        found = (value @ self._weights[at].astype(np.float32)) * self._scale + self._bias
        parts = {name: found[columns] for name, columns in self._columns.items()}
        return {**parts, "sentiment": np.tanh(parts["sentiment"])}
