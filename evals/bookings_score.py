"""Bookings read from dialogues against what was booked: found, on which day, at what time."""

from collections.abc import Sequence
from typing import Any

from core.state import Utterance
from evals.baselines import names_a_booking
from evals.bookings import read
from evals.bookings_data import TODAY, Gold
from evals.bootstrap import measured
from evals.inferred import booked_of
from evals.metrics import f1, mean_of, precision, recall
from evals.tables import numbers, worst
from evals.task import Mistake, Row, Sample, Score, Table
from providers.booking.slots import slots_of

Read = dict[str, Any]
NOTE = (
    "Date and time exact are over the dialogues in which something was booked; one that is not "
    "found counts as wrong. Both baselines take the last day and time that are named."
)


async def follow(said: Sequence[Utterance]) -> Read:
    return read(said, TODAY)


def scored(
    name: str, samples: Sequence[Sample[list[Utterance], Gold]], answers: Sequence[Read]
) -> Score:
    systems = {
        "rules": list(answers),
        "a word of booking": [_last_named(s.input, by_caller=True) for s in samples],
        "the assistant says so": [_last_named(s.input, by_caller=False) for s in samples],
        "never": [{"booked": False} for _ in samples],
    }
    gold = [sample.target for sample in samples]
    rows = [Row(system, _figures(gold, got), system == "rules") for system, got in systems.items()]
    table = Table(f"booking, {name}", len(samples), rows, NOTE)
    wrong = [
        Mistake(s.id, " / ".join(u["text"] for u in s.input)[-400:], _told(s.target), str(a), 1.0)
        for s, got in zip(samples, answers, strict=True)
        if (a := Gold(got["booked"], got["date"], got["time"])) != s.target
        and (a.booked or s.target.booked)
    ]
    return Score([table], [], worst(wrong))


def _figures(gold: Sequence[Gold], got: Sequence[Read]) -> dict[str, Any]:
    truth, found = numbers([g.booked for g in gold]), numbers([g["booked"] for g in got])
    pairs = [(g, a) for g, a in zip(gold, got, strict=True) if g.booked]
    figures: dict[str, Any] = {
        "F1": measured(f1, truth, found),
        "precision": measured(precision, truth, found),
        "recall": measured(recall, truth, found),
    }
    for field in ("date", "time"):
        right = numbers([a["booked"] and a[field] == getattr(g, field) for g, a in pairs])
        if len(right):
            figures[f"{field} exact"] = measured(mean_of, right, right)
    return figures


def _last_named(said: Sequence[Utterance], *, by_caller: bool) -> Read:
    """What a word tells: the caller's of booking, or the assistant's of having booked."""
    if by_caller:
        booked = any(names_a_booking(u["text"]) for u in said if u["speaker"] == "caller")
    else:
        booked = any(booked_of(u["text"]) for u in said if u["speaker"] != "caller")
    read_: Read = {"booked": booked, "date": None, "time": None}
    for utterance in said if booked else ():
        slots = slots_of(utterance["text"], TODAY)
        read_ |= {name: slots[name] for name in ("date", "time") if name in slots}
    return read_


def _told(gold: Gold) -> str:
    return str(gold)
