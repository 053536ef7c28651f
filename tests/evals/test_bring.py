"""`classify` and `summarize`: strangers' files, whole and broken."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from core.moods import BY_NAME
from core.outcomes import OUTCOMES
from evals.__main__ import app

MESSAGE = {"id": "a", "text": "This is useless!", "context": [{"speaker": "user", "text": "hi"}]}
SESSION = {
    "id": 7,
    "turns": [
        {"speaker": "caller", "text": "What's your address?"},
        {"speaker": "assistant", "text": "I'm sorry, I don't have that information."},
        {"speaker": "caller", "text": "Useless. I'm so annoyed with you!"},
    ],
    "ended": "dropped",
}


def called(command: str, source: Path, lines: list[str], *more: str) -> Result:
    source.write_text("\n".join(lines), encoding="utf-8")
    target = source.with_name("out.jsonl")
    return CliRunner().invoke(app, [command, "--in", str(source), "--out", str(target), *more])


def written(folder: Path) -> list[Any]:
    return [json.loads(line) for line in (folder / "out.jsonl").read_text().splitlines()]


def test_classify(tmp_path: Path) -> None:
    lines = [json.dumps(MESSAGE), "", json.dumps({"text": "ok"})]
    result = called("classify", tmp_path / "in.jsonl", lines)
    assert result.exit_code == 0, result.output
    first, second = written(tmp_path)
    assert first.keys() == {"id", "mood", "sentiment", "confidence", "scores"}
    assert first["id"] == "a"
    assert second["id"] == 3, "a row without an id is known by its line"
    assert first["mood"] in BY_NAME
    assert first["sentiment"] < 0
    assert sum(first["scores"].values()) == pytest.approx(1)


def test_summarize(tmp_path: Path) -> None:
    result = called("summarize", tmp_path / "in.jsonl", [json.dumps(SESSION)])
    assert result.exit_code == 0, result.output
    (row,) = written(tmp_path)
    assert list(row) == [
        "id", "outcome", "confidence", "trajectory", "strategy", "greeting", "pain_points",
        "positive_moments",
    ]  # fmt: skip
    assert row["id"] == 7
    assert row["outcome"] in OUTCOMES
    assert row["strategy"] == "repair"
    assert len(row["trajectory"]) == 2
    assert "address" in row["pain_points"][0]


@pytest.mark.parametrize(
    ("command", "bad", "why"),
    [
        ("classify", "{oops", "not JSON"),
        ("classify", "[1]", "not a JSON object"),
        ("classify", '{"id": 1}', '"text" must be a string'),
        ("classify", '{"text": "a", "context": [{"speaker": "cat", "text": "b"}]}', '"speaker"'),
        ("classify", '{"text": "a", "context": "b"}', '"context" must be a list'),
        ("summarize", '{"id": 1}', '"turns" must be a list'),
        ("summarize", '{"turns": [], "ended": "gone"}', '"ended" must be one of'),
    ],
)
def test_a_bad_row_names_its_line_and_loses_nothing(
    tmp_path: Path, command: str, bad: str, why: str
) -> None:
    good = json.dumps(MESSAGE | SESSION)
    result = called(command, tmp_path / "in.jsonl", [good, good, bad, good])
    assert result.exit_code == 2
    assert "Line 3" in result.output
    assert why in result.output.replace("\n", " ")
    assert len(written(tmp_path)) == 2


@pytest.mark.parametrize("command", ["classify", "summarize"])
def test_what_cannot_be_done_is_one_sentence(tmp_path: Path, command: str) -> None:
    missing = [command, "--in", str(tmp_path / "no.jsonl"), "--out", str(tmp_path / "o.jsonl")]
    assert "There is no file" in CliRunner().invoke(app, missing).output
    unknown = called(command, tmp_path / "in.jsonl", [], "--provider", "psychic")
    assert unknown.exit_code == 2
    assert "lexicon" in unknown.output
    same = [command, "--in", str(tmp_path / "in.jsonl"), "--out", str(tmp_path / "in.jsonl")]
    assert CliRunner().invoke(app, same).exit_code == 2


def test_a_session_in_which_nobody_spoke_is_abandoned(tmp_path: Path) -> None:
    result = called("summarize", tmp_path / "in.jsonl", [json.dumps({"id": 1, "turns": []})])
    assert result.exit_code == 0, result.output
    assert written(tmp_path)[0]["outcome"] == "abandoned"
