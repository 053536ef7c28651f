"""Labels without text find their turns again in the sources they name."""

import csv
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from core.moods import BY_NAME
from evals.emotion_silver import LABELS, silver

CHAT = [{"speaker": f"agent_{at % 2 + 1}", "text": f"chat {at}"} for at in range(4)]
BOOKING = [{"speaker": ("user", "system")[at % 2], "text": f"book {at}"} for at in range(5)]
SOURCES: dict[str, list[dict[str, Any]]] = {
    "goemotions/train.jsonl.gz": [{"id": "a1", "text": "[NAME] is late"}],
    "xed/en_annotated.jsonl": [{"text": "film 0"}, {"text": "film 1"}],
    "xed/en_neutral.jsonl": [{"text": "film 2"}],
    "banking77/train.jsonl": [{"text": "bank 0"}, {"text": "bank 1"}],
    "nlupp/hotels.jsonl": [{"text": "hotel 0"}],
    "restaurants8k/train.jsonl": [{"text": "table 0"}],
    "topical_chat/valid_freq.jsonl.gz": [{"dialogue_id": "t_1", "turns": CHAT}],
    "topical_chat/valid_rare.jsonl.gz": [],
    "sgd_booking/appointments_train.jsonl.gz": [{"dialogue_id": "train:1_1", "turns": BOOKING}],
    "sgd_booking/restaurants_train.jsonl.gz": [],
    "sgd_booking/nonbooking_train.jsonl.gz": [],
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for name, rows in SOURCES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        if path.suffix == ".gz":
            path.write_bytes(gzip.compress(lines.encode()))
        else:
            path.write_text(lines)
    return tmp_path


def labels(folder: Path, *names: str) -> Path:
    path = folder / "labels.csv"
    path.write_text("id,mood,sentiment\n" + "".join(f"{name},angry,-0.80\n" for name in names))
    return path


def test_every_source_is_found_by_its_names(data: Path) -> None:
    names = {
        "go-a1": "name is late",
        "xed-2": "film 2",
        "bk-1": "bank 1",
        "nl-0": "hotel 0",
        "r8-0": "table 0",
        "tc-t_1-3": "chat 3",
        "sgd-train:1_1-4": "book 4",
    }
    found = {example.id: example for example in silver(data, labels(data, *names))}
    assert {name: example.text for name, example in found.items()} == names
    assert [said["text"] for said in found["tc-t_1-3"].context] == ["chat 1", "chat 2"]
    assert [said["text"] for said in found["sgd-train:1_1-4"].context] == [
        "book 1",
        "book 2",
        "book 3",
    ]
    assert found["tc-t_1-3"].group == "tc-t_1"
    assert found["go-a1"].targets["sentiment"] == (-0.8,)


def test_a_label_without_its_turn_is_an_error(data: Path) -> None:
    with pytest.raises(ValueError, match="has 1 of the 2 turns"):
        silver(data, labels(data, "bk-0", "sgd-train:1_1-1"))


def test_the_labels_are_of_the_guide_and_hold_no_text() -> None:
    with LABELS.open(newline="") as file:
        found = list(csv.DictReader(file))
    assert found
    assert len({row["id"] for row in found}) == len(found)
    for row in found:
        assert list(row) == ["id", "mood", "sentiment"]
        assert row["mood"] in BY_NAME
        assert -1 <= float(row["sentiment"]) <= 1
