"""A second, slower look at each mood, behind the caller's back.

The fast model stays on the turn's path. Afterwards a language model reads the same message
in its context, and what it says goes into the record, so that the summary, the opening and
what is remembered rest on it.
"""

import asyncio
from collections.abc import Sequence

import structlog

from core.errors import BusyError, VendorError
from core.seams import EmotionModel, Journal
from core.state import MoodReading, TurnState, Utterance
from nodes.classify_emotion import said_before
from providers.resilience.health import Health

log = structlog.stdlib.get_logger("rapport.refine")

STAGE = "refine_emotion"

WAITING = 4
"""Turns of one session that may wait; of a model that slow, later readings are done without."""

AT_ONCE = 8
"""Readings under way in the whole server, so that replies are not crowded out at the vendor."""

READING = 4.0
"""Seconds that a model may take for one, by default."""

AFTERWARDS = 0.5
"""Seconds more that the end of a session waits for readings under way: a model that has stalled
is found out by then and left alone, so that it holds up one session's end and no more."""


class Refiner:
    """The models that read again, in the order to ask them; each has `seconds` for a reading."""

    def __init__(
        self,
        candidates: Sequence[tuple[str, EmotionModel]],
        journal: Journal,
        health: Health,
        seconds: float = READING,
    ) -> None:
        self._services = [(health.service(STAGE, name), model) for name, model in candidates]
        self._journal, self.seconds = journal, seconds
        self._free = asyncio.Semaphore(AT_ONCE)

    @property
    def active(self) -> bool:
        return bool(self._services)

    async def correct(self, state: TurnState) -> None:
        """Read a finished turn's mood again and correct its record, if one of the models can."""
        turn = state["turn"]
        window = [past for past in state.get("window", []) if past["id"] != turn["id"]]
        context = said_before(window)
        async with self._free:
            reading = await self._read(turn.get("transcript", ""), context)
        if reading is not None:
            await self._journal.correct_mood(turn["id"], reading)

    async def _read(self, text: str, context: Sequence[Utterance]) -> MoodReading | None:
        for service, model in self._services:
            try:
                return await service.call(
                    lambda model=model: model.read(text, context), self.seconds, again=False
                )
            except (VendorError, BusyError):
                continue  # Counted and logged by the service.
        return None


class Refinement:
    """The turns of one session, read again one after another."""

    def __init__(self, refiner: Refiner) -> None:
        self._refiner = refiner
        self._waiting = asyncio.Queue[TurnState](WAITING)
        self._work: asyncio.Task[None] | None = None

    def add(self, state: TurnState) -> None:
        """Have a turn read again; returns at once. Dropped where too many wait already."""
        if not self._refiner.active or not state["turn"].get("transcript"):
            return
        try:
            self._waiting.put_nowait(state)
        except asyncio.QueueFull:
            log.info("refinement_dropped", waiting=WAITING)
            return
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._run(), name="refinement")

    async def finish(self) -> None:
        """Wait for what is under way, but not for long; after that nothing is corrected."""
        if self._work is None:
            return
        _, late = await asyncio.wait([self._work], timeout=self._refiner.seconds + AFTERWARDS)
        for work in late:
            log.info("refinement_given_up", waiting=self._waiting.qsize() + 1)
            work.cancel()
            await asyncio.wait([work])

    async def _run(self) -> None:
        while not self._waiting.empty():
            try:
                await self._refiner.correct(self._waiting.get_nowait())
            except Exception as error:
                # The first reading stands; what went wrong may repeat what the caller said.
                log.warning("refinement_failed", error=type(error).__name__)
