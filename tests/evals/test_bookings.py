"""`bookings`: strangers' dialogues, whole and broken, their scores, and the trained reader."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from evals.__main__ import app
from evals.bookings_data import Gold
from evals.bookings_score import scored
from evals.task import Sample
from evals.train_booking import fitted
from providers.booking.learned import BUCKETS, features, probability

DIALOGUE: dict[str, Any] = {
    "id": "a",
    "now": "2026-10-14T09:00:00+02:00",
    "turns": [
        {"speaker": "user", "text": "Hello, are you there?"},
        {"speaker": "system", "text": "Yes, how can I help?"},
        {"speaker": "user", "text": "I'd like to book a haircut for 2 people on Friday."},
        {"speaker": "system", "text": "At what time?"},
        {"speaker": "caller", "text": "At 3 pm, my name is Ann Bell."},
        {"speaker": "assistant", "text": "Please confirm: an appointment this Friday at 3 pm."},
        {"speaker": "user", "text": "Yes."},
        {"speaker": "system", "text": "Your appointment is booked."},
    ],
}


def called(folder: Path, *rows: str) -> Result:
    source = folder / "in.jsonl"
    source.write_text("\n".join(rows), encoding="utf-8")
    out = str(folder / "out.jsonl")
    return CliRunner().invoke(app, ["bookings", "--in", str(source), "--out", out])


def written(folder: Path) -> list[Any]:
    return [json.loads(line) for line in (folder / "out.jsonl").read_text().splitlines()]


def test_a_dialogue_is_read_turn_by_turn_and_to_its_end(tmp_path: Path) -> None:
    dated = {**DIALOGUE, "now": "2026-10-14", "turns": DIALOGUE["turns"][:5]}
    del dated["id"]
    result = called(tmp_path, json.dumps(DIALOGUE), json.dumps(dated))
    assert result.exit_code == 0, result.output
    row, unfinished = written(tmp_path)
    assert [turn["index"] for turn in row["turns"]] == [0, 2, 4, 6]
    assert [turn["intent"] for turn in row["turns"]] == [None, "book", "book", None]
    assert row["turns"][1]["slots"]["date"] == "2026-10-16"
    end = {"booked": True, "date": "2026-10-16", "time": "15:00", "name": "Ann Bell"}
    assert {**row, **end} == row
    assert row["party_size"] == 2
    assert (unfinished["id"], unfinished["booked"], unfinished["time"]) == (2, False, "15:00")


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ({**DIALOGUE, "now": None}, '"now" must be a date'),
        ({**DIALOGUE, "now": "soon"}, '"now" must be a date'),
        ({"id": 1, "now": "2026-10-14"}, '"turns" must be a list'),
        ({**DIALOGUE, "turns": [{"speaker": "cat", "text": "miaow"}]}, '"speaker"'),
        ([1], "not a JSON object"),
    ],
)
def test_a_bad_row_names_its_line_and_loses_nothing(tmp_path: Path, bad: object, why: str) -> None:
    result = called(tmp_path, json.dumps(DIALOGUE), json.dumps(bad), json.dumps(DIALOGUE))
    assert result.exit_code == 2
    assert "Line 2" in result.output
    assert why in result.output.replace("\n", " ")
    assert len(written(tmp_path)) == 1


def test_a_dialogue_in_which_nobody_spoke_books_nothing(tmp_path: Path) -> None:
    assert called(tmp_path, json.dumps({**DIALOGUE, "turns": []})).exit_code == 0
    assert written(tmp_path)[0]["booked"] is False


def test_what_is_not_found_has_no_right_date() -> None:
    gold = [Gold(True, "2026-10-16", "15:00"), Gold(True, "2026-10-16", "15:00"), Gold(False)]
    answers = [
        {"booked": True, "date": "2026-10-16", "time": "16:00"},
        {"booked": False, "date": "2026-10-16", "time": "15:00"},
        {"booked": False, "date": None, "time": None},
    ]
    samples = [Sample(str(at), DIALOGUE["turns"], one) for at, one in enumerate(gold)]
    score = scored("test", samples, answers)
    ours = score.tables[0].rows[0]
    assert ours.ours
    assert ours.figures["F1"].value == pytest.approx(2 / 3)
    assert ours.figures["date exact"].value == 0.5
    assert ours.figures["time exact"].value == 0
    assert [mistake.id for mistake in score.mistakes] == ["0", "1"]


def test_training_finds_the_word_that_tells() -> None:
    texts = ["book a table", "book a room", "find a song", "play a song"] * 5
    found = [features(text) for text in texts]
    weights, bias = fitted(found, np.array([1.0, 1.0, 0.0, 0.0] * 5))
    assert weights.shape == (BUCKETS,)
    logits = [weights[buckets].sum() + bias for buckets in found[:4]]
    assert [logit > 0 for logit in logits] == [True, True, False, False]


def test_the_trained_reader_knows_a_wish() -> None:
    assert probability("could you make me an appointment") > 0.5
    assert probability("how much is a haircut") < 0.1
    assert 0 <= probability("") <= 1
