"""Reducers and tables of the core."""

from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from core import errors
from core.context import utc_now
from core.moods import BY_NAME, MOODS, NEUTRAL, Style, is_negative, is_positive, style_for
from core.outcomes import ENDINGS, OUTCOMES, STRATEGIES
from core.state import WINDOW, kept_last, merged

small = st.dictionaries(st.sampled_from("abc"), st.integers(), max_size=3)


@given(left=small, right=small)
def test_merging_lets_the_right_win(left: dict[str, int], right: dict[str, int]) -> None:
    assert merged(left, right) == {**left, **right}


def test_another_id_replaces_the_whole() -> None:
    assert merged({"id": 1, "a": 1}, {"id": 2}) == {"id": 2}
    assert merged({"id": 1, "a": 1}, {"id": 1, "b": 2}) == {"id": 1, "a": 1, "b": 2}
    assert merged(None, {"id": 1}) == {"id": 1}
    assert merged({"id": 1}, None) == {"id": 1}


@given(left=st.lists(st.integers()), right=st.lists(st.integers()))
def test_the_window_keeps_the_last(left: list[int], right: list[int]) -> None:
    kept = kept_last(left, right)
    assert len(kept) <= WINDOW
    assert kept == (left + right)[-WINDOW:]


def test_the_moods_are_the_ten_of_the_vocabulary() -> None:
    names = (
        "happy satisfied engaged neutral confused skeptical disappointed frustrated angry resigned"
    )
    assert [mood.name for mood in MOODS] == names.split()
    assert all(-1 <= mood.low <= mood.middle <= mood.high <= 1 for mood in MOODS)
    assert {mood.style for mood in MOODS} == set(get_args(Style))
    assert style_for("angry") == "calm"
    assert style_for("a mood of somebody's own") == BY_NAME[NEUTRAL].style
    assert (is_negative(-0.5), is_negative(0.0)) == (True, False)
    assert (is_positive(0.5), is_positive(0.0)) == (True, False)


def test_outcomes_strategies_and_endings() -> None:
    assert len(OUTCOMES) == 6
    assert len(STRATEGIES) == 5
    assert ENDINGS == ("closed", "dropped", "recovered")


def test_every_error_is_drawn_in_the_tree_with_its_code() -> None:
    kinds = [errors.RapportError]
    for kind in kinds:
        kinds.extend(kind.__subclasses__())
    assert errors.__doc__ is not None
    for kind in kinds:
        assert kind.__name__ in errors.__doc__
        assert kind.code in errors.__doc__
    assert len({kind.code for kind in kinds}) == len(kinds)


def test_the_clock_is_aware() -> None:
    assert utc_now().utcoffset() is not None
