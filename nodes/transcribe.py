"""Hear the caller: audio in the run context becomes the turn's transcript."""

from langgraph.runtime import Runtime

from core.context import Context
from core.state import Turn, TurnState, TurnUpdate, no_reading
from nodes.timed import timed


@timed("stt")
async def transcribe(state: TurnState, runtime: Runtime[Context]) -> TurnUpdate:
    """Put `transcript` and its confidence into the turn, and clear what the last turn left.

    Errors of the audio itself rise to the caller: they are the client's to mend. A text
    turn brings its transcript along; a replay has no audio and takes the recorded one.
    """
    return {
        "turn": await _heard(state["turn"], runtime.context),
        "mood": no_reading(),
        "passages": [],
        "moments": [],
    }


async def _heard(turn: Turn, context: Context) -> dict[str, object]:
    if context.audio is not None:
        heard = await context.stt.transcribe(context.audio, turn.get("business_name", ""))
        return {
            "transcript": heard.text,
            "stt_confidence": heard.confidence,
            "audio_seconds": heard.seconds,
        }
    if "transcript" in turn:
        return {"transcript": turn["transcript"].strip(), "stt_confidence": 1.0}
    return await _recorded(turn, context)


async def _recorded(turn: Turn, context: Context) -> dict[str, object]:
    for record in await context.journal.turns(turn["session_id"]):
        past = record["turn"]
        if past["id"] == turn["id"]:
            return {
                "transcript": past.get("transcript", ""),
                "stt_confidence": past.get("stt_confidence", 0.0),
            }
    return {"transcript": "", "stt_confidence": 0.0}
