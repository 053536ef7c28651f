"""A server that kills itself, with SIGKILL, when it is about to store a session's summary.

Run as `python -m tests.server.dying PLACE`, with settings as ever and fakes for speech.
"""

import asyncio
import os
import signal
import sys
from dataclasses import replace
from typing import Literal, get_args

import uvicorn

from core.seams import History
from core.state import SessionSummary
from server.app import create_app
from server.services import open_services
from server.settings import load_settings
from tests.server.line import fakes

Place = Literal["before_storing", "after_storing"]
PLACES: tuple[Place, ...] = get_args(Place)


class DeadlyHistory:
    """Dies before or after it stores a summary."""

    def __init__(self, history: History, place: Place) -> None:
        self._history, self._place = history, place

    async def summaries(self, user_id: str, limit: int = 20) -> list[SessionSummary]:
        return await self._history.summaries(user_id, limit)

    async def store(self, summary: SessionSummary) -> bool:
        if self._place == "after_storing":
            await self._history.store(summary)
        os.kill(os.getpid(), signal.SIGKILL)
        return False


async def serve(place: Place) -> None:
    settings = load_settings()
    async with open_services(settings, fakes()) as services:
        deadly = DeadlyHistory(services.context.history, place)
        app = create_app(replace(services, context=replace(services.context, history=deadly)))
        await uvicorn.Server(uvicorn.Config(app, port=settings.port, log_config=None)).serve()


if __name__ == "__main__":
    asyncio.run(serve(next(place for place in PLACES if place == sys.argv[1])))
