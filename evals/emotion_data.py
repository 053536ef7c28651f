"""What the local emotion model learns from and is judged on: one shape for every source.

A target is the vector of one head, so that an example may teach any number of heads:
`moods` (a distribution over the ten), `sentiment` (one number in [-1, 1]), `emotions`
(GoEmotions' 28, several at once), `groups` (its positive, negative, ambiguous, neutral),
`films` (XED's eight and neutral).
"""

import gzip
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.moods import BY_NAME
from core.state import Utterance
from evals.sessions import Split, sessions

MOOD_NAMES = tuple(BY_NAME)
CONTEXT_TURNS = 3
HELD_AUTHORED = "b1-"
"""One of the ten groups of businesses in `authored`, never trained on."""

_POSITIVE = """admiration amusement approval caring desire excitement gratitude joy love
optimism pride relief"""
_NEGATIVE = """anger annoyance disappointment disapproval disgust embarrassment fear grief
nervousness remorse sadness"""
_AMBIGUOUS = "confusion curiosity realization surprise"
_FILMS = "anger anticipation disgust fear joy neutral sadness surprise trust"
GROUPS = {
    "positive": _POSITIVE.split(),
    "negative": _NEGATIVE.split(),
    "ambiguous": _AMBIGUOUS.split(),
    "neutral": ["neutral"],
}
"""GoEmotions' grouping of its labels by sentiment (Demszky et al. 2020)."""
EMOTIONS = (
    *sorted(GROUPS["positive"] + GROUPS["negative"] + GROUPS["ambiguous"]),
    "neutral",
)
FILMS = _FILMS.split()
_NOT_WORD = re.compile(r"\W+")
_MASK = re.compile(r"\[(NAME|RELIGION)\]")

Target = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One message to read, what was said before it (oldest first), and what it teaches.

    `group` names what must not be divided between training and development.
    """

    id: str
    text: str
    context: tuple[Utterance, ...] = ()
    targets: Mapping[str, Target] = field(default_factory=dict[str, Target])
    group: str = ""


def plain(text: str) -> str:
    """Lower-case words only: what two texts must share to count as one sentence."""
    return _NOT_WORD.sub(" ", text.lower()).strip()


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file, gzipped or not."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as file:
        yield from map(json.loads, file)


def one_hot(names: Sequence[str], chosen: Sequence[str]) -> Target:
    return tuple(float(name in chosen) for name in names)


def context_of(turns: Sequence[Mapping[str, Any]]) -> tuple[Utterance, ...]:
    """The last turns, whatever the source calls its speakers.

    Where two people chat, whoever spoke last takes the assistant's part.
    """
    last = turns[-1]["speaker"] if turns else ""
    peers = last.startswith("agent")
    said: list[Utterance] = []
    for turn in turns[-CONTEXT_TURNS:]:
        name = turn["speaker"]
        caller = name != last if peers else name in ("user", "caller")
        said.append({"speaker": "caller" if caller else "assistant", "text": turn["text"]})
    return tuple(said)


def labelled(row: Mapping[str, Any], turns: Sequence[Mapping[str, Any]]) -> Example:
    """A row of `moods` or of its like: id, text, mood, sentiment; `turns` came before it."""
    dialogue = row["id"].rpartition("-")[0] if row["id"].startswith(("tc-", "sgd")) else ""
    return Example(
        row["id"],
        _MASK.sub(lambda mask: mask[1].lower(), row["text"]),
        context_of(turns),
        {"moods": one_hot(MOOD_NAMES, row["mood"]), "sentiment": (row["sentiment"],)}
        if row["mood"] in BY_NAME
        else {},
        dialogue,
    )


def moods(data: Path) -> list[Example]:
    return [labelled(row, row["context"]) for row in rows(data / "moods" / "train.jsonl")]


def authored(data: Path) -> list[Example]:
    return [labelled(row, row["context"]) for row in rows(data / "authored" / "train.jsonl")]


def own_sessions(part: Split) -> list[Example]:
    """Every labelled caller's turn of our sessions."""
    return [
        labelled({**turn, "id": f"{session['id']}-{index}"}, session["turns"][:index])
        for session in sessions(part)
        for index, turn in enumerate(session["turns"])
        if "mood" in turn
    ]


def goemotions(path: Path) -> list[Example]:
    return [
        Example(
            f"go-{row['id']}",
            _MASK.sub(lambda mask: mask[1].lower(), row["text"]),
            targets={
                "emotions": one_hot(EMOTIONS, row["labels"]),
                "groups": tuple(
                    float(any(label in of for label in row["labels"])) for of in GROUPS.values()
                ),
            },
        )
        for row in rows(path)
    ]


def xed(data: Path) -> list[Example]:
    files = [data / "xed" / name for name in ("en_annotated.jsonl", "en_neutral.jsonl")]
    return [
        Example(f"xed-{at}", row["text"], targets={"films": one_hot(FILMS, row["labels"])})
        for at, row in enumerate(row for file in files for row in rows(file))
    ]


def rated(data: Path) -> list[Example]:
    """Sentences with the mean of many people's ratings of their sentiment."""
    files = (
        "vader_human_sentiment/amazon_reviews.jsonl",
        "vader_human_sentiment/movie_reviews.jsonl.gz",
        "emobank/train.jsonl.gz",
    )
    return [
        Example(f"rated-{row['id']}", row["text"], targets={"sentiment": (row["sentiment"],)})
        for name in files
        for row in rows(data / name)
    ]


def emowoz(data: Path) -> list[tuple[Example, str]]:
    """User turns with their emotion; for measuring only."""
    return [
        (
            Example(
                f"{dialogue['dialogue_id']}-{at}",
                turn["text"],
                context_of([before for before in dialogue["turns"][:at] if before["text"]]),
            ),
            turn["emotion"],
        )
        for dialogue in rows(data / "emowoz" / "multiwoz_dev.jsonl.gz")
        for at, turn in enumerate(dialogue["turns"])
        if turn["speaker"] == "user"
    ]
