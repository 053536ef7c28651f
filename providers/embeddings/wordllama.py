"""Sentence vectors without key or network: WordLlama's bundled token vectors, averaged."""

import logging
import os
import threading
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

DIMENSIONS = 256
MAX_CHARS = 2000
"""What is read of a text: a batch is padded to its longest, at 1 kB a token."""
BATCH = 16


class WordLlamaEmbeddings(Embeddings):
    """Unit vectors of 256 dimensions, about 0.1 ms a sentence, safe to share among threads.

    The model is loaded on first use or by `load()` (0.3 to 1.3 s, 35 MB). Text after the
    first 2,000 characters does not count; a text with nothing to embed gives a fixed unit
    vector, so that no cosine is ever undefined.
    """

    def __init__(self) -> None:
        self._model: Any = None
        self._loading = threading.Lock()

    def load(self) -> None:
        with self._loading:
            if self._model is None:
                self._model = _load()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        if not texts:
            return []
        self.load()
        read = [_clean(text) for text in texts]
        pooled: NDArray[np.float32] = self._model.embed(read, norm=False, batch_size=BATCH)
        lengths = np.linalg.norm(pooled, axis=1, keepdims=True)
        pooled = np.where(lengths > 0, pooled, np.float32(1))
        unit: list[list[float]] = (pooled / np.linalg.norm(pooled, axis=1, keepdims=True)).tolist()
        return unit

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


def _clean(text: str) -> str:
    """At most MAX_CHARS, without the lone surrogates that the tokenizer refuses."""
    return text[:MAX_CHARS].encode("utf-8", "replace").decode("utf-8")


def _load() -> Any:
    """Load what the wheel carries; its own search would go to the network.

    Importing wordllama configures the root logger, which is the server's to configure, so
    that is undone. Its tokenizer's thread pool would cost more than it saves.
    """
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    import wordllama  # pyright: ignore[reportMissingTypeStubs]

    root.handlers[:] = handlers
    root.setLevel(level)
    folder = Path(wordllama.__file__).parent
    model: Any = wordllama.WordLlama
    return model.load(cache_dir=folder, disable_download=True)
