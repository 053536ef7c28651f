"""Sessions as screenplays: who says what, and what must be heard back."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from langgraph.checkpoint.memory import InMemorySaver

from core.context import Context
from core.state import Moment, SessionEndState, SessionRef, TurnState
from graphs.session_end import session_end_graph
from graphs.turn import PATIENCE, turn_graph
from memory.fake import FakeBookings, FakeHistory, FakeJournal, FakeLedger, FakeRecall
from providers.booking.fake import FakeBookingDetector
from providers.chat.fake import FakeResponder
from providers.emotion.fake import FakeEmotion
from providers.stt.fake import FakeSTT
from providers.summary.fake import FakeOpening, FakeSummarizer
from providers.tts.fake import FakeTTS

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


class VirtualClock:
    """A second passes at each look."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def fake_context(
    knowledge: dict[str, list[str]] | None = None,
    remembered: dict[str, list[Moment]] | None = None,
    **replaced: Any,
) -> Context:
    context = Context(
        stt=FakeSTT(),
        tts=FakeTTS(),
        emotion=FakeEmotion(),
        responder=FakeResponder(),
        booking_detector=FakeBookingDetector(),
        bookings=FakeBookings(),
        summarizer=FakeSummarizer(),
        opening_chooser=FakeOpening(),
        recall=FakeRecall(knowledge, remembered),
        journal=FakeJournal(),
        history=FakeHistory(),
        ledger=FakeLedger(),
        clock=VirtualClock(),
    )
    return replace(context, **replaced)


class Scene:
    """One session of one caller, on real graphs and a saver in memory."""

    def __init__(
        self, context: Context | None = None, saver: Any = None, patience: float = PATIENCE
    ) -> None:
        self.context = context or fake_context()
        self.saver = saver or InMemorySaver()
        self.turn = turn_graph(patience=patience).compile(checkpointer=self.saver)
        self.end = session_end_graph().compile(checkpointer=self.saver)
        self.session_id = str(uuid.uuid4())
        self.config: Any = {"configurable": {"thread_id": self.session_id}}
        self.events: list[Any] = []
        self.turns = 0

    async def says(self, text: str, **replaced: Any) -> TurnState:
        """The caller's text turn."""
        return await self._run({"source": "text", "transcript": text}, replaced)

    async def speaks(self, audio: bytes, **replaced: Any) -> TurnState:
        """The caller's voice turn."""
        return await self._run({"source": "voice"}, {"audio": audio, **replaced})

    async def leaves(self) -> SessionEndState:
        start: Any = {"session": self._ref()}
        config: Any = {"configurable": {"thread_id": f"end of {self.session_id}"}}
        state: Any = await self.end.ainvoke(start, config, context=self.context)
        return state

    def _ref(self) -> SessionRef:
        return {
            "session_id": self.session_id,
            "user_id": "caller",
            "business_id": "shop",
            "started_at": NOON.isoformat(),
            "ended_at": self.context.clock().isoformat(),
            "ended": "closed",
        }

    async def _run(self, heard: dict[str, Any], replaced: dict[str, Any]) -> TurnState:
        self.turns += 1
        turn_id = f"turn-{self.turns}"
        turn = {
            "id": turn_id,
            "session_id": self.session_id,
            "user_id": "caller",
            "business_id": "shop",
            "index": self.turns,
            "at": self.context.clock().isoformat(),
            **heard,
        }
        start: Any = {"turn": turn, "timings": {"id": turn_id}, "opening": "repair"}
        state: Any = None
        async for mode, part in self.turn.astream(
            start,
            self.config,
            context=replace(self.context, **replaced),
            stream_mode=["values", "custom"],
        ):
            if mode == "values":
                state = part
            else:
                self.events.append(part)
        return state
