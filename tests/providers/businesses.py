"""Six small invented businesses and what callers ask them, for measuring the responder.

They are the part `tuned` of `datasets/retrieval.jsonl`: each question is written as a caller
types or as speech recognition delivers it, with words that must all be heard in the answer;
none means that the text has no answer. Every text is split into passages at its blank lines.
The ranking was tuned on all of them; the unseen businesses are there to check it.
"""

from typing import NamedTuple

from evals.stack import businesses


class Asked(NamedTuple):
    business: str
    question: str
    heard: tuple[str, ...] = ()


def texts(part: str) -> dict[str, str]:
    return {taught["business"]: taught["text"] for taught in businesses() if taught["part"] == part}


def questions(part: str) -> tuple[Asked, ...]:
    return tuple(
        Asked(taught["business"], asked["question"], tuple(asked["heard"]))
        for taught in businesses()
        if taught["part"] == part
        for asked in taught["questions"]
    )


TEXTS = texts("tuned")
QUESTIONS = questions("tuned")


def passages_of(business: str) -> list[str]:
    """The text as a retriever would hold it: a passage for each paragraph."""
    return TEXTS[business].split("\n\n")
