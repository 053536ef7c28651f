"""All that is sent on one line, by one writer, from a queue that cannot grow."""

import asyncio
import contextlib
from typing import Protocol

import structlog
from pydantic import BaseModel
from starlette.websockets import WebSocketDisconnect

log = structlog.stdlib.get_logger("rapport.outbox")

WAITING = 16
"""Messages, each with its audio, until those who send have to wait for the client."""

PATIENCE = 20.0
"""Seconds for one message to leave; a client that takes longer is hung up on."""

TOO_SLOW = 1008


class Socket(Protocol):
    async def send_text(self, data: str) -> None: ...
    async def send_bytes(self, data: bytes) -> None: ...
    async def close(self, code: int = 1000) -> None: ...


class Outbox:
    """`put` never fails: whoever reads the line notices that the client has gone, and the
    turn is recorded all the same; what is put from then on is dropped."""

    def __init__(self, ws: Socket, session_id: str, patience: float = PATIENCE) -> None:
        self._ws, self._session_id, self._patience = ws, session_id, patience
        self._queue: asyncio.Queue[tuple[str, bytes | None] | None] = asyncio.Queue(WAITING)
        self._gone = False
        self._writer = asyncio.create_task(self._write())

    async def put(self, message: BaseModel, audio: bytes | None = None) -> None:
        """Send a message, and the audio that belongs to it with nothing in between."""
        if not self._gone:
            await self._queue.put((message.model_dump_json(), audio))

    async def close(self) -> None:
        """Once all that waits is sent."""
        await self._queue.put(None)
        await self._writer

    def abandon(self) -> None:
        """Without waiting for anything; after `close` it does nothing."""
        self._writer.cancel()

    async def _write(self) -> None:
        while (item := await self._queue.get()) is not None:
            if self._gone:
                continue
            try:
                async with asyncio.timeout(self._patience):
                    await self._send(*item)
            except TimeoutError:
                self._gone = True
                log.warning("client_too_slow", session_id=self._session_id)
                with contextlib.suppress(TimeoutError, RuntimeError, WebSocketDisconnect):
                    async with asyncio.timeout(1):
                        await self._ws.close(TOO_SLOW)
            except (WebSocketDisconnect, RuntimeError):
                self._gone = True
                log.debug("sent_to_nobody", session_id=self._session_id)

    async def _send(self, text: str, audio: bytes | None) -> None:
        await self._ws.send_text(text)
        if audio is not None:
            await self._ws.send_bytes(audio)
