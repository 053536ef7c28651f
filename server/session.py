"""One caller's live session: each turn runs through the `turn` graph on the session's thread."""

import asyncio
import uuid
from dataclasses import replace
from typing import Any, cast

import structlog

from core.context import Context
from core.deadline import deadline
from core.errors import RapportError
from core.events import StageDegraded
from core.outcomes import Ending
from core.state import Opening, SessionRef, Turn, TurnState
from server.refine import Refinement
from server.services import Services
from server.sinks import tell_of_turning_point
from server.streaming import StreamedReply
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
        self.refinement = Refinement(services.refiner)
        self._services = services
        self._business_name: str | None = None

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

    async def text_turn(
        self, text: str, reply: StreamedReply | None = None
    ) -> tuple[TurnState, bytes]:
        """The state after the turn, and the reply as MP3: b"" if it was sent as a `reply`."""
        return await self._turn(None, {"source": "text", "transcript": text}, reply)

    async def voice_turn(
        self, audio: bytes, reply: StreamedReply | None = None
    ) -> tuple[TurnState, bytes]:
        """As `text_turn`. Raises AudioError and its like; such a turn is not counted."""
        return await self._turn(audio, {"source": "voice"}, reply)

    async def _turn(
        self, audio: bytes | None, heard: dict[str, Any], reply: StreamedReply | None
    ) -> tuple[TurnState, bytes]:
        services, tts = self._services, self._services.context.tts
        if self.turns == 0:
            self._business_name = await self._named()
        turn = self._next_turn(heard)
        voice = await reply.started(turn, tts) if reply else GatheredVoice(tts)
        context = replace(services.context, audio=audio, voice=voice)
        with structlog.contextvars.bound_contextvars(session_id=self.id, turn_id=turn["id"]):
            try:
                with deadline(services.settings.turn_deadline):
                    state = await self._run(turn, context, reply)
            except RapportError as error:
                services.metrics.failed(error.code)
                log.info("turn_failed", code=error.code)
                raise
            except Exception as error:
                services.metrics.failed(RapportError.code)
                log.exception("turn_crashed")
                raise RapportError("Something went wrong in this turn; please try again") from error
            finally:
                voice.stop()
            self.turns += 1
            services.metrics.succeeded(state)
            await tell_of_turning_point(services, state)
            self.refinement.add(state)
            log.info(
                "turn_answered",
                turn=self.turns,
                source=turn["source"],
                mood=state["mood"]["mood"],
                answered=state["turn"].get("answered"),
                ms=state["turn"].get("duration_ms"),
            )
        return state, voice.audio if isinstance(voice, GatheredVoice) else b""

    async def _named(self) -> str | None:
        """The business's name, for the prompts; a turn goes on without it."""
        try:
            business = await self._services.memory.businesses.get(self.business_id)
        except Exception as error:
            log.warning("business_not_read", session_id=self.id, error=type(error).__name__)
            return None
        return business.name if business else None

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
        if self._business_name:
            turn["business_name"] = self._business_name
        return turn

    async def _run(self, turn: Turn, context: Context, reply: StreamedReply | None) -> TurnState:
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
                if reply is not None:
                    await reply.degraded(event)
        return state
