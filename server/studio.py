"""What `langgraph dev` loads: both graphs, a saver and services on a copy of the recordings.

Sessions of DATA_DIR appear as threads with their whole history; what is forked and run
here writes to the copy only, which is gone when the dev server stops.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from langgraph.graph import StateGraph
from langgraph_sdk import get_client

from graphs.session_end import session_end_graph
from graphs.turn import turn_graph
from memory.checkpoints import Saver, open_saver
from server.services import Services, end_thread, open_services
from server.studio_context import StudioContext, copy, opened

SHOWN = 500
"""The newest sessions are shown as threads, at most this many."""


def turn() -> StateGraph[Any, Any]:
    return turn_graph(StudioContext)


def session_end() -> StateGraph[Any, Any]:
    return session_end_graph(StudioContext)


@asynccontextmanager
async def saver() -> AsyncGenerator[Saver]:
    settings = await asyncio.to_thread(copy)
    async with open_saver("sqlite", settings.data_dir) as opened_saver:
        yield opened_saver


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
    settings = await asyncio.to_thread(copy)
    # The dev server saves through `saver`; these services only need the rest.
    chosen = settings.model_copy(update={"checkpoints": "memory"})
    async with open_services(chosen) as services:
        opened.append(services)
        registering = asyncio.create_task(_register(services))
        yield
        registering.cancel()
        opened.clear()


async def _register(services: Services) -> None:
    """Make the recorded sessions known to the dev server, which lists only what it was told."""
    threads = get_client().threads
    for session in await services.memory.sessions.recent(SHOWN):
        labels = {"user_id": session.user_id, "started_at": session.started_at}
        for graph, thread_id in (
            ("turn", session.session_id),
            ("session_end", end_thread(session.session_id)),
        ):
            await threads.create(
                thread_id=thread_id, graph_id=graph, metadata=labels, if_exists="do_nothing"
            )


app = FastAPI(lifespan=lifespan)
