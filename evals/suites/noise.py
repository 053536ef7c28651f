"""Noise: how much of the mood survives speech recognition's writing and its wrong words?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from random import Random

from core.state import MoodReading
from evals.baselines import majority
from evals.emotion_noise import common_words, misheard, unpunctuated
from evals.loaders import held_back
from evals.options import Options
from evals.sessions import Line, callers_lines, load
from evals.suites.mood import METRICS, WRITER, samples_of, solve, test_lines
from evals.tables import classified
from evals.task import AnyTask, Figure, Sample, Score, Task

AS_WRITTEN = "as written"
Hear = Callable[[str], str]
Readings = Mapping[str, MoodReading]


def tasks(options: Options) -> list[AnyTask]:
    """Our test sessions; with data, the held-back lines too."""
    words = common_words(line["text"] for line in callers_lines(load("train")))
    sets: list[tuple[str, list[Line], str]] = [("our sessions, test part", test_lines(), "")]
    if options.data:
        sets += [(name, lines, WRITER) for name, lines in held_back(options.data).items()]
    return [
        Task(
            "noise",
            name,
            samples_of([(line, line["mood"]) for line in lines]),
            partial(heard, options, words),
            partial(scored, name, note),
            at_once=options.at_once,
        )
        for name, lines, note in sets
    ]


def ways(words: Sequence[str], seed: str) -> dict[str, Hear]:
    """The same noise for a line in every run, whatever was read before it."""
    random = Random(seed)  # noqa: S311 - reproducible, not secret
    return {
        AS_WRITTEN: lambda text: text,
        "lower case, no punctuation": unpunctuated,
        "10 % of words wrong": lambda text: misheard(text, random, 0.1, words),
        "20 % of words wrong": lambda text: misheard(text, random, 0.2, words),
    }


async def heard(options: Options, words: Sequence[str], line: Line) -> Readings:
    return {
        name: await solve(options, {**line, "text": way(line["text"])})
        for name, way in ways(words, line["id"]).items()
    }


def scored(
    name: str, note: str, samples: Sequence[Sample[Line, str]], found: Sequence[Readings]
) -> Score:
    """A row a way, with the share of macro-F1 that it leaves."""
    gold = [sample.target for sample in samples]
    got = {way: [each[way]["mood"] for each in found] for way in found[0]}
    systems = {**got, "majority": majority(gold)}
    table = classified(f"noise, {name}", gold, systems, METRICS, list(got), note)
    whole = table.rows[0].figures["macro-F1"].value
    rows = [
        replace(row, figures={**row.figures, "share of F1 kept": kept(row.figures, whole)})
        for row in table.rows
    ]
    return Score([replace(table, rows=rows)])


def kept(figures: Mapping[str, Figure], whole: float) -> Figure:
    return Figure(figures["macro-F1"].value / whole if whole else 0.0)
