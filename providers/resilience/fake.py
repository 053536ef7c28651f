"""A service that fails in one way, behind every seam at once."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import NoReturn, cast

from core.appointments import BookingDraft, Known
from core.errors import Fault, VendorError
from core.moods import Style
from core.seams import Brief, Sentence, Transcript
from core.state import (
    MoodReading,
    Opening,
    PastTurn,
    SessionRef,
    SessionSummary,
    TurnRecord,
    Utterance,
)

FAULTS = ("auth", "limit", "server", "network", "timeout", "protocol", "stall", "crash")
"""The faults that an adapter reports, one that never answers, and one that is a bug."""

NOTED = {"stall": "timeout", "crash": "protocol"}
"""As what the two last are known; the others by their own name."""


class Faulty:
    """Counts how often it was asked. A stall waits for good."""

    def __init__(self, fault: str, retry_after: float | None = None) -> None:
        self.fault, self.retry_after = fault, retry_after
        self.calls = 0
        self.stalled = asyncio.Event()

    async def fail(self) -> NoReturn:
        self.calls += 1
        if self.fault == "stall":
            self.stalled.set()
            await asyncio.Event().wait()
        if self.fault == "crash":
            raise ValueError("a bug in an adapter")
        known = cast(Fault, self.fault)
        raise VendorError(f"The vendor failed by {known}", known, self.retry_after)

    async def transcribe(self, audio: bytes, hint: str = "") -> Transcript:
        await self.fail()

    async def synthesize(self, text: str, style: Style = "neutral") -> bytes:
        await self.fail()

    async def read(self, text: str, context: Sequence[Utterance] = ()) -> MoodReading:
        await self.fail()

    async def detect(
        self,
        text: str,
        draft: BookingDraft,
        window: Sequence[PastTurn],
        now: datetime,
        known: Known,
    ) -> BookingDraft:
        await self.fail()

    async def summarize(self, session: SessionRef, turns: Sequence[TurnRecord]) -> SessionSummary:
        await self.fail()

    async def choose(self, history: Sequence[SessionSummary]) -> Opening:
        await self.fail()

    async def respond(self, brief: Brief) -> AsyncIterator[Sentence]:
        await self.fail()
        yield Sentence("never")


class CutOff(Faulty):
    """Says its first sentence, then fails."""

    async def respond(self, brief: Brief) -> AsyncIterator[Sentence]:
        yield Sentence("We open at nine.", cites="p1")
        await self.fail()
