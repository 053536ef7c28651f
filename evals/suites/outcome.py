"""Outcome: how was a session left, by the labelled moods, by the moods as read, by strangers?"""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from core.moods import BY_NAME
from core.outcomes import OUTCOMES, Ending
from core.state import SessionRef, SessionSummary, TurnRecord
from evals.baselines import BY_LAST_MOOD, majority
from evals.charts import Chart, Confusion, Line, Reliability, Trajectories
from evals.metrics import accuracy, calibration, coded, confusion, macro_f1
from evals.options import Options
from evals.sessions import Session, callers_lines, gold_reading, load, records_of
from evals.suites import outcome_outside
from evals.tables import classified, numbers, worst
from evals.task import AnyTask, Mistake, Sample, Score, Task
from server.services import build

METRICS = {"macro-F1": macro_f1, "accuracy": accuracy}
DRAWN = ("good_end_bad_start", "bad_end_good_start", "sarcasm", "abandoned")
"""The hard cases that the trajectories show, one session each."""

Solver = Callable[[Session], Awaitable[SessionSummary]]


def tasks(options: Options) -> list[AnyTask]:
    """Our test sessions by labelled and by read moods; with data, USS and BETOLD."""
    samples = [Sample(session["id"], session, session["outcome"]) for session in load("test")]
    ours: list[tuple[str, Solver]] = [
        ("labelled moods", summed_by_label),
        (f"moods read by {options.provider}", partial(summed_as_read, options)),
    ]
    found: list[AnyTask] = [
        Task(
            "outcome",
            f"our sessions, {name}",
            samples,
            solver,
            partial(scored, name),
            at_once=options.at_once,
        )
        for name, solver in ours
    ]
    return found + (outcome_outside.tasks(options, options.data) if options.data else [])


def reference(name: str, ended: Ending) -> SessionRef:
    """A session that ended as told; its times do not matter to a summary."""
    return {
        "session_id": name,
        "user_id": "caller",
        "business_id": "business",
        "started_at": "2026-01-05T10:00:00+00:00",
        "ended_at": "2026-01-05T10:05:00+00:00",
        "ended": ended,
    }


async def summed(name: str, ended: Ending, records: Sequence[TurnRecord]) -> SessionSummary:
    """The summary by the summarizer that the server uses."""
    summarizer: Any = build("summarizer", "rules")
    return await summarizer.summarize(reference(name, ended), records)


async def summed_by_label(session: Session) -> SessionSummary:
    readings = [gold_reading(x["mood"], x["sentiment"]) for x in callers_lines([session])]
    records = records_of(session["id"], session["turns"], readings)
    return await summed(session["id"], session["ended"], records)


async def summed_as_read(options: Options, session: Session) -> SessionSummary:
    lines = callers_lines([session])
    readings = [await options.model.read(line["text"], line["context"]) for line in lines]
    records = records_of(session["id"], session["turns"], readings)
    return await summed(session["id"], session["ended"], records)


def scored(
    name: str, samples: Sequence[Sample[Session, str]], summaries: Sequence[SessionSummary]
) -> Score:
    gold = [sample.target for sample in samples]
    got = [summary["outcome"] for summary in summaries]
    last = [_by_last_mood(summary) for summary in summaries]
    ours = f"rules, {name}"
    systems = {ours: got, "last mood only": last, "majority": majority(gold)}
    table = classified(f"outcome, {name}", gold, systems, METRICS, [ours])
    right = numbers([a == b for a, b in zip(gold, got, strict=True)])
    error, bins = calibration(numbers([summary["confidence"] for summary in summaries]), right)
    labels = list(OUTCOMES)
    counts = confusion(coded(gold, labels), coded(got, labels), len(labels))
    charts: list[Chart] = [
        Confusion(f"outcome, {name}", labels, counts),
        Reliability(f"outcome, {name}", error, bins),
    ]
    if name != "labelled moods":
        charts.append(Trajectories(f"trajectories, {name}", _lines(samples, summaries)))
    wrong = [
        Mistake(s.id, _tail(s.input), s.target, summary["outcome"], summary["confidence"])
        for s, summary in zip(samples, summaries, strict=True)
        if summary["outcome"] != s.target
    ]
    return Score([table], charts, worst(wrong))


def _by_last_mood(summary: SessionSummary) -> str:
    points = summary["trajectory"]
    return BY_LAST_MOOD[points[-1]["mood"]] if points and points[-1]["mood"] in BY_NAME else ""


def _lines(
    samples: Sequence[Sample[Session, str]], summaries: Sequence[SessionSummary]
) -> list[Line]:
    found: list[Line] = []
    for case in DRAWN:
        for sample, summary in zip(samples, summaries, strict=True):
            labels = callers_lines([sample.input])
            if case in sample.input["hard"] and len(labels) >= 3:
                gold = [line["sentiment"] for line in labels]
                read = [point["sentiment"] for point in summary["trajectory"]]
                found.append(Line(f"{sample.id}: {case.replace('_', ' ')}", gold, read))
                break
    return found


def _tail(session: Session) -> str:
    """The last of what was said, enough to see why."""
    said = [f"{line['speaker']}: {line['text']}" for line in session["turns"][-3:]]
    return f"{' | '.join(said)} ({session['ended']})"
