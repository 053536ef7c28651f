"""`python -m evals`: measure the providers, read messages, sum up sessions."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import structlog
import typer
from rich.console import Console
from rich.table import Table as RichTable

from core.errors import RapportError
from core.seams import EmotionModel
from evals.bookings import booked_rows
from evals.bring import classified, summarized
from evals.langsmith_upload import upload
from evals.options import Options
from evals.provider import Remembered, at_once, emotion_model, names
from evals.report import Report, metrics_of, shown, write
from evals.rows import Row, count_lines, write_row
from evals.suites import CHOICES, DEFAULT, tasks_of
from evals.task import Result, Table, progress, run
from server.settings import Settings

console = Console(stderr=True)
app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"max_content_width": 100},
)

PROVIDER_HELP = f"Emotion model: {', '.join(names())}, or module:function of your own."
Provider = Annotated[str, typer.Option(help=PROVIDER_HELP)]
Source = Annotated[Path, typer.Option("--in", help="JSON Lines to read, one object a line.")]
Target = Annotated[Path, typer.Option("--out", help="JSON Lines to write; replaced if there.")]
DEFAULT_PROVIDER: str = Settings.model_fields["emotion"].default


@app.callback(invoke_without_command=True)
def measure(
    context: typer.Context,
    suite: Annotated[
        list[str] | None, typer.Option(help=f"One of {', '.join(CHOICES)}; may be repeated.")
    ] = None,
    provider: Provider = DEFAULT_PROVIDER,
    data: Annotated[
        Path | None,
        typer.Option(help="Folder of the public sets; without it only our own are measured."),
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for the report.")] = Path("out"),
    limit: Annotated[
        int | None, typer.Option(min=1, help="At most so many samples a task.")
    ] = None,
) -> None:
    """Measure the providers; writes report.json, report.md and report.html.

    Without a command every suite runs that needs no extra. Every table shows baselines beside
    ours and a 95 % bootstrap interval.
    """
    if context.invoked_subcommand is None:
        _guarded(lambda: _measure(suite or list(DEFAULT), provider, data, out, limit))


@app.command()
def classify(source: Source, target: Target, provider: Provider = DEFAULT_PROVIDER) -> None:
    """Read the mood of messages.

    In: {"id", "text", "context": [{"speaker": "caller" or "assistant", "text"}]} a line, with
    what was said before the message, oldest first; context may be missing.
    Out: {"id", "mood", "sentiment", "confidence", "scores"} a line, in the same order.
    """
    _guarded(lambda: _convert("Reading", classified, source, target, provider))


@app.command()
def summarize(source: Source, target: Target, provider: Provider = DEFAULT_PROVIDER) -> None:
    """Sum sessions up.

    In: {"id", "turns": [{"speaker": "caller" or "assistant", "text"}], "ended": "closed" or
    "dropped"} a line. Out: {"id", "outcome", "confidence", "trajectory", "strategy",
    "greeting", "pain_points", "positive_moments"} a line, in the same order. Whether the
    assistant answered is told from its words (apologies, "I don't have that").
    """
    _guarded(lambda: _convert("Summing up", summarized, source, target, provider))


@app.command()
def bookings(source: Source, target: Target) -> None:
    """Follow bookings that others made, and say what was booked in the end.

    In: {"id", "now": a date or date and time, "turns": [{"speaker": "user" or "caller",
    "system" or "assistant", "text"}]} a line. Out: {"id", "turns": [{"index", "intent",
    "slots"}] for each of the caller's turns, "booked", "date", "time", "service",
    "party_size", "name", "phone", "email"} a line, in the same order. Of several bookings the
    last that worked counts; without one, the wish as it stood.
    """

    def convert(file: Path, _model: EmotionModel, _jobs: int) -> AsyncIterator[Row]:
        return booked_rows(file)

    _guarded(lambda: _convert("Following", convert, source, target, "lexicon"))


def _guarded(work: Callable[[], None]) -> None:
    """An error of ours is one sentence and exit code 2, not a traceback."""
    # The server's own log lines would break up the progress bar.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    try:
        work()
    except RapportError as error:
        console.print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(2) from error


def _measure(
    suites: list[str], provider: str, data: Path | None, out: Path, limit: int | None
) -> None:
    options = Options(Remembered(emotion_model(provider)), provider, data, at_once(provider))
    results = asyncio.run(_results(suites, options, limit))
    notes = [] if data else ["no --data folder: only our own datasets were measured"]
    at = datetime.now(UTC).isoformat(timespec="seconds")
    report = Report(provider, at, limit, results, notes)
    for result in results:
        for table in result.score.tables:
            Console().print(_printed(table))
    paths = write(report, out)
    console.print(f"Written: {', '.join(map(str, paths))}", highlight=False, soft_wrap=True)
    if experiment := asyncio.run(upload(options.model, provider, limit)):
        console.print(f"Uploaded to LangSmith as {experiment}", highlight=False)


async def _results(suites: list[str], options: Options, limit: int | None) -> list[Result]:
    with progress(console) as shown_bar:
        return [await run(task, limit, shown_bar) for task in tasks_of(suites, options)]


def _convert(
    doing: str,
    convert: Callable[[Path, EmotionModel, int], AsyncIterator[Row]],
    source: Path,
    target: Path,
    provider: str,
) -> None:
    total, model = count_lines(source), emotion_model(provider)
    if target.exists() and target.samefile(source):
        raise typer.BadParameter("--in and --out are the same file")

    async def work() -> int:
        done, failed = 0, 0
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("w", encoding="utf-8") as file, progress(console) as bar:
            shown_bar = bar.add_task(doing, total=total)
            async for row in convert(source, model, at_once(provider)):
                write_row(file, row)
                bar.advance(shown_bar)
                done += 1
                failed += "error" in row
        if failed:
            console.print(f"{failed} rows failed; they say why", style="red", highlight=False)
        return done

    console.print(f"{asyncio.run(work())} rows written to {target}", highlight=False)


def _printed(table: Table) -> RichTable:
    names_ = metrics_of(table)
    printed = RichTable(
        "system", *names_, title=f"{table.title} ({table.items})", caption=table.note or None
    )
    for row in table.rows:
        cells = [shown(row.figures.get(name)) for name in names_]
        printed.add_row(row.system, *cells, style="bold" if row.ours else "dim")
    return printed


if __name__ == "__main__":
    app()
