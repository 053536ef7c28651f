"""Stage timings: how long each node of a turn took, and which services failed below it."""

from collections.abc import Callable
from functools import wraps
from time import perf_counter
from typing import Protocol

from langgraph.runtime import Runtime

from core.context import Context
from core.degradation import Notes, collecting
from core.events import stage_degraded
from core.state import TurnState, TurnUpdate


class TurnNode(Protocol):
    async def __call__(self, state: TurnState, runtime: Runtime[Context]) -> TurnUpdate: ...


def timed(stage: str) -> Callable[[TurnNode], TurnNode]:
    """Add `timings[stage]`, in milliseconds, to what the node returns.

    What was noted below the node is announced at once, and joins the timings as well.
    """

    def around(node: TurnNode) -> TurnNode:
        @wraps(node)
        async def run(state: TurnState, runtime: Runtime[Context]) -> TurnUpdate:
            began = perf_counter()
            notes = Notes(lambda at, code: runtime.stream_writer(stage_degraded(at, code)))
            with collecting(notes):
                update = await node(state, runtime)
            spent = round((perf_counter() - began) * 1000, 1)
            return {
                **update,
                "timings": {**notes.timings(), **update.get("timings", {}), stage: spent},
            }

        return run

    return around
