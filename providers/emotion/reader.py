"""The local emotion model's three voices as one: the transformer, the n-grams, the lexicon."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.state import Utterance
from providers.emotion.lexicon import MAX_CHARACTERS, evidence_in
from providers.emotion.ngrams import Ngrams
from providers.emotion.pieces import Pieces

SHARES: Mapping[str, float] = {"moods": 0.3, "sentiment": 0.3, "groups": 0.3}
"""The n-grams' part in each head they have, chosen on held-back `moods` and sessions
(GoEmotions for `groups`); half as much or as much again is nearly as good."""

CUE, FULL = 0.9, 3.0
"""What the lexicon's cues add to a mood's logit, by their evidence and up to how much of it:
at little cost on held-back messages it hears plain words ("that doesn't help") that no training
message had."""

Logits = dict[str, NDArray[np.float32]]


class Reader:
    """Reads off each head what it says of a message, before any calibration."""

    def __init__(self, graph: Path, tokenizer: Path, ngrams: Path, moods: Sequence[str]) -> None:
        """`moods` names the classes in order. Raises OSError where a file is missing."""
        self._moods = moods
        if not graph.is_file():
            raise FileNotFoundError(f"The emotion model's file {graph} is missing")
        self._graph = session(graph)
        self._pieces = Pieces(tokenizer)
        self._ngrams = Ngrams(ngrams)

    def __call__(self, text: str, context: Sequence[Utterance], heads: Sequence[str]) -> Logits:
        """A vector for each head; the context (oldest first) is read by the graph alone."""
        ids, own = self._pieces.encode(text, context)
        kinds = np.ones((1, len(ids)), np.int64)
        kinds[0, :own] = 0
        found = self._graph.run(list(heads), {"ids": np.array([ids], np.int64), "kinds": kinds})
        said = {name: value[0] for name, value in zip(heads, found, strict=True)}
        words = self._ngrams(text)
        for name in said.keys() & SHARES.keys():
            said[name] = said[name] * (1 - SHARES[name]) + words[name] * SHARES[name]
        if "moods" in said:
            cues = evidence_in(text[-MAX_CHARACTERS:], context)
            heard = [min(FULL, cues.get(name, 0.0)) for name in self._moods]
            said["moods"] = said["moods"] + CUE * np.array(heard, np.float32)
        return said


def session(path: Path) -> Any:
    """The weights in a runtime that keeps to one core."""
    import onnxruntime

    runtime: Any = onnxruntime
    options = runtime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return runtime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
