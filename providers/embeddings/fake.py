"""Vectors for tests: a hashed bag of words, so texts are near where they share words."""

import math
import re
from hashlib import blake2b

from langchain_core.embeddings import Embeddings

DIMENSIONS = 64
_WORD = re.compile(r"\w+")


class FakeEmbeddings(Embeddings):
    """Unit vectors of 64 dimensions, the same in every process."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        counts = [0.0] * DIMENSIONS
        for word in _WORD.findall(text.lower()):
            digest = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
            counts[int.from_bytes(digest) % DIMENSIONS] += 1
        if not any(counts):
            counts = [1.0] * DIMENSIONS
        length = math.hypot(*counts)
        return [count / length for count in counts]
