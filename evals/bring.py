"""Your own calls: read the mood of messages, sum up sessions."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from core.errors import InputError, StageError
from core.outcomes import ENDINGS, Ending
from core.seams import EmotionModel
from core.state import SessionSummary, Utterance
from evals.ahead import ahead
from evals.inferred import answered_of, booked_of
from evals.rows import Row, read_rows, text_of, utterances_of
from evals.sessions import Said, records_of
from providers.summary.opening import RulesOpening
from providers.summary.rules import RulesSummarizer


async def classified(source: Path, model: EmotionModel, at_once: int = 1) -> AsyncIterator[Row]:
    """Rows `{id, text, context}` read: `{id, mood, sentiment, confidence, scores}`.

    `context` may be missing. Where the model failed the row is `{id, error}`. Raises
    InputError naming the line of the first bad row, after the rows before it were given.
    """

    async def read(numbered: tuple[int, Row]) -> Row:
        number, row = numbered
        text = text_of(row, number)
        context = utterances_of(row, number, "context") if row.get("context") else []
        try:
            return {"id": _id(row, number), **await model.read(text, context)}
        except StageError as error:
            return {"id": _id(row, number), "error": str(error)}

    async for row in ahead(read_rows(source), read, at_once):
        yield row


async def summarized(source: Path, model: EmotionModel, at_once: int = 1) -> AsyncIterator[Row]:
    """Sessions `{id, turns, ended}` summed up, each as if it were the caller's first.

    Where the model failed the row is `{id, error}`. Raises InputError naming the line of the
    first bad row, after the rows before it were given.
    """
    chooser = RulesOpening()

    async def sum_up(numbered: tuple[int, Row]) -> Row:
        number, row = numbered
        ended = row.get("ended", "closed")
        if ended not in ENDINGS:
            raise InputError(f'Line {number}: "ended" must be one of {", ".join(ENDINGS)}.')
        name = _id(row, number)
        said = utterances_of(row, number, "turns")
        try:
            summary = await summed_up(str(name), said, ended, model)
        except StageError as error:
            return {"id": name, "error": str(error)}
        opening = await chooser.choose([summary])
        return {
            "id": name,
            "outcome": summary["outcome"],
            "confidence": summary["confidence"],
            "trajectory": summary["trajectory"],
            "strategy": opening["strategy"],
            "greeting": opening["greeting"],
            "pain_points": summary["pain_points"],
            "positive_moments": summary["positive_moments"],
        }

    async for row in ahead(read_rows(source), sum_up, at_once):
        yield row


async def summed_up(
    name: str, said: Sequence[Utterance], ended: Ending, model: EmotionModel
) -> SessionSummary:
    """A written session as the server would have summed it up.

    Moods are read by the model; what was answered and booked is inferred from the words.
    """
    lines = [_said(line) for line in said]
    readings = [
        await model.read(line["text"], said[:at])
        for at, line in enumerate(said)
        if line["speaker"] == "caller"
    ]
    records = records_of(name, lines, readings)
    return await RulesSummarizer().summarize(
        {
            "session_id": name,
            "user_id": "caller",
            "business_id": "business",
            "started_at": "2026-01-05T10:00:00+00:00",
            "ended_at": "2026-01-05T10:05:00+00:00",
            "ended": ended,
        },
        records,
    )


def _said(line: Utterance) -> Said:
    if line["speaker"] == "caller":
        return {"speaker": "caller", "text": line["text"]}
    text = line["text"]
    return {
        "speaker": "assistant",
        "text": text,
        "answered": answered_of(text),
        "booked": booked_of(text),
    }


def _id(row: Row, number: int) -> object:
    """The row's own id, or else the number of its line."""
    return row.get("id", number)
