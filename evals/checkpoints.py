"""What saving every step costs: no saver, LangGraph's SQLite saver, and ours.

`python -m evals.checkpoints` paces many sessions through a graph of the shape of a turn,
whose providers only wait. The savers take turns round by round, so that a busy machine
is busy for all of them. Added latency is the time of a turn less its providers' waits.
"""

import asyncio
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

import numpy as np
import typer
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from langgraph.graph import START, StateGraph
from rich.console import Console
from rich.table import Table

from core.state import TurnState, TurnUpdate
from memory.checkpoints import open_saver

Saver = BaseCheckpointSaver[Any]
Turn = Callable[[int, str], Awaitable[object]]

WAITS = {"transcribe": 0.1, "respond": 0.2, "speak": 0.1}
"""How long each provider takes, in seconds."""

CHAIN = ("gather", "book", "respond", "speak")
SIDE_BY_SIDE: dict[str, TurnUpdate] = {
    "classify_emotion": {
        "mood": {"mood": "anxious", "sentiment": -0.4, "confidence": 0.8, "scores": {"anxious": 1}}
    },
    "retrieve": {
        "passages": [
            {"id": str(n), "text": "We open at nine. " * 25, "score": 0.7} for n in range(4)
        ]
    },
    "detect_booking": {"booking": {"status": "none"}},
}
UPDATES: dict[str, TurnUpdate] = {
    "transcribe": {"turn": {"transcript": "when do you open tomorrow and may I come by at ten"}},
    **SIDE_BY_SIDE,
    "gather": {"timings": {"gather": 1.0}},
    "book": {"timings": {"book": 1.0}},
    "respond": {"turn": {"reply": "We open at nine, so ten o'clock is fine. " * 3}},
    "speak": {
        "turn": {"duration_ms": 400.0},
        "window": [
            {
                "id": "1",
                "transcript": "when do you open tomorrow",
                "reply": "We open at nine, so ten o'clock is fine. " * 3,
                "mood": "anxious",
                "sentiment": -0.4,
                "answered": True,
            }
        ],
    },
}


class Node(Protocol):
    async def __call__(self, state: TurnState) -> TurnUpdate: ...


def _node(name: str) -> Node:
    async def node(state: TurnState) -> TurnUpdate:
        await asyncio.sleep(WAITS.get(name, 0))
        return UPDATES[name]

    return node


def _turn(saver: Saver | None) -> Turn:
    graph = StateGraph(TurnState)
    for name in UPDATES:
        graph.add_node(name, _node(name))
    graph.add_edge(START, "transcribe")
    for name in SIDE_BY_SIDE:
        graph.add_edge("transcribe", name)
        graph.add_edge(name, "gather")
    for before, after in pairwise(CHAIN):
        graph.add_edge(before, after)
    app = graph.compile(checkpointer=saver)

    async def turn(index: int, session: str) -> object:
        said: Any = {"turn": {"id": f"{session}-{index}", "session_id": session, "index": index}}
        return await app.ainvoke(
            said,
            {"configurable": {"thread_id": session}},
            durability="async" if saver else None,
        )

    return turn


@dataclass
class Contender:
    """One way to save, and what its turns cost: added seconds each, and CPU seconds in all."""

    name: str
    turn: Turn
    sessions: list[str]
    added: list[float] = field(default_factory=list[float])
    cpu: float = 0.0

    async def round(self, index: int, period: float) -> None:
        """Let every session take one turn, with their starts spread over `period` seconds."""
        before = time.process_time()
        step = period / len(self.sessions)
        await asyncio.gather(
            *(self._one(index, session, at * step) for at, session in enumerate(self.sessions))
        )
        self.cpu += time.process_time() - before

    async def _one(self, index: int, session: str, delay: float) -> None:
        await asyncio.sleep(delay)
        start = time.perf_counter()
        await self.turn(index, session)
        self.added.append(time.perf_counter() - start - sum(WAITS.values()))

    def figures(self) -> tuple[float, float, float]:
        """Added latency p50 and p95, and CPU per turn, in milliseconds."""
        p50, p95 = np.percentile(self.added, [50, 95])
        return 1000 * float(p50), 1000 * float(p95), 1000 * self.cpu / len(self.added)


@asynccontextmanager
async def _contenders(sessions: int, folder: Path) -> AsyncGenerator[list[Contender]]:
    async with AsyncExitStack() as stack:
        stock = AsyncSqliteSaver.from_conn_string(str(folder / "stock.sqlite3"))
        savers: dict[str, Saver | None] = {
            "no saver": None,
            "stock SQLite": await stack.enter_async_context(stock),
            "group commit": await stack.enter_async_context(open_saver("sqlite", folder)),
        }
        yield [
            Contender(name, _turn(saver), [str(uuid4()) for _ in range(sessions)])
            for name, saver in savers.items()
        ]


async def measure(sessions: int, turns: int, period: float) -> list[Contender]:
    """Run the rounds; one more before them, to warm up, does not count."""
    with tempfile.TemporaryDirectory() as folder:
        async with _contenders(sessions, Path(folder)) as contenders:
            for index in range(turns + 1):
                for contender in contenders:
                    await contender.round(index, period)
                    if index == 0:
                        contender.added, contender.cpu = [], 0.0
    return contenders


def report(contenders: list[Contender]) -> Table:
    """Milliseconds per turn of each way to save, and how many times ours the figure is."""
    table = Table("saver", "added p50", "added p95", "CPU", title="Milliseconds per turn (x ours)")
    ours = contenders[-1].figures()
    for contender in contenders:
        figures = zip(contender.figures(), ours, strict=True)
        table.add_row(contender.name, *(f"{it:.1f} ({it / own:.2f}x)" for it, own in figures))
    return table


def main(sessions: int = 100, turns: int = 5, period: float = 2.5) -> None:
    """Compare savers with SESSIONS sessions that take a turn every PERIOD seconds."""
    contenders = asyncio.run(measure(sessions, turns, period))
    Console().print(report(contenders))


if __name__ == "__main__":
    typer.run(main)
