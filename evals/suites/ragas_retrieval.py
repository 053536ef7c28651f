"""Retrieval as ragas scores it: context precision and recall, without a language model.

Needs the extra `ragas` and its pins (see pyproject.toml); imported only by `--suite ragas`,
for it takes 10 s and more to import. Es et al., "RAGAS: automated evaluation of retrieval
augmented generation", EACL 2024.
"""

from collections.abc import Sequence
from functools import partial
from importlib import import_module
from typing import Any

from core.errors import InputError
from evals.metrics import mean_of
from evals.options import Options
from evals.stack import Stack
from evals.suites import retrieval
from evals.suites.retrieval import Answer, Question, by_overlap, holding, merged
from evals.tables import compared, numbers
from evals.task import AnyTask, Sample, Score, Task
from memory.chunking import chunk_text

MISSING = (
    "The suite ragas needs the extra of that name: "
    "pip install --constraint constraints.txt '.[ragas]'."
)

Scores = tuple[float, float]
"""Context precision and context recall, both in [0, 1]."""


def tasks(options: Options) -> list[AnyTask]:
    """The questions that have an answer, of the businesses that the responder never saw.

    Raises InputError with what to install when ragas is missing.
    """
    scorers = _scorers()
    stack = Stack(isolated=False, emotion=options.model)
    samples = [
        sample
        for task in retrieval.tasks(options)
        if task.name == "unseen businesses"
        for sample in task.samples
        if sample.target
    ]
    solver, scorer = partial(solve, stack, scorers), scored
    return [
        Task("ragas", "unseen businesses", list(map(_asked, samples)), solver, scorer, stack.close)
    ]


def _asked(sample: Sample[Question, list[str]]) -> Sample[tuple[Question, list[str]], list[str]]:
    """The reference passages are found by the facts, so the solver needs both."""
    return Sample(sample.id, (sample.input, sample.target), sample.target)


async def solve(
    stack: Stack, scorers: tuple[Any, Any], asked: tuple[Question, list[str]]
) -> dict[str, Scores]:
    question, facts = asked
    answer: Answer = await retrieval.solve(stack, question)
    references = reference_passages(question, facts)
    found = {"embeddings": answer.passages, "shared words": by_overlap(question)}
    return {name: await _scores(scorers, texts, references) for name, texts in found.items()}


def reference_passages(question: Question, facts: Sequence[str]) -> list[str]:
    """The passages of the business that hold the facts."""
    passages = chunk_text(retrieval.text_of(question.business))
    useful = holding(facts, passages)
    return [text for text, held in zip(passages, useful, strict=True) if held]


def scored(samples: Sequence[Any], outputs: Sequence[dict[str, Scores]]) -> Score:
    def table(at: int, metric: str) -> Any:
        systems = {name: numbers([out[name][at] for out in outputs]) for name in outputs[0]}
        gold = systems["embeddings"]
        return compared(
            "ragas, unseen businesses", gold, systems, {metric: mean_of}, ["embeddings"]
        )

    return Score([merged([table(0, "context precision"), table(1, "context recall")])])


def _scorers() -> tuple[Any, Any]:
    try:
        metrics: Any = import_module("ragas.metrics")
    except ImportError as error:
        raise InputError(MISSING) from error
    return metrics.NonLLMContextPrecisionWithReference(), metrics.NonLLMContextRecall()


async def _scores(
    scorers: tuple[Any, Any], passages: Sequence[str], references: Sequence[str]
) -> Scores:
    ragas: Any = import_module("ragas")
    sample = ragas.SingleTurnSample(
        retrieved_contexts=list(passages), reference_contexts=list(references)
    )
    precision, recall = [await scorer.single_turn_ascore(sample) for scorer in scorers]
    return float(precision), float(recall)
