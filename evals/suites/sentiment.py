"""Sentiment: how close is the number to the label?"""

from collections.abc import Sequence
from functools import partial

import numpy as np

from core.state import MoodReading
from evals.baselines import vader
from evals.bootstrap import Array
from evals.loaders import held_back, rows
from evals.metrics import pearson, spearman
from evals.options import Options
from evals.sessions import Line
from evals.suites.mood import WRITER, solve, test_lines
from evals.tables import compared, numbers, worst
from evals.task import AnyTask, Mistake, Sample, Score, Task


def tasks(options: Options) -> list[AnyTask]:
    """Our test sessions; with data, held-back lines and EmoBank's valence."""
    sets: list[tuple[str, list[Line], str]] = [("our sessions, test part", test_lines(), "")]
    if options.data:
        sets += [(name, lines, WRITER) for name, lines in held_back(options.data).items()]
        sentences: list[Line] = [
            {
                "id": row["id"],
                "text": row["text"],
                "context": [],
                "mood": "",
                "sentiment": float(row["sentiment"]),
            }
            for row in rows(options.data, "emobank/dev.jsonl")
        ]
        sets.append(
            (
                "EmoBank dev, valence",
                sentences,
                "mean of about ten raters; a training source of the local model",
            )
        )
    return [
        Task(
            "sentiment",
            name,
            [Sample(line["id"], line, line["sentiment"]) for line in lines],
            partial(solve, options),
            partial(scored, options, name, note),
            at_once=options.at_once,
        )
        for name, lines, note in sets
    ]


def absolute_error(gold: Array, got: Array) -> Array | float:
    return np.abs(gold - got).mean(axis=-1)


METRICS = {"Pearson": pearson, "Spearman": spearman, "mean error": absolute_error}


def scored(
    options: Options,
    name: str,
    note: str,
    samples: Sequence[Sample[Line, float]],
    readings: Sequence[MoodReading],
) -> Score:
    gold = numbers([sample.target for sample in samples])
    got = numbers([reading["sentiment"] for reading in readings])
    systems = {options.provider: got, "always 0": np.zeros_like(gold)}
    if read := vader():
        systems["VADER"] = numbers([read(sample.input["text"]) for sample in samples])
    off = [
        Mistake(s.id, s.input["text"], f"{s.target:+.2f}", f"{value:+.2f}", abs(s.target - value))
        for s, value in zip(samples, got.tolist(), strict=True)
    ]
    table = compared(f"sentiment, {name}", gold, systems, METRICS, [options.provider], note)
    return Score([table], mistakes=worst(off))
