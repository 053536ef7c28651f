"""Outcome against other people's labels: satisfaction by readers (USS), hang-ups (BETOLD)."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from core.outcomes import Outcome
from core.state import MoodReading, SessionSummary
from evals import loaders
from evals.baselines import vader
from evals.charts import Chart, Confusion
from evals.inferred import answered_of, booked_of
from evals.metrics import accuracy, confusion, f1, macro_f1, spearman
from evals.options import Options
from evals.sessions import Said, gold_reading, records_of
from evals.tables import compared, numbers
from evals.task import AnyTask, Sample, Score, Task
from server.services import build

WORTH: dict[Outcome, float] = {
    "highly_satisfied": 1.0,
    "satisfied": 0.6,
    "neutral": 0.0,
    "abandoned": -0.4,
    "unsatisfied": -0.6,
    "frustrated": -1.0,
}
"""An outcome as one number, for ranking sessions; its confidence scales it."""

TROUBLE = ("did_not_understand", "failed_schedule_warning", "asked_date_too_far",
           "time_asked_unavailable_propose_new", "transportation_type_unavailable",
           "no_pre_existing_schedule")  # fmt: skip
DONE = ("confirm_date_scheduled", "confirm_changed_schedule", "confirm_change_schedule")
PREFIX = 12
"""Intents of a BETOLD call that are looked at: about its first half, so that how it broke off,
which gives the label away (see its SOURCE.md), is not seen."""


def tasks(options: Options, data: Path) -> list[AnyTask]:
    dialogues = loaders.uss(data)
    calls = [call for call in loaders.betold(data) if len(call["turns"]) > PREFIX]
    return [
        Task(
            "outcome",
            "USS (SGD), readers' satisfaction",
            [Sample(str(d["dialogue_id"]), d, _mean(d["overall_sat"])) for d in dialogues],
            partial(read, options),
            partial(by_readers, options),
        ),
        Task(
            "outcome",
            "BETOLD dev, hang-up from the first half",
            [Sample(call["dialogue_id"], call, call["luhf"]) for call in calls],
            begun,
            by_hang_up,
        ),
    ]


async def read(options: Options, dialogue: Any) -> SessionSummary:
    """A written dialogue, its moods read and its answers inferred from the words."""
    said: list[Said] = []
    readings: list[MoodReading] = []
    for turn in dialogue["turns"]:
        text = turn["text"] or ""
        if turn["speaker"] == "user":
            context: Any = [{"speaker": s["speaker"], "text": s["text"]} for s in said]
            readings.append(await options.model.read(text, context))
            said.append({"speaker": "caller", "text": text})
        else:
            answered = answered_of(text)
            said.append({"speaker": "assistant", "text": text, "answered": answered,
                         "booked": booked_of(text)})  # fmt: skip
    return await _summed(said, readings)


async def begun(call: Any) -> SessionSummary:
    """The first half of a call without words: troubles are unanswered, moods unknown."""
    said: list[Said] = []
    for turn in call["turns"][:PREFIX]:
        intent = str(turn["intent"])
        if turn["speaker"] == "user":
            said.append({"speaker": "caller", "text": intent})
        else:
            answered = False if intent in TROUBLE else True if intent in DONE else None
            said.append({"speaker": "assistant", "text": intent, "answered": answered,
                         "booked": intent in DONE})  # fmt: skip
    flat = [gold_reading("neutral", 0.0) for line in said if line["speaker"] == "caller"]
    return await _summed(said, flat)


async def _summed(said: Sequence[Said], readings: Sequence[MoodReading]) -> SessionSummary:
    summarizer: Any = build("summarizer", "rules")
    session = {
        "session_id": "s",
        "user_id": "u",
        "business_id": "b",
        "started_at": "2026-01-05T10:00:00+00:00",
        "ended_at": "2026-01-05T10:05:00+00:00",
        "ended": "closed",
    }
    return await summarizer.summarize(session, records_of("s", said, readings))


def worth(summary: SessionSummary) -> float:
    return WORTH[summary["outcome"]] * summary["confidence"]


def by_readers(
    options: Options,
    samples: Sequence[Sample[Any, float]],
    summaries: Sequence[SessionSummary],
) -> Score:
    gold = numbers([sample.target for sample in samples])
    outcome = f"outcome, moods read by {options.provider}"
    systems = {
        outcome: numbers([worth(summary) for summary in summaries]),
        "average sentiment": numbers([summary["average_sentiment"] for summary in summaries]),
    }
    if rate := vader():
        texts = [_callers_text(sample.input) for sample in samples]
        systems["VADER over the caller's words"] = numbers([rate(text) for text in texts])
    table = compared("USS, satisfaction", gold, systems, {"Spearman": spearman}, [outcome])
    ratings = [sample.input["overall_sat"] for sample in samples]
    random = np.random.default_rng(0)
    chosen = [int(random.integers(len(each))) for each in ratings]
    rest = numbers([_mean(r[:at] + r[at + 1 :]) for r, at in zip(ratings, chosen, strict=True)])
    one = numbers([r[at] for r, at in zip(ratings, chosen, strict=True)])
    people = {"one rater against the rest": one}
    ceiling = compared("USS, what people manage", rest, people, {"Spearman": spearman}, [])
    return Score([table, ceiling])


def by_hang_up(samples: Sequence[Sample[Any, bool]], summaries: Sequence[SessionSummary]) -> Score:
    gold = numbers([sample.target for sample in samples])
    got = numbers([worth(summary) < 0 for summary in summaries])
    systems = {
        "rules: unsatisfied, frustrated or abandoned": got,
        "always hangs up": np.ones_like(gold),
        "never hangs up": np.zeros_like(gold),
    }
    metrics = {"F1 of hang-up": f1, "macro-F1": macro_f1, "accuracy": accuracy}
    note = f"only the first {PREFIX} intents are seen, and no words: the end gives the label away"
    ours = "rules: unsatisfied, frustrated or abandoned"
    table = compared("BETOLD, hang-up", gold, systems, metrics, [ours], note)
    chart: Chart = Confusion("BETOLD", ["stayed", "hung up"], confusion(gold, got, 2))
    return Score([table], [chart])


def _mean(ratings: Sequence[float]) -> float:
    return sum(ratings) / len(ratings)


def _callers_text(dialogue: Any) -> str:
    return " ".join(turn["text"] for turn in dialogue["turns"] if turn["speaker"] == "user")
