"""The contract of Embeddings, over the bundled model and the fake."""

import logging
import math
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core.embeddings import Embeddings

from providers.embeddings.fake import FakeEmbeddings
from providers.embeddings.wordllama import WordLlamaEmbeddings

ROOT = Path(__file__).parents[2]
MODELS: dict[str, tuple[Embeddings, int]] = {
    "wordllama": (WordLlamaEmbeddings(), 256),
    "fake": (FakeEmbeddings(), 64),
}
every = pytest.mark.parametrize(("model", "size"), MODELS.values(), ids=MODELS.keys())
Check = Callable[[Embeddings, int], None]


def dot(a: list[float], b: list[float]) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))


@every
@pytest.mark.parametrize("text", ["", " ", "\x00", "hello", "?!", "\ud800", "好", "word " * 9000])
def test_any_text_gives_a_unit_vector(model: Embeddings, size: int, text: str):
    vector = model.embed_query(text)
    assert len(vector) == size
    assert all(isinstance(x, float) for x in vector)
    assert math.isclose(math.hypot(*vector), 1, abs_tol=1e-5)


@every
@settings(max_examples=30, deadline=None)
@given(texts=st.lists(st.text(max_size=60), max_size=5))
def test_a_batch_is_the_same_as_one_by_one(model: Embeddings, size: int, texts: list[str]):
    batch = model.embed_documents(texts)
    assert len(batch) == len(texts)
    for vector, text in zip(batch, texts, strict=True):
        assert dot(vector, model.embed_query(text)) == pytest.approx(1, abs=1e-4)


@every
def test_texts_that_share_words_are_nearer(model: Embeddings, size: int):
    asked, near, far = model.embed_documents(
        ["when do you open on sunday", "we open on sunday at nine", "bring your broken laptop"]
    )
    assert dot(asked, near) > dot(asked, far) + 0.2


@every
def test_threads_do_not_disturb_one_another(model: Embeddings, size: int):
    texts = [f"text number {n} of many" for n in range(64)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(model.embed_query, texts)) == [model.embed_query(t) for t in texts]


async def test_the_async_form_is_the_same():
    model = FakeEmbeddings()
    assert await model.aembed_query("hello") == model.embed_query("hello")


@pytest.mark.parametrize("name", ["wordllama.WordLlamaEmbeddings", "fake.FakeEmbeddings"])
def test_vectors_are_the_same_in_every_process(name: str):
    module, _, kind = name.partition(".")
    code = f"from providers.embeddings.{module} import {kind}; print({kind}().embed_query('a b'))"
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    vector = [float(x) for x in out.stdout.strip("[]\n").split(",")]
    assert dot(vector, MODELS[module][0].embed_query("a b")) == pytest.approx(1, abs=1e-5)


def test_loading_leaves_the_root_logger_alone():
    code = (
        "import logging; from providers.embeddings.wordllama import WordLlamaEmbeddings;"
        "WordLlamaEmbeddings().load(); r = logging.getLogger(); print(r.handlers, r.level)"
    )
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (out.stdout, out.stderr) == (f"[] {logging.WARNING}\n", "")
