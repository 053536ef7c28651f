"""The report as one self-contained HTML page: styles and charts inlined, no script."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from evals.charts import Bars, Chart, Confusion, CoverageRisk, Reliability, Trajectories
from evals.drawing import svg

if TYPE_CHECKING:
    from evals.report import Report
    from evals.task import Figure, Mistake, Result, Row, Table

TEMPLATE = Path(__file__).with_name("page.html")

CAPTIONS: dict[type[Chart], str] = {
    Confusion: "Each row is a label, each column what was read; the darker, the larger the "
    "share of the row. The diagonal is right.",
    Reliability: "On the dashed line, a confidence of 0.7 is right seven times in ten; larger "
    "dots hold more samples. Below the line it is too sure of itself.",
    CoverageRisk: "How often it errs when it answers only the share it is surest of, and is "
    "silent on the rest.",
    Trajectories: "Sentiment of each of the caller's turns in some of the hard sessions.",
    Bars: "Stages of one text turn; emotion, retrieval and booking run side by side.",
}

SUITES = {
    "mood": "Which of the ten moods does a caller's line express, given what was said before?",
    "sentiment": "How close is the sentiment, from -1 to 1, to its label?",
    "outcome": "How was the session left?",
    "opening": "How should the next session open, given how all earlier ones went?",
    "booking": "Is a wish to book told apart from everything else that people say?",
    "retrieval": "Is the right passage found, the fact said, and the unknown declined?",
    "latency": "How long does each stage of a turn take on the embedded stack?",
    "ragas": "Retrieval once more, scored by ragas.",
}


def page(report: Report) -> str:
    """The whole page."""
    from evals.report import about

    suites = list(dict.fromkeys(result.suite for result in report.results))
    links = "".join(f'<a href="#{name}">{escape(name)}</a>' for name in suites)
    parts = (_suite(name, [r for r in report.results if r.suite == name]) for name in suites)
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        provider=escape(report.provider),
        about="".join(f"<li>{escape(note)}</li>" for note in about(report)),
        links=links,
        suites="\n".join(parts),
    )


def _suite(name: str, results: Sequence[Result]) -> str:
    cards = "\n".join(_card(result) for result in results)
    question = escape(SUITES.get(name, ""))
    return (
        f'<h2 id="{escape(name)}">{escape(name.capitalize())}</h2>'
        f'<p class="lead" style="padding:0">{question}</p>{cards}'
    )


def _card(result: Result) -> str:
    score = result.score
    tables = "".join(_table(table) for table in score.tables)
    charts = "".join(_chart(chart) for chart in score.charts)
    grid = f'<div class="charts">{charts}</div>' if charts else ""
    return f'<section class="card">{tables}{grid}{_mistakes(score.mistakes)}</section>'


def _table(table: Table) -> str:
    from evals.report import metrics_of

    names = metrics_of(table)
    head = "".join(f"<th>{escape(name)}</th>" for name in ["system", *names])
    rows = "".join(_row(row, names) for row in table.rows)
    note = f'<p class="note">{escape(table.note)}</p>' if table.note else ""
    return (
        f"<h3>{escape(_capital(table.title))} <small class='note'>{table.items} items</small></h3>"
        f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
        f"</div>{note}<br>"
    )


def _row(row: Row, names: Sequence[str]) -> str:
    cells = "".join(f"<td>{_figure(row.figures.get(name))}</td>" for name in names)
    marked = ' class="ours"' if row.ours else ""
    return f"<tr{marked}><td>{escape(row.system)}</td>{cells}</tr>"


def _figure(figure: Figure | None) -> str:
    from evals.report import shown

    value, _, bounds = shown(figure).partition(" ")
    return f"{value}<small>{bounds}</small>" if bounds else value


def _chart(chart: Chart) -> str:
    wide = ' class="wide"' if isinstance(chart, Trajectories | Bars) else ""
    return f"<figure{wide}>{svg(chart)}<figcaption>{CAPTIONS[type(chart)]}</figcaption></figure>"


def _mistakes(mistakes: Sequence[Mistake]) -> str:
    if not mistakes:
        return ""
    rows = "".join(
        f"<tr><td>{escape(m.text)}</td><td>{escape(m.expected)}</td><td>{escape(m.got)}</td></tr>"
        for m in mistakes
    )
    return (
        f"<details open><summary>The {len(mistakes)} worst mistakes</summary>"
        '<div class="scroll"><table class="mistakes"><thead><tr><th>what was said</th>'
        f"<th>right</th><th>ours</th></tr></thead><tbody>{rows}</tbody></table></div></details>"
    )


def _capital(title: str) -> str:
    return title[:1].upper() + title[1:]
