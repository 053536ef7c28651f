"""The maker of the callers' language model, on a corpus that fits in one's head."""

import json
import math
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evals import train_lm
from evals.arpa import END, START, Model, estimate, lines
from evals.train_lm import phrases, turns

SENTENCES = [line.split() for line in ("yes please", "yes", "no thank you", "no zzz you")]
VOCABULARY = frozenset({"yes", "please", "no", "thank", "you"})


def chance(model: Model, word: str, *context: str) -> float:
    """P(word | context) as a recogniser works it out from an ARPA file."""
    gram = (*context, word)
    if gram in model.probabilities:
        return float(10 ** model.probabilities[gram])
    return float(10 ** model.backoffs.get(context, 0.0)) * chance(model, word, *context[1:])


def test_a_probability_worked_out_by_hand() -> None:
    model = estimate(SENTENCES, VOCABULARY)
    # 12 tokens of 6 kinds: yes 2, please 1, no 2, thank 1, you 2, the end 4 (zzz is not known).
    yes = (2 + 6 / 6) / (12 + 6)
    assert chance(model, "yes") == pytest.approx(yes)
    # A sentence began four times: with yes twice and with no twice.
    assert chance(model, "yes", START) == pytest.approx((2 + 2 * yes) / (4 + 2))


@pytest.mark.parametrize(
    "context",
    [(), (START,), ("yes",), (START, "no"), ("thank", "you"), ("you", "you"), ("please", "no")],
)
def test_after_every_context_the_probabilities_sum_to_one(context: tuple[str, ...]) -> None:
    model = estimate(SENTENCES, VOCABULARY)
    total = math.fsum(chance(model, word, *context) for word in VOCABULARY | {END})
    assert total == pytest.approx(1)


def test_what_was_said_is_likelier_than_what_was_not() -> None:
    model = estimate(SENTENCES, VOCABULARY)
    assert chance(model, "you", "no", "thank") > chance(model, "yes", "no", "thank")


def test_a_word_that_cannot_be_pronounced_is_nowhere() -> None:
    text = "\n".join(lines(estimate(SENTENCES, VOCABULARY)))
    assert "zzz" not in text
    assert "no you" not in text
    assert "ngram 1=7\n" in text


def test_slots_are_filled_in_turn_and_plain_phrases_repeated() -> None:
    filled = [
        " ".join(phrase) for phrase in phrases("# days\nday = monday | friday\non {day}\nyes")
    ]
    assert filled == ["on monday", "on friday"] + ["yes"] * 5


def test_a_slot_may_use_another() -> None:
    text = "day = monday | friday\nwhen = today | on {day} | next {day}\ncome {when}"
    assert [" ".join(phrase) for phrase in phrases(text)] == [
        "come today",
        "come on monday",
        "come next friday",
    ]


def test_our_phrases_can_all_be_filled_and_pronounced() -> None:
    known = train_lm.dictionary.pronounceable()
    said = list(phrases(train_lm.PHRASES.read_text()))
    assert len(said) > 5_000
    assert {word for phrase in said for word in phrase} <= known


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with one caller's turn, in its context."""
    context = [
        {"speaker": "user", "text": "Are you open?"},
        {"speaker": "assistant", "text": "We are closed."},
    ]
    (tmp_path / "train.jsonl").write_text(json.dumps({"text": "At 5?", "context": context}) + "\n")
    return tmp_path


def test_only_callers_are_learnt_from(data: Path) -> None:
    assert list(turns(data)) == [["at", "five"], ["are", "you", "open"]]


def test_the_same_input_gives_the_same_bytes(data: Path) -> None:
    made: list[bytes] = []
    for name in ("first.lm", "second.lm"):
        out = data / name
        app = train_lm.typer.Typer()
        app.command()(train_lm.main)
        result = CliRunner().invoke(app, ["--data", str(data), "--out", str(out)])
        assert result.exit_code == 0, result.output
        made.append(out.read_bytes())
    assert made[0] == made[1]
    assert made[0].startswith(b"\\data\\\nngram 1=")
