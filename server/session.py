"""One caller's live session: each turn runs through the `turn` graph on the session's thread."""

import asyncio
import uuid
from dataclasses import replace
from typing import Any, cast

import structlog

from core.context import Context
from core.errors import RapportError
from core.events import StageDegraded
from core.outcomes import Ending
from core.state import Opening, SessionRef, Turn, TurnState
from server.services import Services
from server.sinks import tell_of_turning_point
from server.voice import GatheredVoice

log = structlog.stdlib.get_logger("rapport.session")


class Session:
    """Its turns run one after another; whoever holds it sees to that.

    `hang_up` is set when the server wants the caller off the line, `left` when the caller
    has gone, `ended` when the session is summed up.
    """

    def __init__(
        self, services: Services, user_id: str, business_id: str, opening: Opening
    ) -> None:
        self.id = str(uuid.uuid4())
        self.user_id, self.business_id = user_id, business_id
        self.opening = opening
        self.started_at = services.context.clock().isoformat()
        self.turns = 0
        self.hang_up, self.left, self.ended = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._services = services

    def ref(self, ended: Ending) -> SessionRef:
        """What the session's end starts from."""
        return {
            "session_id": self.id,
            "user_id": self.user_id,
            "business_id": self.business_id,
            "started_at": self.started_at,
            "ended_at": self._services.context.clock().isoformat(),
            "ended": ended,
        }

    async def text_turn(self, text: str) -> tuple[TurnState, bytes]:
        """The state after the turn, and the reply as MP3."""
        return await self._turn(None, {"source": "text", "transcript": text})

    async def voice_turn(self, audio: bytes) -> tuple[TurnState, bytes]:
        """As `text_turn`. Raises AudioError and its like; such a turn is not counted."""
        return await self._turn(audio, {"source": "voice"})

    async def _turn(self, audio: bytes | None, heard: dict[str, Any]) -> tuple[TurnState, bytes]:
        services = self._services
        voice = GatheredVoice(services.context.tts)
        turn = self._next_turn(heard)
        context = replace(services.context, audio=audio, voice=voice)
        with structlog.contextvars.bound_contextvars(session_id=self.id, turn_id=turn["id"]):
            try:
                state = await self._run(turn, context)
            except RapportError as error:
                services.metrics.failed(error.code)
                log.info("turn_failed", code=error.code)
                raise
            except Exception as error:
                services.metrics.failed(RapportError.code)
                log.exception("turn_crashed")
                raise RapportError("Something went wrong in this turn; please try again") from error
            self.turns += 1
            services.metrics.succeeded(state)
            await tell_of_turning_point(services, state)
            log.info(
                "turn_answered",
                turn=self.turns,
                source=turn["source"],
                mood=state["mood"]["mood"],
                answered=state["turn"].get("answered"),
                ms=state["turn"].get("duration_ms"),
            )
        return state, voice.audio

    def _next_turn(self, heard: dict[str, Any]) -> Turn:
        turn: Any = {
            "id": str(uuid.uuid4()),
            "session_id": self.id,
            "user_id": self.user_id,
            "business_id": self.business_id,
            "index": self.turns + 1,
            "at": self._services.context.clock().isoformat(),
            **heard,
        }
        return turn

    async def _run(self, turn: Turn, context: Context) -> TurnState:
        start: Any = {
            "turn": turn,
            "timings": {"id": turn["id"]},
            "opening": self.opening["strategy"],
        }
        state: Any = None
        async for mode, part in self._services.turn.astream(
            start,
            {"configurable": {"thread_id": self.id}},
            context=context,
            stream_mode=["values", "custom"],
            durability="async",
        ):
            if mode == "values":
                state = part
            else:
                event = cast(StageDegraded, part)
                self._services.metrics.degraded(event["stage"])
                log.warning("stage_degraded", stage=event["stage"], code=event["code"])
        return state
