"""Mood: does the model read the label of a caller's line, given what was said before?"""

from collections.abc import Callable, Sequence
from functools import partial

from core.moods import BY_NAME
from core.state import MoodReading
from evals.baselines import VADER_EDGE, majority, polarity, vader
from evals.charts import Chart, Confusion, CoverageRisk, Reliability
from evals.loaders import emowoz, goemotions, held_back
from evals.metrics import accuracy, calibration, coded, confusion, coverage_risk, macro_f1
from evals.options import Options
from evals.sessions import Line, callers_lines, load
from evals.tables import classified, numbers, worst
from evals.task import AnyTask, Figure, Mistake, Row, Sample, Score, Table, Task

MOODS = list(BY_NAME)
METRICS = {"macro-F1": macro_f1, "accuracy": accuracy}
WRITER = "labels by a language model; the local model never trains on these lines"

GROUPS = {
    "happy": "positive",
    "satisfied": "positive",
    "engaged": "positive",
    "neutral": "neutral",
    "confused": "ambiguous",
    "skeptical": "negative",
    "disappointed": "negative",
    "frustrated": "negative",
    "angry": "negative",
    "resigned": "negative",
}
"""Our moods as GoEmotions' groups."""

NEUTRAL_EDGE = BY_NAME["neutral"].high

Samples = Sequence[Sample[Line, str]]
Classes = Callable[[MoodReading], dict[str, float]]


def tasks(options: Options) -> list[AnyTask]:
    """Our test sessions; with data, held-back lines, GoEmotions' groups, EmoWOZ's polarity."""
    solver = partial(solve, options)
    sets: list[tuple[str, list[tuple[Line, str]], Classes, str]] = [
        ("our sessions, test part", [(line, line["mood"]) for line in test_lines()], _moods, "")
    ]
    if options.data:
        for name, lines in held_back(options.data).items():
            sets.append((name, [(line, line["mood"]) for line in lines], _moods, WRITER))
        sets.append(("GoEmotions dev, four groups", goemotions(options.data), _groups, ""))
        sets.append(("EmoWOZ dev, polarity", emowoz(options.data), _polarity, "never trained on"))
    return [
        Task(
            "mood",
            name,
            samples_of(pairs),
            solver,
            partial(scored, options, name, classes, note),
            at_once=options.at_once,
        )
        for name, pairs, classes, note in sets
    ]


def test_lines() -> list[Line]:
    return callers_lines(load("test"))


def samples_of(pairs: Sequence[tuple[Line, str]]) -> list[Sample[Line, str]]:
    return [Sample(line["id"], line, target) for line, target in pairs]


async def solve(options: Options, line: Line) -> MoodReading:
    return await options.model.read(line["text"], line["context"])


def scored(
    options: Options,
    name: str,
    classes: Classes,
    note: str,
    samples: Samples,
    readings: Sequence[MoodReading],
) -> Score:
    gold = [sample.target for sample in samples]
    scores = [classes(reading) for reading in readings]
    got = [max(each, key=each.__getitem__) for each in scores]
    sure = [each[label] for each, label in zip(scores, got, strict=True)]
    systems = {options.provider: got, "majority": majority(gold)} | _vader(samples, gold)
    table = classified(f"mood, {name}", gold, systems, METRICS, [options.provider], note)
    right = numbers([a == b for a, b in zip(gold, got, strict=True)])
    error, bins = calibration(numbers(sure), right)
    labels = sorted(set(gold), key=(MOODS + gold).index)
    charts: list[Chart] = [
        Confusion(name, labels, confusion(coded(gold, labels), coded(got, labels), len(labels))),
        Reliability(name, error, bins),
        CoverageRisk(name, *coverage_risk(numbers(sure), right)),
    ]
    wrong = [
        Mistake(s.id, _shown(s.input), s.target, answer, confidence)
        for s, answer, confidence in zip(samples, got, sure, strict=True)
        if answer != s.target
    ]
    row = Row(options.provider, {"expected calibration error": Figure(error)}, ours=True)
    return Score([table, Table(f"calibration, {name}", len(gold), [row])], charts, worst(wrong))


def _vader(samples: Samples, gold: Sequence[str]) -> dict[str, list[str]]:
    """VADER knows a polarity only, so it is beside us only where that is what is asked."""
    read = vader()
    if read is None or not set(gold) <= {"positive", "neutral", "negative"}:
        return {}
    return {"VADER": [polarity(read(sample.input["text"]), VADER_EDGE) for sample in samples]}


def _moods(reading: MoodReading) -> dict[str, float]:
    return reading["scores"]


def _groups(reading: MoodReading) -> dict[str, float]:
    """The summed scores of each group's moods."""
    groups = dict.fromkeys(GROUPS.values(), 0.0)
    for mood, score in reading["scores"].items():
        groups[GROUPS.get(mood, "neutral")] += score
    return groups


def _polarity(reading: MoodReading) -> dict[str, float]:
    """The sign of the sentiment, neutral within the range of the mood neutral."""
    sign = polarity(reading["sentiment"], NEUTRAL_EDGE)
    sure = sum(score for mood, score in reading["scores"].items() if _sign(mood) == sign)
    return {sign: min(1.0, sure)}


def _sign(mood: str) -> str:
    return polarity(BY_NAME[mood].middle, NEUTRAL_EDGE) if mood in BY_NAME else "neutral"


def _shown(line: Line) -> str:
    before = f"[{line['context'][-1]['text']}] " if line["context"] else ""
    return before + line["text"]
