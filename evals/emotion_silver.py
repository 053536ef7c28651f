"""More turns of the sources of `moods`, labelled for us by a language model under its guide.

`datasets/silver_moods.csv` holds ids, moods and sentiments, no text: that is read from the
sources, whose turns are named as in `moods`.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.emotion_data import Example, labelled, rows

LABELS = Path(__file__).parents[1] / "datasets" / "silver_moods.csv"
_LISTS = {
    "bk": ("banking77/train.jsonl",),
    "nl": ("nlupp/hotels.jsonl",),
    "r8": ("restaurants8k/train.jsonl",),
    "xed": ("xed/en_annotated.jsonl", "xed/en_neutral.jsonl"),
}
"""Sources without names for their messages; they are counted, over all their files."""
_CHATS = ("valid_freq", "valid_rare")
_BOOKINGS = ("appointments_train", "restaurants_train", "nonbooking_train")

Said = tuple[str, str, Sequence[Mapping[str, Any]]]


def silver(data: Path, labels: Path = LABELS) -> list[Example]:
    """Raises ValueError where a labelled turn is not in `data`."""
    with labels.open(newline="") as file:
        wanted = {row["id"]: row for row in csv.DictReader(file)}
    found = [
        labelled(
            {
                "id": name,
                "text": text,
                "mood": wanted[name]["mood"],
                "sentiment": float(wanted[name]["sentiment"]),
            },
            context,
        )
        for name, text, context in _said(data)
        if name in wanted
    ]
    if len(found) != len(wanted):
        raise ValueError(f"{data} has {len(found)} of the {len(wanted)} turns labelled in {labels}")
    return found


def unlabelled(data: Path) -> Iterator[Example]:
    """Every turn of the sources, without its labels if it has any."""
    for name, text, context in _said(data):
        yield labelled({"id": name, "text": text, "mood": ""}, context)


def _said(data: Path) -> Iterator[Said]:
    """Every turn of the sources, with up to three before it."""
    for row in rows(data / "goemotions" / "train.jsonl.gz"):
        yield f"go-{row['id']}", row["text"], []
    for source, files in _LISTS.items():
        for at, row in enumerate(row for name in files for row in rows(data / name)):
            yield f"{source}-{at}", row["text"], []
    for name in _CHATS:
        for chat in rows(data / "topical_chat" / f"{name}.jsonl.gz"):
            for at, turn in enumerate(chat["turns"]):
                before = chat["turns"][max(0, at - 2) : at]
                yield f"tc-{chat['dialogue_id']}-{at}", turn["text"], before
    for name in _BOOKINGS:
        for dialogue in rows(data / "sgd_booking" / f"{name}.jsonl.gz"):
            for at, turn in enumerate(dialogue["turns"]):
                if turn["speaker"] == "user":
                    before = dialogue["turns"][max(0, at - 3) : at]
                    yield f"sgd-{dialogue['dialogue_id']}-{at}", turn["text"], before
