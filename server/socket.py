"""The voice socket: the seed's dialect, one metadata message and one binary MP3 a turn, or
the streaming one (`server/streaming.py`) for a client that asks for it.

Four tasks a connection: a reader that notices at once when the caller leaves, a worker
that runs the turns in order, a writer, and one that hangs up when the server must. What the client
sends too fast waits in a bounded queue; past it the client is told `busy`.
"""

import asyncio
import time
from typing import Any

from fastapi import APIRouter, WebSocket

from core.errors import (
    AudioEmptyError,
    BusyError,
    RapportError,
    TooLargeError,
    UnavailableError,
)
from core.outcomes import Ending
from core.state import TurnState
from server.live import LiveSessions
from server.outbox import Outbox
from server.services import Services
from server.session import Session
from server.streaming import StreamedReply
from server.wire import (
    Configure,
    Configured,
    Connected,
    GetStatus,
    StatusResponse,
    TextMessage,
    checked_id,
    error_of,
    metadata_of,
    read_command,
    streamed_error,
)

router = APIRouter()

POLICY_VIOLATION = 1008
GOING_AWAY = 1001
GOODBYES = (1000, 1001, 1005)
"""Close codes of a client that said goodbye; any other is a dropped line."""


@router.websocket("/ws/voice")
async def voice(
    ws: WebSocket,
    user_id: str | None = None,
    business_id: str | None = None,
    streaming: str = "",
) -> None:
    services: Services = ws.app.state.services
    live: LiveSessions = ws.app.state.live
    await ws.accept()
    try:
        caller = checked_id(user_id, "user_id")
        session = await live.start(caller, checked_id(business_id or caller, "business_id"))
    except RapportError as error:
        await ws.send_text(error_of(error).model_dump_json())
        await ws.close(POLICY_VIOLATION)
        return
    line = Line(ws, services, session, streaming.lower() in ("true", "1"))
    ended: Ending = "dropped"
    try:
        ended = await line.hold()
    finally:
        await live.end(session, ended)


def _ending(disconnect: Any) -> Ending:
    # uvicorn reports a line that dropped as 1005 too, but then without a reason.
    said_goodbye = "reason" in disconnect and disconnect["code"] in GOODBYES
    return "closed" if said_goodbye else "dropped"


class Line:
    """One connection and its session."""

    def __init__(
        self, ws: WebSocket, services: Services, session: Session, streaming: bool
    ) -> None:
        self._ws, self._services, self._session = ws, services, session
        self._waiting: asyncio.Queue[str | bytes | None] = asyncio.Queue()
        self._outbox = Outbox(ws, session.id)
        self._send = self._outbox.put
        self._streaming = streaming

    async def hold(self) -> Ending:
        """Serve until the caller leaves; turns already sent are still answered and recorded."""
        await self._greet()
        worker = asyncio.create_task(self._work())
        hanging_up = asyncio.create_task(self._hang_up())
        try:
            ended = await self._read()
            self._session.left.set()
            await self._waiting.put(None)
            await worker
            await self._outbox.close()
            return ended
        finally:
            hanging_up.cancel()
            worker.cancel()
            self._outbox.abandon()

    async def _read(self) -> Ending:
        """Take messages in until the line closes."""
        while True:
            message = await self._ws.receive()
            if message["type"] == "websocket.disconnect":
                return _ending(message)
            try:
                await self._take(message.get("bytes"), message.get("text"))
            except RapportError as error:
                self._services.metrics.failed(error.code)
                told = streamed_error if self._streaming else error_of
                await self._send(told(error))

    async def _take(self, audio: bytes | None, text: str | None) -> None:
        limits = self._services.settings
        if audio is not None:
            if not audio:
                raise AudioEmptyError("The audio message is empty")
            if len(audio) > limits.max_audio_bytes:
                raise TooLargeError(f"Audio is limited to {limits.max_audio_bytes} bytes a message")
            return self._queue(audio)
        text = text or ""
        # JSON may write one character as six.
        if len(text) > 6 * limits.max_text_chars + 1000:
            raise TooLargeError(f"Text is limited to {limits.max_text_chars} characters a message")
        command = read_command(text)
        if isinstance(command, TextMessage):
            if len(command.text) > limits.max_text_chars:
                raise TooLargeError(f"Text is limited to {limits.max_text_chars} characters")
            return self._queue(command.text)
        if isinstance(command, GetStatus):
            return await self._send(await self._status())
        if isinstance(command, Configure):
            self._streaming = command.streaming
            return await self._send(Configured(streaming=command.streaming))
        raise UnavailableError(
            "Continuous mode is not available in this version; send one recording a turn"
        )

    def _queue(self, said: str | bytes) -> None:
        if self._waiting.qsize() >= self._services.settings.turns_ahead:
            raise BusyError("Too many messages are waiting; let the assistant answer first")
        self._waiting.put_nowait(said)

    async def _work(self) -> None:
        """Answer what was said, in order."""
        while (said := await self._waiting.get()) is not None:
            await (self._stream(said) if self._streaming else self._answer(said))

    async def _answer(self, said: str | bytes) -> None:
        try:
            state, audio = await self._turn(said)
        except RapportError as error:
            await self._send(error_of(error))
        else:
            await self._send(metadata_of(state), audio)

    async def _stream(self, said: str | bytes) -> None:
        reply = StreamedReply(self._send)
        try:
            state, _ = await self._turn(said, reply)
        except RapportError as error:
            await reply.failed(error)
        else:
            await reply.ended(state)

    async def _turn(
        self, said: str | bytes, reply: StreamedReply | None = None
    ) -> tuple[TurnState, bytes]:
        if isinstance(said, bytes):
            return await self._session.voice_turn(said, reply)
        return await self._session.text_turn(said, reply)

    async def _hang_up(self) -> None:
        await self._session.hang_up.wait()
        await self._ws.close(GOING_AWAY)

    async def _greet(self) -> None:
        session, client = self._session, self._ws.client
        host, port = (client.host, client.port) if client else ("unknown", 0)
        await self._send(
            Connected(
                client_id=f"{host}:{port}:{int(time.time())}",
                user_id=session.user_id,
                business_id=session.business_id,
                session_id=session.id,
                greeting=session.opening["greeting"],
                emotion_stats=await self._emotion_stats(),
            )
        )

    async def _status(self) -> StatusResponse:
        session = self._session
        trained = await self._services.memory.businesses.get(session.business_id)
        return StatusResponse(
            user_id=session.user_id,
            user_status="ready" if trained else "untrained",
            session_id=session.id,
            turns=session.turns,
            emotion_stats=await self._emotion_stats(),
        )

    async def _emotion_stats(self) -> dict[str, Any]:
        session = self._session
        figures = await self._services.memory.stats.emotion_stats(
            session.user_id, session.opening["greeting"]
        )
        return {**figures}
