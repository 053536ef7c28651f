"""A server on a port of its own, and callers who talk to it."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

import httpx
import uvicorn
from websockets.asyncio.client import ClientConnection, connect

from providers.embeddings.fake import FakeEmbeddings
from providers.stt.fake import FakeSTT
from providers.tts.fake import FakeTTS
from server.app import create_app
from server.fallbacks import Vendors
from server.services import Overrides, Services, open_services
from server.settings import Settings

PATIENCE = 90.0
"""Seconds for any one answer: only what hangs takes longer."""

TURN_DEADLINE = 60.0
"""On a busy machine too, a turn has all the time it needs, where a test does not say otherwise."""


class Server:
    """What a test sees of a running server."""

    def __init__(self, port: int, services: Services, rest: httpx.AsyncClient) -> None:
        self.port, self.services, self.rest = port, services, rest

    def call(self, user_id: str, business_id: str | None = None) -> "Caller":
        return Caller(self.port, user_id, business_id)

    async def json(self, path: str) -> Any:
        answer = await self.rest.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()


def fakes() -> dict[str, Any]:
    """Speech and embeddings without weight: what is said is what is heard."""
    return {"stt": FakeSTT(), "tts": FakeTTS(), "embeddings": FakeEmbeddings()}


@asynccontextmanager
async def serving(
    data_dir: Path,
    overrides: Overrides | None = None,
    vendors: Vendors | None = None,
    **settings: Any,
) -> AsyncGenerator[Server]:
    given: Any = {"data_dir": data_dir, "turn_deadline": TURN_DEADLINE, **settings}
    chosen = Settings(_env_file=None, **given)  # pyright: ignore[reportCallIssue]
    given = fakes() | dict(overrides or {})
    async with open_services(chosen, given, isolated=False, vendors=vendors) as services:
        app = create_app(services)
        await app.state.live.recover()
        config = uvicorn.Config(
            app, port=0, log_config=None, ws_max_size=2**26, timeout_graceful_shutdown=60
        )
        server = uvicorn.Server(config)
        running = asyncio.create_task(server.serve())
        while not server.started:
            assert not running.done(), "the server did not start"
            await asyncio.sleep(0.01)
        port: int = server.servers[0].sockets[0].getsockname()[1]
        url = f"http://127.0.0.1:{port}"
        async with httpx.AsyncClient(base_url=url, timeout=PATIENCE) as rest:
            try:
                yield Server(port, services, rest)
            finally:
                server.should_exit = True
                await running


class Caller:
    """One line: `async with server.call("ann") as ann: await ann.says("hello")`."""

    line: ClientConnection
    connected: dict[str, Any]

    def __init__(self, port: int, user_id: str, business_id: str | None = None) -> None:
        query = {"user_id": user_id} | ({"business_id": business_id} if business_id else {})
        self.address = f"ws://127.0.0.1:{port}/ws/voice?{urlencode(query)}"

    async def __aenter__(self) -> Self:
        self.line = await connect(
            self.address, max_size=None, compression=None, open_timeout=PATIENCE
        )
        self.connected = await self.hears()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.line.close()

    async def hears(self) -> Any:
        """The next message, within reason."""
        message = await asyncio.wait_for(self.line.recv(), PATIENCE)
        return json.loads(message) if isinstance(message, str) else message

    async def sends(self, message: Any) -> Any:
        """Send a command, or bytes, or raw text; returns the next message."""
        raw = message if isinstance(message, bytes | str) else json.dumps(message)
        await self.line.send(raw)
        return await self.hears()

    async def says(self, text: str) -> dict[str, Any]:
        """A text turn: its metadata, after its audio came too."""
        return await self._answered({"type": "text", "text": text})

    async def speaks(self, audio: bytes) -> dict[str, Any]:
        return await self._answered(audio)

    async def _answered(self, message: Any) -> dict[str, Any]:
        metadata = await self.sends(message)
        assert metadata["type"] == "response_metadata", metadata
        audio = await self.hears()
        assert isinstance(audio, bytes)
        assert len(audio) == metadata["audio_size"]
        return metadata

    async def vanishes(self) -> None:
        """The line drops without a goodbye."""
        self.line.transport.abort()
