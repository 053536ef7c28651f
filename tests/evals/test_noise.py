"""The noise suite: the same noise in every run, and what it costs."""

import re
from collections.abc import Sequence

from core.state import MoodReading, Utterance
from evals.options import Options
from evals.sessions import gold_reading
from evals.suites.mood import test_lines as lines_of_the_test_part
from evals.suites.noise import AS_WRITTEN, tasks, ways
from evals.task import run

WORDS = ["the", "a", "and", "of"]
SAID = "Well, that is NOT what I asked for, is it? I want to talk to a person about my order!"


class KnowsTheTextsByHeart:
    def __init__(self) -> None:
        self._moods = {line["text"]: line["mood"] for line in lines_of_the_test_part()}

    async def read(self, text: str, context: Sequence[Utterance] = ()) -> MoodReading:
        return gold_reading(self._moods.get(text, "neutral"), 0.0)


def test_a_line_is_misheard_alike_in_every_run() -> None:
    once, again = ([way(SAID) for way in ways(WORDS, "s1-0").values()] for _ in range(2))
    assert once == again
    written, bare, tenth, fifth = once
    assert written == SAID
    assert bare == " ".join(re.sub(r"[^\w\s]", " ", SAID.lower()).split())
    assert fifth not in (bare, written)
    assert tenth.islower()


async def test_what_noise_costs_is_in_the_table() -> None:
    (task,) = tasks(Options(KnowsTheTextsByHeart(), "by heart"))
    result = await run(task)
    (table,) = result.score.tables
    kept = {row.system: row.figures["share of F1 kept"].value for row in table.rows}
    assert kept[AS_WRITTEN] == 1.0
    assert kept["20 % of words wrong"] < 0.5
    assert [row.system for row in table.rows if not row.ours] == ["majority"]
