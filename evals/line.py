"""A caller of a running server who keeps time: one line, one message at a time."""

import asyncio
import json
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from websockets.asyncio.client import ClientConnection, connect


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for one message, and after how many seconds; only a turn has audio."""

    message: dict[str, Any]
    seconds: float
    audio: bytes = b""
    audio_seconds: float = 0.0

    @property
    def code(self) -> str:
        """`turn`, `status`, or the code of an error."""
        kinds = {"response_metadata": "turn", "status_response": "status"}
        return kinds.get(self.message["type"]) or str(self.message.get("code"))


@dataclass(frozen=True, slots=True)
class Line:
    """`connected` is the server's first message."""

    socket: ClientConnection
    connected: dict[str, Any]

    async def say(self, message: str | bytes, limit: float = 60.0) -> Answer:
        """Send one message and wait for all of its answer.

        Raises TimeoutError past `limit` seconds, websockets' ConnectionClosed if the line
        went down, ValueError for an answer out of order.
        """
        sent = time.perf_counter()
        async with asyncio.timeout(limit):
            await self.socket.send(message)
            heard = await _text(self.socket)
            seconds = time.perf_counter() - sent
            if heard["type"] != "response_metadata":
                return Answer(heard, seconds)
            audio = await self.socket.recv()
            if isinstance(audio, str):
                raise ValueError(f"Metadata was followed by {audio[:200]}, not by audio.")
            return Answer(heard, seconds, audio, time.perf_counter() - sent)


def text(said: str) -> str:
    """A text turn's message."""
    return json.dumps({"type": "text", "text": said})


GET_STATUS = json.dumps({"type": "get_status"})


@asynccontextmanager
async def calling(port: int, user: str, business: str | None = None) -> AsyncGenerator[Line]:
    """Connect as a user; hangs up politely when the block ends."""
    query = urlencode({"user_id": user, "business_id": business or user})
    address = f"ws://127.0.0.1:{port}/ws/voice?{query}"
    async with connect(address, max_size=None, compression=None, ping_interval=None) as socket:
        yield Line(socket, await _text(socket))


async def _text(socket: ClientConnection) -> dict[str, Any]:
    message = await socket.recv()
    if isinstance(message, bytes):
        raise ValueError(f"{len(message)} bytes came where a message was due.")
    return json.loads(message)
