"""Our own labelled sessions, and the one rule that splits them.

Every kind of business has two businesses; sorted by name, the first is train and the second
test, so that the test part shares no business with what anything was tuned or trained on.
`datasets/CARD.md` tells how they were written and labelled.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, NotRequired, cast

from typing_extensions import TypedDict

from core.moods import BY_NAME
from core.outcomes import Ending, Outcome, Strategy
from core.state import MoodReading, Speaker, TurnRecord, Utterance

FOLDER = Path(__file__).parent.parent / "datasets"
Split = Literal["train", "test", "all"]


class Said(TypedDict):
    """One line. Callers' have a mood and a sentiment in [-1, 1], assistants' have `answered`."""

    speaker: Speaker
    text: str
    mood: NotRequired[str]
    sentiment: NotRequired[float]
    answered: NotRequired[bool | None]
    booked: NotRequired[bool]


class Session(TypedDict):
    """One labelled session; `history` holds the outcomes of earlier ones, newest first."""

    id: str
    kind: str
    business: str
    history: list[Outcome]
    turns: list[Said]
    ended: Ending
    outcome: Outcome
    pain_points: list[str]
    positive_moments: list[str]
    strategy: Strategy
    hard: list[str]


class Line(TypedDict):
    """A caller's line with all that was said before it, oldest first."""

    id: str
    text: str
    context: list[Utterance]
    mood: str
    sentiment: float


@cache
def _all() -> tuple[Session, ...]:
    files = sorted(FOLDER.glob("sessions_*.jsonl"))
    rows = (row for file in files for row in file.read_text(encoding="utf-8").splitlines())
    return tuple(json.loads(row) for row in rows)


@cache
def _train_businesses() -> frozenset[str]:
    names: dict[str, set[str]] = {}
    for session in _all():
        names.setdefault(session["kind"], set()).add(session["business"])
    return frozenset(min(businesses) for businesses in names.values())


def split_of(session: Mapping[str, Any]) -> Literal["train", "test"]:
    """The part that a session belongs to, by its business."""
    return "train" if session["business"] in _train_businesses() else "test"


def load(split: Split = "all") -> list[Session]:
    """The sessions of a part, in the order of the files."""
    return [session for session in _all() if split in ("all", split_of(session))]


def sessions(part: Split | None = None) -> Iterator[dict[str, Any]]:
    """The same as plain objects, for the trainer of the emotion model."""
    return iter(cast(list[dict[str, Any]], load(part or "all")))


def callers_lines(given: Sequence[Session]) -> list[Line]:
    """Every line of every caller, with its context."""
    lines: list[Line] = []
    for session in given:
        for at, said in enumerate(session["turns"]):
            if said["speaker"] == "caller":
                before = session["turns"][:at]
                lines.append(
                    {
                        "id": f"{session['id']}:{at}",
                        "text": said["text"],
                        "context": [{"speaker": s["speaker"], "text": s["text"]} for s in before],
                        "mood": said.get("mood", "neutral"),
                        "sentiment": said.get("sentiment", 0.0),
                    }
                )
    return lines


def gold_reading(mood: str, sentiment: float) -> MoodReading:
    """A label as a reading that is certain."""
    scores = {name: float(name == mood) for name in BY_NAME}
    return {"mood": mood, "sentiment": sentiment, "confidence": 1.0, "scores": scores}


def records_of(
    session_id: str, said: Sequence[Said], readings: Sequence[MoodReading]
) -> list[TurnRecord]:
    """The lines as the server records them: a caller's line with the replies that follow it.

    `readings` has one for each of the caller's lines. What the assistant says before the
    caller's first line belongs to no turn.
    """
    records: list[TurnRecord] = []
    moods = iter(readings)
    for line in said:
        if line["speaker"] == "caller":
            records.append(_record(session_id, len(records) + 1, line["text"], next(moods)))
        elif records:
            turn = records[-1]["turn"]
            turn["reply"] = f"{turn.get('reply', '')} {line['text']}".strip()
            answered = line.get("answered")
            turn["answered"] = turn.get("answered") if answered is None else answered
            if line.get("booked"):
                turn.update(is_booking=True, booking_status="booked")
    return records


def _record(session_id: str, index: int, text: str, mood: MoodReading) -> TurnRecord:
    return {
        "turn": {
            "id": f"{session_id}:{index}",
            "session_id": session_id,
            "user_id": "caller",
            "business_id": "business",
            "index": index,
            "source": "text",
            "at": "2026-01-05T10:00:00+00:00",
            "transcript": text,
            "answered": None,
            "reply": "",
        },
        "mood": mood,
        "timings": {},
    }
