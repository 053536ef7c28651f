"""The booking dialogues of SGD, with what was booked in them."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from core.state import Utterance
from evals.loaders import BOOKING_INTENTS, rows
from evals.task import Sample

PARTS = ("appointments", "restaurants", "nonbooking")
TODAY = datetime(2019, 3, 1)
"""The day on which SGD's simulator lives: its "today" and the date a reservation defaults to."""

_DATES = ("appointment_date", "date")
_TIMES = ("appointment_time", "time")


@dataclass(frozen=True, slots=True)
class Gold:
    """Whether some booking succeeded, with the day and time of the last that did."""

    booked: bool
    date: str | None = None
    time: str | None = None


def dialogues(data: Path, split: str) -> list[Sample[list[Utterance], Gold]]:
    """All dialogues of `split` ("train" or "dev"): booked, failed, and about something else."""
    return [
        Sample(row["dialogue_id"], [_said(turn) for turn in row["turns"]], _gold(row))
        for part in PARTS
        for row in rows(data, f"sgd_booking/{part}_{split}.jsonl.gz")
    ]


def _said(turn: Any) -> Utterance:
    return {
        "speaker": "caller" if turn["speaker"] == "user" else "assistant",
        "text": turn["text"],
    }


def _gold(row: Any) -> Gold:
    made = [
        one["params"]
        for one in row["transactions"]
        if one["intent"] in BOOKING_INTENTS and one["outcome"] == "success"
    ]
    if not made:
        return Gold(False)
    # A reservation without a date is for the day itself, as SGD's schema says.
    return Gold(
        True, _first(made[-1], _DATES) or TODAY.date().isoformat(), _first(made[-1], _TIMES)
    )


def _first(params: Any, names: tuple[str, ...]) -> str | None:
    return next((params[name] for name in names if params.get(name)), None)
