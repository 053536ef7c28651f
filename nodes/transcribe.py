"""Hear the caller: audio in the run context becomes the turn's transcript."""

import asyncio

from langgraph.runtime import Runtime

from core.context import Context
from core.deadline import left, stretched, whole
from core.state import Turn, TurnState, TurnUpdate, no_reading
from nodes.degrade import degraded
from nodes.timed import timed

SHARE = 0.75
"""Of what is left of the turn's deadline, until a recogniser is given up."""

BYTES_PER_SECOND = 32_000
"""Of 16 kHz WAV. A recording may take its own length longer: the embedded recogniser does."""

HINT_SECONDS = 0.3
"""Until a recogniser is told the business's name alone; longer where the whole turn may be."""


@timed("stt")
async def transcribe(state: TurnState, runtime: Runtime[Context]) -> TurnUpdate:
    """Put `transcript` and its confidence into the turn, and clear what the last turn left.

    Errors of the audio itself rise to the caller: they are the client's to mend. A text
    turn brings its transcript along; a replay has no audio and takes the recorded one.
    A recogniser that never returns has heard nothing.
    """
    audio, trouble = runtime.context.audio or b"", TurnUpdate()
    try:
        async with asyncio.timeout(SHARE * left() + len(audio) / BYTES_PER_SECOND):
            turn = await _heard(state["turn"], runtime.context)
    except TimeoutError as error:
        turn, trouble = {"transcript": "", "stt_confidence": 0.0}, degraded("transcribe", error)
    return {
        **trouble,
        "turn": turn,
        "mood": no_reading(),
        "passages": [],
        "moments": [],
        "upcoming": None,
    }


async def _heard(turn: Turn, context: Context) -> dict[str, object]:
    if context.audio is not None:
        heard = await context.stt.transcribe(context.audio, await _likely(turn, context))
        return {
            "transcript": heard.text,
            "stt_confidence": heard.confidence,
            "audio_seconds": heard.seconds,
        }
    if "transcript" in turn:
        return {"transcript": turn["transcript"].strip(), "stt_confidence": 1.0}
    return await _recorded(turn, context)


async def _likely(turn: Turn, context: Context) -> str:
    """Words to expect. To hear without them is better than not to hear."""
    name = turn.get("business_name", "")
    if context.vocabulary is None:
        return name
    try:
        async with asyncio.timeout(stretched(HINT_SECONDS, whole())):
            return await context.vocabulary.words(turn["business_id"]) or name
    except Exception:
        return name


async def _recorded(turn: Turn, context: Context) -> dict[str, object]:
    for record in await context.journal.turns(turn["session_id"]):
        past = record["turn"]
        if past["id"] == turn["id"]:
            return {
                "transcript": past.get("transcript", ""),
                "stt_confidence": past.get("stt_confidence", 0.0),
            }
    return {"transcript": "", "stt_confidence": 0.0}
