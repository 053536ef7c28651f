"""Opening: is the next session greeted as its labels say, given how all earlier ones went?"""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from core.outcomes import Outcome
from core.state import Opening, SessionSummary
from evals.baselines import AFTER, majority
from evals.charts import Confusion
from evals.metrics import accuracy, coded, confusion, macro_f1
from evals.options import Options
from evals.sessions import Session, load
from evals.suites.outcome import summed, summed_as_read, summed_by_label
from evals.tables import classified, worst
from evals.task import AnyTask, Mistake, Sample, Score, Task
from server.services import build

METRICS = {"accuracy": accuracy, "macro-F1": macro_f1}
LABELS = ["standard", "continuity_positive", "repair", "re_engage"]

Answer = tuple[Opening, Outcome]
"""What was chosen, and the last outcome it was chosen from."""


def tasks(options: Options) -> list[AnyTask]:
    """Our test sessions, with the last outcome labelled, or judged by labelled or read moods."""
    samples = [Sample(session["id"], session, session["strategy"]) for session in load("test")]
    ways: list[tuple[str, Callable[[Session], Awaitable[SessionSummary]]]] = [
        ("labelled outcome", labelled),
        ("labelled moods", summed_by_label),
        (f"moods read by {options.provider}", partial(summed_as_read, options)),
    ]
    return [
        Task(
            "opening",
            name,
            samples,
            partial(solve, last),
            partial(scored, name),
            at_once=options.at_once,
        )
        for name, last in ways
    ]


async def labelled(session: Session) -> SessionSummary:
    return await _left(session["id"], session["outcome"])


async def solve(last: Callable[[Session], Awaitable[SessionSummary]], session: Session) -> Answer:
    """The opening after this session, which came after those of its history."""
    newest = await last(session)
    earlier = [await _left(f"{session['id']}-{n}", o) for n, o in enumerate(session["history"])]
    chooser: Any = build("opening_chooser", "rules")
    return await chooser.choose([newest, *earlier]), newest["outcome"]


async def _left(name: str, outcome: Outcome) -> SessionSummary:
    """A summary of which only the outcome is known."""
    return {**await summed(name, "closed", []), "outcome": outcome}


def scored(name: str, samples: Sequence[Sample[Session, str]], answers: Sequence[Answer]) -> Score:
    gold = [sample.target for sample in samples]
    got: list[str] = [opening["strategy"] for opening, _ in answers]
    systems: dict[str, Sequence[str]] = {
        "rules": got,
        "last outcome only": [AFTER[outcome] for _, outcome in answers],
        "always standard": ["standard"] * len(gold),
        "majority": majority(gold),
    }
    table = classified(f"opening, {name}", gold, systems, METRICS, ["rules"])
    counts = confusion(coded(gold, LABELS), coded(got, LABELS), len(LABELS))
    wrong = [
        Mistake(s.id, _story(s.input), s.target, f"{opening['strategy']} (outcome {outcome})", 1.0)
        for s, (opening, outcome) in zip(samples, answers, strict=True)
        if opening["strategy"] != s.target
    ]
    return Score([table], [Confusion(f"opening, {name}", LABELS, counts)], worst(wrong))


def _story(session: Session) -> str:
    before = ", ".join(session["history"]) or "nothing"
    end = session["turns"][-1]
    said = f"{end['speaker']}: {end['text']}"
    return f"before, newest first: {before}; labelled {session['outcome']}; last said by {said}"
