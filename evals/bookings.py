"""Other people's booking dialogues: what each of the caller's turns says, what was booked."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from core.errors import InputError
from core.state import Utterance
from evals.rows import Row, read_rows, utterances_of
from providers.booking.follow import followed
from providers.booking.intent import intent_of
from providers.booking.slots import slots_of


async def booked_rows(source: Path) -> AsyncIterator[Row]:
    """Rows `{id, now, turns}` read: per caller's turn intent and slots, and what was booked.

    Raises InputError naming the line of the first bad row, after the rows before it were given.
    """
    for number, row in read_rows(source):
        now = _now_of(row, number)
        yield {"id": row.get("id", number), **read(utterances_of(row, number, "turns"), now)}


def read(said: Sequence[Utterance], now: datetime) -> dict[str, Any]:
    """What a dialogue says, turn by turn and in the end; see `providers.booking.follow`.

    A turn's slots are those that it names itself. Its intent is its own, or else, where it
    names a slot, the intent that was told before it.
    """
    states = list(followed(said, now))
    turns: list[dict[str, Any]] = []
    told = None
    for index, line in enumerate(said):
        if line["speaker"] != "caller":
            continue
        slots = slots_of(line["text"], now)
        own = intent_of(line["text"])
        told = own or told
        turns.append({"index": index, "intent": own or (told if slots else None), "slots": slots})
    end = states[-1]
    contact = {key: _last(turns, key) for key in ("name", "phone", "email")}
    return {
        "turns": turns,
        "booked": end.booked,
        "date": end.date,
        "time": end.time,
        "service": end.service,
        "party_size": end.party_size,
        **contact,
    }


def _last(turns: Sequence[dict[str, Any]], key: str) -> Any:
    return next((t["slots"][key] for t in reversed(turns) if key in t["slots"]), None)


def _now_of(row: Row, number: int) -> datetime:
    value = row.get("now")
    try:
        return datetime.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise InputError(
            f'Line {number}: "now" must be a date or a date and time, such as "2019-03-01".'
        ) from None
