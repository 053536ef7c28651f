"""A small graph that every checkpoint saver has to remember rightly."""

import asyncio
import operator
from typing import Annotated, Any, TypedDict
from uuid import uuid4

from langchain_core.runnables import RunnableConfig
from langgraph.graph import START, StateGraph
from langgraph.types import interrupt

from memory.checkpoints import Saver


class Talk(TypedDict, total=False):
    said: Annotated[list[str], operator.add]
    word: str


NODES = ("hear", "a", "b", "c", "answer")


def told(word: str) -> list[str]:
    """What one whole turn on a word adds to `said`."""
    return [f"{name}:{word}" for name in NODES]


class Script:
    """Three nodes side by side between two others; `fails` and `asks` name nodes that do."""

    def __init__(self, saver: Saver) -> None:
        self.fails: set[str] = set()
        self.asks: set[str] = set()
        self.ran: list[str] = []
        graph = StateGraph(Talk)
        for name in NODES:
            graph.add_node(name, self._node(name))
        graph.add_edge(START, "hear")
        for name in "abc":
            graph.add_edge("hear", name)
            graph.add_edge(name, "answer")
        self.app = graph.compile(checkpointer=saver)

    def _node(self, name: str) -> Any:
        async def node(state: Talk) -> Talk:
            self.ran.append(name)
            if name in self.fails:
                for _ in range(1_000):  # Turns of the loop: its siblings finish first.
                    await asyncio.sleep(0)
                raise ConnectionError(name)
            answer = interrupt("sure?") if name in self.asks else ""
            return {"said": [f"{name}:{state.get('word', '')}{answer}"]}

        return node

    async def run(self, given: Any, config: RunnableConfig) -> list[str]:
        return (await self.app.ainvoke(given, config, durability="async")).get("said", [])

    async def said(self, config: RunnableConfig) -> list[str]:
        return (await self.app.aget_state(config)).values.get("said", [])


def a_thread() -> RunnableConfig:
    return {"configurable": {"thread_id": str(uuid4())}}


def thread_of(config: RunnableConfig) -> str:
    return config.get("configurable", {})["thread_id"]
