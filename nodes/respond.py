"""Write the reply, handing each finished sentence to the voice at once."""

import asyncio
from contextlib import ExitStack

from langgraph.runtime import Runtime

from core.appointments import no_booking
from core.context import Context
from core.deadline import deadline, left, now, whole
from core.moods import style_for
from core.seams import Brief, Sentence
from core.state import TurnState, TurnUpdate, no_reading
from nodes.degrade import degraded
from nodes.timed import timed

FIRST = 0.8
"""Share of what is left of the turn's deadline, until the first sentence must be there."""

LEAST = 1.5
"""Seconds for that even where hearing took all the time: the words were understood."""

GATHERED = 0.7
"""Share of what is left for the whole reply where nothing is heard before all of it is spoken.
A streamed one has the deadline again after its first sentence."""

APOLOGY = "I'm sorry, something went wrong on my side. Could you ask me that again?"
CLOSING = "I have to stop here. Please ask me again if something is missing."


@timed("ai_agent")
async def respond(state: TurnState, runtime: Runtime[Context]) -> TurnUpdate:
    """Put `reply`, the passages it `cites` and whether it `answered` into the turn.

    A responder that fails or is too slow leaves what it had said, and a sentence that closes
    it; if that was nothing, the caller hears an apology rather than silence.
    """
    brief, voice = brief_for(state), runtime.context.voice
    said: list[Sentence] = []
    trouble: TurnUpdate = {}
    closing = now() + GATHERED * left()
    try:
        with ExitStack() as again:
            async with asyncio.timeout(max(FIRST * left(), LEAST)) as limit:
                async for sentence in runtime.context.responder.respond(brief):
                    if voice is not None and voice.streams and not said:
                        closing = now() + whole()
                    limit.reschedule(closing)
                    said.append(sentence)
                    if voice is not None:
                        await voice.say(sentence.text, brief.style)
                        if voice.streams:
                            again.enter_context(deadline(whole()))
    except Exception as error:
        trouble = degraded("respond", error)
        last = Sentence(CLOSING) if said else Sentence(APOLOGY, gap=True)
        said.append(last)
        if voice is not None:
            await voice.say(last.text, brief.style)
    return {"turn": reply_of(said), **trouble}


def brief_for(state: TurnState) -> Brief:
    turn, mood = state["turn"], state["mood"]
    if not turn.get("transcript"):
        return Brief("", no_reading(), "neutral", window=state.get("window", []))
    return Brief(
        transcript=turn.get("transcript", ""),
        mood=mood,
        style=style_for(mood["mood"]),
        passages=state["passages"],
        moments=state["moments"],
        window=state.get("window", []),
        booking=state.get("booking", no_booking()),
        opening=state.get("opening") if turn["index"] == 1 else None,
        business=turn.get("business_name"),
        today=turn.get("today"),
        upcoming=state.get("upcoming"),
    )


def reply_of(said: list[Sentence]) -> dict[str, object]:
    """What the turn remembers of its reply."""
    cites = list(dict.fromkeys(s.cites for s in said if s.cites))
    gap = any(sentence.gap for sentence in said)
    return {
        "reply": " ".join(sentence.text for sentence in said),
        "cites": cites,
        "answered": True if cites else False if gap else None,
    }
