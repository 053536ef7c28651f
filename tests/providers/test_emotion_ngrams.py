"""The linear half of the local emotion model, and the three voices together."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.moods import BY_NAME
from providers.emotion import reader
from providers.emotion.local import FOLDER
from providers.emotion.ngrams import BUCKETS, HEADS, Ngrams, buckets


@pytest.fixture(scope="module", name="ngrams")
def the_ngrams() -> Ngrams:
    return Ngrams(FOLDER / "ngrams.npz")


@given(st.text(max_size=600))
@settings(max_examples=60, deadline=None)
def test_every_text_has_places_in_the_table(text: str) -> None:
    at = buckets(text)
    assert list(at) == sorted(set(at.tolist()))
    assert not len(at) or (at[0] >= 0 and at[-1] < BUCKETS)


def test_case_and_what_lies_far_back_do_not_count() -> None:
    assert (buckets("GREAT thanks") == buckets("great thanks")).all()
    assert (buckets("awful " * 500 + "x" * 400) == buckets("x" * 400)).all()
    assert not len(buckets("..."))


@pytest.mark.parametrize("text", ["", "...", "hello", "\ud800 broken", "😀"])
def test_each_head_has_its_classes(ngrams: Ngrams, text: str) -> None:
    found = ngrams(text)
    assert {name: len(value) for name, value in found.items()} == {
        "moods": len(BY_NAME),
        "sentiment": 1,
        "groups": 4,
    }
    assert set(found) == set(HEADS)
    assert all(np.isfinite(value).all() for value in found.values())


def test_plain_words_have_their_side(ngrams: Ngrams) -> None:
    assert ngrams("this is great, thank you")["sentiment"][0] > 0.2
    assert ngrams("this is awful and annoying")["sentiment"][0] < -0.2


def test_the_voices_are_mixed_as_their_shares_say(ngrams: Ngrams) -> None:
    names = list(BY_NAME)
    files = (FOLDER / "model.onnx", FOLDER / "tokenizer.json", FOLDER / "ngrams.npz")
    read = reader.Reader(*files, names)
    found = read("where are you", (), ("moods", "sentiment", "groups", "emotions"))
    assert {name: len(value) for name, value in found.items()} == {
        "moods": 10,
        "sentiment": 1,
        "groups": 4,
        "emotions": 28,
    }
    # Moods in another order get the same cue at another place.
    other = reader.Reader(*files, names[::-1])("that doesn't help", (), ("moods",))["moods"]
    same = read("that doesn't help", (), ("moods",))["moods"]
    at = names.index("frustrated")
    assert same[at] - other[at] == pytest.approx(other[9 - at] - same[9 - at], abs=1e-5)
    assert same[at] > other[at]


def test_a_missing_graph_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="missing"):
        reader.Reader(tmp_path / "none.onnx", FOLDER / "tokenizer.json", tmp_path / "n", [])
