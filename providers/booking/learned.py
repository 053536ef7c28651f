"""A small trained reader of wishes to book, for what the rules do not foresee.

Logistic regression over hashed words and pairs of words (Weinberger et al., "Feature hashing
for large scale multitask learning", ICML 2009), trained by `evals.train_booking` on the
training parts of SGD (CC BY-SA 4.0), NLU++ (CC BY 4.0), CLINC150 (CC BY 3.0) and BANKING77
(CC BY 4.0). Its weights hold no sentence of theirs.
"""

import math
import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

BUCKETS = 2**13
FILE = Path(__file__).with_name("wish.npz")
LONGEST = 60
"""Words that are read."""

_DIGITS = re.compile(r"\d+")


def features(said: str) -> list[int]:
    """The buckets of a plain text's words and neighbouring pairs, each once; numbers are one."""
    words = ["<", *_DIGITS.sub("#", said).split()[:LONGEST], ">"]
    pairs = [f"{one} {two}" for one, two in pairwise(words)]
    return sorted({crc32(term.encode()) % BUCKETS for term in [*words, *pairs]})


def probability(said: str) -> float:
    """How likely a plain text wishes for an appointment or a table, in [0, 1]."""
    weights, bias = _model()
    return 1 / (1 + math.exp(-float(weights[features(said)].sum()) - bias))


@cache
def _model() -> tuple[NDArray[np.float32], float]:
    with np.load(FILE) as arrays:
        return arrays["weights"].astype(np.float32), float(arrays["bias"])
