"""Say the last of the reply, and record what was said."""

import asyncio
from datetime import datetime

from langgraph.runtime import Runtime

from core.appointments import no_booking
from core.context import Context
from core.deadline import whole
from core.degradation import noted
from core.errors import RapportError
from core.moods import style_for
from core.state import MoodReading, PastTurn, Turn, TurnRecord, TurnState, TurnUpdate
from nodes.degrade import degraded
from nodes.timed import timed


@timed("tts")
async def speak(state: TurnState, runtime: Runtime[Context]) -> TurnUpdate:
    """Wait for the turn's voice (or synthesise without one), then write the turn down.

    A voice that fails or never returns leaves a reply to read: `audio_size` 0. Recording is
    idempotent by the turn's id, for this node may run twice after a crash.
    """
    context, mood = runtime.context, state["mood"]
    trouble: TurnUpdate = {}
    try:
        async with asyncio.timeout(whole()):
            size = await _voiced(state, context)
    except (RapportError, TimeoutError) as error:
        size, trouble = 0, degraded("speak", error)
    turn: Turn = {
        **state["turn"],
        "booking_status": state.get("booking", no_booking())["status"],
        "audio_size": size,
        "duration_ms": _since(state, context),
    }
    timings = {**state["timings"], **noted(), **trouble.get("timings", {})}
    await context.journal.record_turn(TurnRecord(turn=turn, mood=mood, timings=timings))
    return {
        "turn": dict(turn),
        "window": [_past(turn, mood)],
        **trouble,
    }


async def _voiced(state: TurnState, context: Context) -> int:
    if context.voice is not None:
        return await context.voice.finish()
    style = style_for(state["mood"]["mood"])
    return len(await context.tts.synthesize(state["turn"].get("reply", ""), style))


def _since(state: TurnState, context: Context) -> float:
    spent = context.clock() - datetime.fromisoformat(state["turn"]["at"])
    return round(spent.total_seconds() * 1000, 1)


def _past(turn: Turn, mood: MoodReading) -> PastTurn:
    return {
        "id": turn["id"],
        "transcript": turn.get("transcript", ""),
        "reply": turn.get("reply", ""),
        "mood": mood["mood"],
        "sentiment": mood["sentiment"],
        "answered": turn.get("answered"),
    }
