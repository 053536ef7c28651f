"""A real server on a port of its own, inside this process, so that its parts can be scripted."""

import asyncio
import tempfile
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import uvicorn

from server.app import create_app
from server.fallbacks import Vendors
from server.logs import logging_to
from server.services import open_services
from server.settings import Settings


@asynccontextmanager
async def serving_inside(
    overrides: Mapping[str, Any] | None = None,
    vendors: Vendors | None = None,
    settings: Mapping[str, Any] | None = None,
) -> AsyncGenerator[int]:
    """Yields the port. `overrides` and `vendors` are those of `open_services`."""
    with tempfile.TemporaryDirectory() as folder:
        given: Any = {"data_dir": Path(folder), **(settings or {})}
        chosen = Settings(_env_file=None, **given)  # pyright: ignore[reportCallIssue]
        async with AsyncExitStack() as stack:
            stack.enter_context(logging_to(Path(folder) / "logs", "error"))
            services = await stack.enter_async_context(
                open_services(chosen, overrides, vendors=vendors)
            )
            config = uvicorn.Config(
                create_app(services),
                port=0,
                log_config=None,
                access_log=False,
                ws_per_message_deflate=False,
                timeout_graceful_shutdown=5,
            )
            server = uvicorn.Server(config)
            running = asyncio.create_task(server.serve())
            try:
                while not server.started:
                    if running.done():
                        raise RuntimeError("The server did not start")
                    await asyncio.sleep(0.01)
                yield server.servers[0].sockets[0].getsockname()[1]
            finally:
                server.should_exit = True
                await running
