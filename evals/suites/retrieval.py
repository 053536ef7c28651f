"""Retrieval and grounding: is the passage found, the fact said, and what is not known declined?"""

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from core.seams import Brief
from core.state import Passage, no_reading
from evals.metrics import mean_of
from evals.options import Options
from evals.stack import Stack, businesses
from evals.tables import compared, numbers, worst
from evals.task import AnyTask, Mistake, Sample, Score, Table, Task
from memory.chunking import chunk_text

TOP = (1, 3, 6)


@dataclass(frozen=True, slots=True)
class Question:
    business: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The passages found, best first; what was said; whether it was declined."""

    passages: Sequence[str]
    reply: str
    declined: bool


Samples = Sequence[Sample[Question, list[str]]]


def tasks(options: Options) -> list[AnyTask]:
    """The businesses that the responder was tuned on, and those it never saw."""
    found: list[AnyTask] = []
    for part in ("tuned", "unseen"):
        stack = Stack(isolated=False, emotion=options.model)
        samples = [
            Sample(f"{t['business']}:{at}", Question(t["business"], q["question"]), q["heard"])
            for t in businesses()
            if t["part"] == part
            for at, q in enumerate(t["questions"])
        ]
        name = f"{part} businesses"
        solver, scorer = partial(solve, stack), partial(scored, name)
        found.append(Task("retrieval", name, samples, solver, scorer, stack.close))
    return found


async def solve(stack: Stack, question: Question) -> Answer:
    """What a first turn would look up and say to a calm caller."""
    context = (await stack.services()).context
    passages = await context.recall.passages(question.business, question.text)
    brief = Brief(question.text, no_reading(), "neutral", passages)
    said = [sentence async for sentence in context.responder.respond(brief)]
    declined = any(sentence.gap for sentence in said)
    return Answer(_texts(passages), " ".join(sentence.text for sentence in said), declined)


def scored(name: str, samples: Samples, answers: Sequence[Answer]) -> Score:
    cases = list(zip(samples, answers, strict=True))
    known = [(s, a) for s, a in cases if s.target]
    unknown = [(s, a) for s, a in cases if not s.target]
    ours = [holding(s.target, a.passages) for s, a in known]
    overlap = [holding(s.target, by_overlap(s.input)) for s, _ in known]
    answered = [hears(s.target, a.reply) and not a.declined for s, a in known]
    first = [hears(s.target, a.passages[0] if a.passages else "") for s, a in known]
    tables = [
        _retrieval(name, {"embeddings": ours, "shared words": overlap}),
        _shares(f"answers, {name}", "fact said", {
            "responder": answered, "reads out the first passage": first,
            "always declines": [False] * len(known),
        }),
        _shares(f"grounding, {name}", "unanswerable declined", {
            "responder": [a.declined for _, a in unknown],
            "always declines": [True] * len(unknown),
            "always answers": [False] * len(unknown),
        }),
    ]  # fmt: skip
    wrong = [
        Mistake(s.id, s.input.text, " + ".join(s.target) or "(a no)", a.reply, 1.0)
        for s, a in cases
        if (not a.declined) != bool(s.target) or not hears(s.target, a.reply)
    ]
    return Score(tables, mistakes=worst(wrong))


def hears(facts: Sequence[str], text: str) -> bool:
    """Whether every fact's words are in a text, apart from case and punctuation."""
    return all(_plain(fact) in _plain(text) for fact in facts)


def holding(facts: Sequence[str], passages: Sequence[str]) -> list[bool]:
    """Which passages hold the facts: all of them, or else any (a list may be cut in two)."""
    whole = [hears(facts, text) for text in passages]
    return whole if any(whole) else [any(hears([f], text) for f in facts) for text in passages]


def recalled(k: int, useful: Sequence[bool]) -> float:
    """1 where a useful passage is among the first k, else 0."""
    return float(any(useful[:k]))


def context_precision(useful: Sequence[bool]) -> float:
    """The mean precision at each useful passage's place, in [0, 1]; 0 where none is useful.

    As ragas' context precision: it is high when what is useful comes first.
    """
    places = [at for at, each in enumerate(useful, start=1) if each]
    return sum(n / at for n, at in enumerate(places, start=1)) / max(1, len(places))


def text_of(business: str) -> str:
    return next(t["text"] for t in businesses() if t["business"] == business)


def by_overlap(question: Question) -> list[str]:
    """The passages by shared words, rare ones weighing more (TF-IDF): the plain baseline."""
    passages = chunk_text(text_of(question.business))
    bags = [Counter(_plain(passage).split()) for passage in passages]
    seen = Counter(word for bag in bags for word in bag)
    wanted = set(_plain(question.text).split())

    def score(at: int) -> float:
        return sum(math.log(len(bags) / seen[word]) for word in wanted & bags[at].keys())

    best = sorted(range(len(passages)), key=lambda at: -score(at))
    return [passages[at] for at in best[: TOP[-1]]]


def _retrieval(name: str, systems: dict[str, list[list[bool]]]) -> Table:
    measures: dict[str, Callable[[Sequence[bool]], float]] = {
        **{f"recall@{k}": partial(recalled, k) for k in TOP},
        "context precision": context_precision,
    }
    values = {
        system: {key: numbers([each(useful) for useful in found]) for key, each in measures.items()}
        for system, found in systems.items()
    }
    rows = {key: {s: by[key] for s, by in values.items()} for key in measures}
    tables = [
        compared(f"retrieval, {name}", next(iter(by.values())), by, {key: mean_of}, ["embeddings"])
        for key, by in rows.items()
    ]
    return merged(tables)


def merged(tables: Sequence[Table]) -> Table:
    """Tables of the same systems, side by side in one."""
    first = tables[0]
    figures = [
        {name: figure for table in tables for name, figure in table.rows[at].figures.items()}
        for at in range(len(first.rows))
    ]
    rows = [replace(row, figures=each) for row, each in zip(first.rows, figures, strict=True)]
    return replace(first, rows=rows)


def _shares(title: str, measure: str, systems: dict[str, list[bool]]) -> Table:
    values = {system: numbers(found) for system, found in systems.items()}
    return compared(title, values["responder"], values, {measure: mean_of}, ["responder"])


def _texts(passages: Sequence[Passage]) -> list[str]:
    return [passage["text"] for passage in passages]


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.lower()))
