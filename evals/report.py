"""What was measured: report.json for machines, report.md for reviews, report.html to read."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from evals.page import page
from evals.task import Figure, Result, Row, Table


@dataclass(frozen=True, slots=True)
class Report:
    """All results of one run; `notes` say what was left out and why. `at` is ISO 8601 UTC."""

    provider: str
    at: str
    limit: int | None
    results: Sequence[Result]
    notes: Sequence[str]


def write(report: Report, out: Path) -> list[Path]:
    """Write the three files into a folder, which is made where it is missing; their paths."""
    out.mkdir(parents=True, exist_ok=True)
    texts = {
        "report.json": json.dumps(asdict(report), indent=1, ensure_ascii=False) + "\n",
        "report.md": markdown(report),
        "report.html": page(report),
    }
    paths = [out / name for name in texts]
    for path in paths:
        path.write_text(texts[path.name], encoding="utf-8")
    return paths


def markdown(report: Report) -> str:
    """Every table, ours in bold, with 95 % bootstrap intervals in brackets."""
    lines = [f"# Rapport evals, emotion model `{report.provider}`", ""]
    lines += [f"- {note}" for note in about(report)] + [""]
    for suite in dict.fromkeys(result.suite for result in report.results):
        lines += [f"## {suite.capitalize()}", ""]
        for result in report.results:
            if result.suite == suite:
                for table in result.score.tables:
                    lines += [*_markdown_table(table), ""]
    return "\n".join(lines)


def about(report: Report) -> list[str]:
    """What a reader must know of the whole run."""
    limited = f", at most {report.limit} samples a task" if report.limit else ""
    return [f"{report.at}{limited}; 95 % bootstrap intervals in brackets", *report.notes]


def metrics_of(table: Table) -> list[str]:
    return list(dict.fromkeys(name for row in table.rows for name in row.figures))


def shown(figure: Figure | None) -> str:
    """`0.49 [0.44, 0.54]`; a dash where the system has no such figure."""
    if figure is None:
        return "-"
    digits = 1 if abs(figure.value) >= 10 else 3
    text = f"{figure.value:.{digits}f}"
    if figure.low is None or figure.high is None:
        return text
    return f"{text} [{figure.low:.{digits}f}, {figure.high:.{digits}f}]"


def _markdown_table(table: Table) -> list[str]:
    names = metrics_of(table)
    note = f" ({table.note})" if table.note else ""
    return [
        f"**{table.title}**, {table.items} items{note}",
        "",
        f"| system | {' | '.join(names)} |",
        f"|---|{'---:|' * len(names)}",
        *(_markdown_row(row, names) for row in table.rows),
    ]


def _markdown_row(row: Row, names: Sequence[str]) -> str:
    system = f"**{row.system}**" if row.ours else row.system
    return f"| {system} | {' | '.join(shown(row.figures.get(name)) for name in names)} |"
