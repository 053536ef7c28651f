"""Running the application under uvicorn."""

import asyncio
import signal
from contextlib import AsyncExitStack
from types import FrameType

import structlog
import uvicorn

from server.app import create_app
from server.logs import logging_to
from server.services import open_services
from server.settings import Settings

log = structlog.stdlib.get_logger("rapport.server")

FRAME_ROOM = 4
"""The socket takes frames this many times the audio limit, to refuse them by an error message
rather than by closing; a larger frame closes the connection (1009)."""


def serve(settings: Settings) -> None:
    """Serve until interrupted; live sessions are ended and everything is closed on the way out."""
    with logging_to(settings.data_dir / "logs", settings.log_level):
        asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    async with AsyncExitStack() as stack:
        services = await stack.enter_async_context(open_services(settings))
        app = create_app(services)
        recovered = await app.state.live.recover()
        config = uvicorn.Config(
            app,
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            ws_max_size=FRAME_ROOM * settings.max_audio_bytes,
            ws_max_queue=4,
            # Compressing audio multiplies the CPU of a turn by 15.
            ws_per_message_deflate=False,
            timeout_graceful_shutdown=10,
        )
        # uvicorn handles these, then raises them again once it has stopped; by then we only
        # want to close our services in peace.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _already_stopping)
        log.info("server_ready", host=settings.host, port=settings.port, recovered=recovered)
        await uvicorn.Server(config).serve()


def _already_stopping(_number: int, _frame: FrameType | None) -> None:
    """Nothing is left to do."""
