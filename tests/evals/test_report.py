"""The report of a small run: three files that tell the same."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evals.__main__ import app
from evals.charts import Bars, Chart, Confusion, CoverageRisk, Line, Reliability, Trajectories
from evals.drawing import svg
from evals.report import shown
from evals.task import Figure

CHARTS: list[Chart] = [
    Confusion("c", ["a", "b & c"], [[3, 1], [0, 0]]),
    Reliability("r", 0.1, [(0.5, 0.4, 10)]),
    CoverageRisk("k", [0.5, 1.0], [0.0, 0.5]),
    Trajectories("t", [Line("one: two", [0.0, -0.5], [0.1, -0.4])]),
    Bars("b", [("tts", 1.0, 2.0)]),
]


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: type(chart).__name__)
def test_a_chart_takes_the_pages_colour_and_needs_nothing_else(chart: Chart) -> None:
    drawn = svg(chart)
    assert drawn.startswith("<svg")
    assert "currentColor" in drawn
    assert not re.search(r"<script|https?://(?!www\.w3\.org)", drawn)


def test_figures_in_words() -> None:
    assert shown(None) == "-"
    assert shown(Figure(0.5)) == "0.500"
    assert shown(Figure(0.5, 0.4, 0.6)) == "0.500 [0.400, 0.600]"
    assert shown(Figure(12.34, 10, 15)) == "12.3 [10.0, 15.0]"


def test_a_small_run(tmp_path: Path) -> None:
    suites = ["--suite", "mood", "--suite", "opening", "--provider", "lexicon"]
    out = ["--limit", "12", "--out", str(tmp_path / "new")]
    result = CliRunner().invoke(app, suites + out)
    assert result.exit_code == 0, result.output
    report = json.loads((tmp_path / "new/report.json").read_text())
    assert {each["suite"] for each in report["results"]} == {"mood", "opening"}
    assert all(each["items"] == 12 for each in report["results"])
    markdown = (tmp_path / "new/report.md").read_text()
    assert "| **lexicon** |" in markdown
    assert "always standard" in markdown
    assert "only our own datasets" in markdown
    page = (tmp_path / "new/report.html").read_text()
    assert page.count("<svg") >= 6
    assert "worst mistakes" in page
    # Self-contained: it loads nothing. What a namespace or a doctype names is not loaded.
    assert not re.search(r"<script|<link|<img|@import|src=|url\((?!#)", page)


def test_what_cannot_be_run_is_one_sentence(tmp_path: Path) -> None:
    run = CliRunner().invoke
    assert "choose from" in run(app, ["--suite", "smell", "--out", str(tmp_path)]).output
    missing = run(app, ["--data", str(tmp_path / "no"), "--out", str(tmp_path)])
    assert "does not exist" in missing.output
    (tmp_path / "empty").mkdir()
    empty = run(app, ["--data", str(tmp_path / "empty"), "--out", str(tmp_path)])
    assert "is missing" in empty.output.replace("\n", " ")
    assert not list(tmp_path.glob("report.*"))
