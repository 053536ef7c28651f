"""The public sets, read from the folder that `--data` names: one loader a set.

Nothing of them is in this repository; each folder's SOURCE.md tells its source and licence.
A loader raises InputError with one sentence where its files are missing.
"""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.errors import InputError
from core.state import Utterance
from evals import emotion_data, emotion_split
from evals.sessions import Line

GOEMOTIONS = {
    "positive": "admiration amusement approval caring desire excitement gratitude joy love "
    "optimism pride relief",
    "negative": "anger annoyance disappointment disapproval disgust embarrassment fear grief "
    "nervousness remorse sadness",
    "ambiguous": "confusion curiosity realization surprise",
    "neutral": "neutral",
}
"""The four groups of Demszky et al. 2020."""

EMOWOZ = {
    "neutral": "neutral",
    "satisfied": "positive",
    "excited": "positive",
    "dissatisfied": "negative",
    "apologetic": "negative",
    "fearful": "negative",
    "abusive": "negative",
}
"""Valence as in Feng et al. 2022 (the caller who apologises feels bad)."""

BOOKING_INTENTS = ("BookAppointment", "ReserveRestaurant")
CLINC_BOOKINGS = ("restaurant_reservation", "book_hotel", "schedule_maintenance")
"""What a business that takes bookings would book; flights and meetings are somebody else's."""


def rows(data: Path, path: str) -> Iterator[Any]:
    """The objects of a JSON Lines file, gzipped or not."""
    file = data / path
    if not file.is_file():
        raise InputError(f"{file} is missing: give --data the folder that holds {path}.")
    with gzip.open(file, "rb") if file.suffix == ".gz" else file.open("rb") as lines:
        for line in lines:
            yield json.loads(line)


def labelled(data: Path, path: str) -> list[Line]:
    """`moods/train.jsonl` or `authored/train.jsonl`: lines with mood and sentiment."""
    return [
        {
            "id": row["id"],
            "text": row["text"],
            "context": [_utterance(said) for said in row["context"]],
            "mood": row["mood"],
            "sentiment": float(row["sentiment"]),
        }
        for row in rows(data, path)
    ]


def held_back(data: Path) -> dict[str, list[Line]]:
    """The lines of `moods` and `authored` that the local model never trains on, by set.

    The division is the trainer's own (`evals.emotion_split`): no sentence on both sides.
    """
    moods, authored = (labelled(data, f"{name}/train.jsonl") for name in ("moods", "authored"))
    held = emotion_split.held_back(emotion_data.moods(data))
    group = emotion_data.HELD_AUTHORED
    return {
        "moods, held back": [line for line in moods if line["id"] in held],
        "authored, held back": [line for line in authored if line["id"].startswith(group)],
    }


def goemotions(data: Path) -> list[tuple[Line, str]]:
    """Comments of the development part, with their group; those of two groups are left out."""
    group = {label: name for name, labels in GOEMOTIONS.items() for label in labels.split()}
    found: list[tuple[Line, str]] = []
    for row in rows(data, "goemotions/dev.jsonl"):
        groups = {group[label] for label in row["labels"]}
        if len(groups) == 1:
            found.append((_line(row["id"], row["text"], []), groups.pop()))
    return found


def emowoz(data: Path) -> list[tuple[Line, str]]:
    """Callers' turns of the development part with their context, and their polarity."""
    found: list[tuple[Line, str]] = []
    for dialogue in rows(data, "emowoz/multiwoz_dev.jsonl.gz"):
        said: list[Utterance] = []
        for at, turn in enumerate(dialogue["turns"]):
            if turn["speaker"] == "user":
                line = _line(f"{dialogue['dialogue_id']}:{at}", turn["text"], list(said))
                found.append((line, EMOWOZ[turn["emotion"]]))
            said.append(_utterance(turn))
    return found


def uss(data: Path) -> list[Any]:
    """Dialogues with turns and `overall_sat`, the ratings of several people from 1 to 5."""
    return list(rows(data, "uss/sgd.jsonl.gz"))


def betold(data: Path) -> list[Any]:
    """Calls as intents, with `luhf`: the caller hung up or asked for a person."""
    return list(rows(data, "betold/dev.jsonl.gz"))


def sgd_wishes(data: Path) -> list[tuple[str, str, bool]]:
    """(id, what the caller said, whether a booking is wished for).

    Positive: the turn that first tells the intent to book in its dialogue. Negative: every
    caller's turn of the dialogues without a booking. What is said once a booking has begun is
    left out.
    """
    found: list[tuple[str, str, bool]] = []
    for name in ("appointments", "restaurants", "nonbooking"):
        for dialogue in rows(data, f"sgd_booking/{name}_dev.jsonl.gz"):
            for at, turn in enumerate(dialogue["turns"]):
                if turn["speaker"] != "user":
                    continue
                wished = any(_books(frame) for frame in turn["frames"])
                if wished or name == "nonbooking":
                    found.append((f"{dialogue['dialogue_id']}:{at}", turn["text"], wished))
                if wished:
                    break
    return found


def clinc_wishes(data: Path) -> list[tuple[str, str, bool]]:
    """As `sgd_wishes`: commands to an assistant, those that book against all others."""
    return [
        (f"clinc:{at}", row["text"], row["intent"] in CLINC_BOOKINGS)
        for at, row in enumerate(rows(data, "clinc150/dev.jsonl"))
    ]


def _books(frame: Any) -> bool:
    tells = any(act[0] == "INFORM_INTENT" for act in frame["acts"])
    return tells and frame["intent"] in BOOKING_INTENTS


def _utterance(said: Any) -> Utterance:
    speaker = "caller" if said["speaker"] in ("caller", "user") else "assistant"
    return {"speaker": speaker, "text": said["text"] or ""}


def _line(name: str, text: str, context: list[Utterance]) -> Line:
    return {"id": name, "text": text, "context": context, "mood": "", "sentiment": 0.0}
