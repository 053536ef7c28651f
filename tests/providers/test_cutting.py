"""A stream cut into spoken sentences, however its tokens fall."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.seams import Sentence
from providers.chat.cutting import Cutter

IDS = {"p1": "A", "p2": "B"}


def cut(text: str, size: int) -> list[Sentence]:
    cutter = Cutter(IDS)
    said = [s for at in range(0, len(text), size) for s in cutter.feed(text[at : at + size])]
    return [*said, *cutter.finish()]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 1000])
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("We open at nine. [p1] Bye!", [("We open at nine.", "A", False), ("Bye!", None, False)]),
        ("We open at nine [p1, p2].", [("We open at nine.", "A", False)]),
        ("At nine \u3010p2\u2020L1-L3\u3011.", [("At nine.", "B", False)]),
        ("It is 3.50 (P2) with Dr. Smith.", [("It is 3.50 with Dr. Smith.", "B", False)]),
        ("I do not know. [GAP] Sorry.", [("I do not know.", None, True), ("Sorry.", None, False)]),
        ("Known [p7][p1]. Unknown [p9].", [("Known.", "A", False), ("Unknown.", None, False)]),
        ("1. **One** [p1]\n- Two", [("One.", "A", False), ("Two.", None, False)]),
        ("<think>Well. Hm.</think>Hello there.", [("Hello there.", None, False)]),
        ("See [our page](https://x.org/y).", [("See our page.", None, False)]),
        ("That is all [p", [("That is all.", None, False)]),
        ("A (small) thing, e.g. this.", [("A (small) thing, e.g. this.", None, False)]),
        ("At nine [1]. Bye **[p2]**.", [("At nine.", "A", False), ("Bye.", "B", False)]),
        ("At nine \\[p1\\]. Bye [p 2].", [("At nine.", "A", False), ("Bye.", "B", False)]),
        ("At nine [^1] and ten [p1 and p2].", [("At nine and ten.", "A", False)]),
        ('"At nine." [p1]', [('"At nine."', "A", False)]),
        ("\u4e5d\u3002\u518d!", [("\u4e5d\u3002", None, False), ("\u518d!", None, False)]),
    ],
)  # fmt: skip
def test_marks_and_markup_never_reach_the_voice(
    text: str, said: list[tuple[str, str | None, bool]], size: int
) -> None:
    assert cut(text, size) == [Sentence(*each) for each in said]


PIECES = st.sampled_from(
    [
        "[p1]",
        "[gap]",
        "[",
        "]",
        "p2",
        " ",
        "\n",
        "Yes. ",
        "no ",
        "- ",
        "3",
        ".",
        "<think>",
        "**",
        "!",
    ]
)


@settings(deadline=None)
@given(pieces=st.lists(PIECES | st.text(max_size=8), max_size=30))
def test_any_stream_leaves_only_words(pieces: list[str]) -> None:
    cutter = Cutter(IDS)
    said = [sentence for piece in pieces for sentence in cutter.feed(piece)]
    said += cutter.finish()
    assert cutter.finish() == []
    for sentence in said:
        assert any(c.isalnum() for c in sentence.text)
        assert not set("[]<>*`\n") & set(sentence.text)
        assert sentence.cites in (None, "A", "B")
        assert not (sentence.cites and sentence.gap)


@settings(deadline=None)
@given(text=st.text(alphabet="ab c.!?\n[p1]", max_size=60), size=st.integers(1, 7))
def test_no_word_is_lost_or_said_twice(text: str, size: int) -> None:
    whole = "".join(s.text for s in cut(text, 1000)).lower()
    parts = "".join(s.text for s in cut(text, size)).lower()
    assert [c for c in parts if c in "abc"] == [c for c in whole if c in "abc"]


def test_a_sentence_is_given_as_soon_as_the_next_begins() -> None:
    cutter = Cutter(IDS)
    assert cutter.feed("We open at nine.") == []
    assert cutter.feed(" [p1]") == []
    assert cutter.feed(" On") == [Sentence("We open at nine.", "A")]


LONG = "We are open from nine in the morning to six in the evening, and closed on Sunday [p1]. Bye."


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_a_long_first_sentence_begins_with_its_first_clause(size: int) -> None:
    assert cut(LONG, size) in (
        [
            Sentence("We are open from nine in the morning to six in the evening,"),
            Sentence("and closed on Sunday.", "A"),
            Sentence("Bye."),
        ],
        # All at once there is nothing to wait for.
        [Sentence(LONG.partition(" [p1]")[0] + ".", "A"), Sentence("Bye.")],
    )
    assert len(cut(LONG, size)) == (2 if size == 1000 else 3)


def test_the_first_clause_is_given_while_its_sentence_is_being_written() -> None:
    cutter = Cutter(IDS)
    assert [s.text for s in cutter.feed(LONG[:62])] == [LONG[:59]]
    assert cutter.feed(LONG[62:80]) == []
    assert cutter.feed(" and more of this, but no clause of a later") == []


@pytest.mark.parametrize(
    "text",
    [
        "We like [pages that have long names, or two](https://x.org/y) and so on and on.",
        "It costs no more than a total of exactly 12,000 euros a year at 3:30 or so.",
        "Short ones, as this.",
    ],
)
def test_what_is_no_clause_of_words_is_not_cut_off(text: str) -> None:
    assert len(cut(text, 1)) == 1


THOUGHT = "They ask for hours. It is nine.\n</think>\n\n"


@pytest.mark.parametrize("size", [1, 4, 1000])
def test_thoughts_without_a_beginning_are_noticed_and_then_kept_back(size: int) -> None:
    def told(text: str, thinks: bool) -> tuple[str, bool]:
        cutter = Cutter(IDS, thinks)
        said = [s for at in range(0, len(text), size) for s in cutter.feed(text[at : at + size])]
        return " ".join(s.text for s in [*said, *cutter.finish()]), cutter.thinks

    said, thinks = told(f"{THOUGHT}At nine. Bye.", False)
    assert said.endswith("At nine. Bye.")
    assert "It is nine" not in said
    assert thinks
    assert told(f"{THOUGHT}At nine. Bye.", True) == ("At nine. Bye.", True)
    assert told("At nine. Bye.", True) == ("At nine. Bye.", False), "it thinks no more"
    assert told(f"<think>{THOUGHT}At nine.", False) == ("At nine.", False)
