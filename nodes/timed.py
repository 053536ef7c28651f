"""Stage timings: how long each node of a turn took, for the metadata and the stats."""

from collections.abc import Callable
from functools import wraps
from time import perf_counter
from typing import Protocol

from langgraph.runtime import Runtime

from core.context import Context
from core.state import TurnState, TurnUpdate


class TurnNode(Protocol):
    async def __call__(self, state: TurnState, runtime: Runtime[Context]) -> TurnUpdate: ...


def timed(stage: str) -> Callable[[TurnNode], TurnNode]:
    """Add `timings[stage]`, in milliseconds, to what the node returns."""

    def around(node: TurnNode) -> TurnNode:
        @wraps(node)
        async def run(state: TurnState, runtime: Runtime[Context]) -> TurnUpdate:
            began = perf_counter()
            update = await node(state, runtime)
            spent = round((perf_counter() - began) * 1000, 1)
            return {**update, "timings": {**update.get("timings", {}), stage: spent}}

        return run

    return around
