"""The streaming dialect: what one turn sends to a client that asked for it as it is made.

`response_started`, then each sentence as `response_text`, and as soon as it is spoken
`response_audio` followed by its MP3; `response_metadata` and `response_ended` close the
turn. Sentences are sent whole: a voice makes them whole, and parts of 40 ms cost 3.5 times
the CPU of sentences. Their MP3s are complete frames and may be played one after another.
"""

import asyncio
from collections.abc import Awaitable
from typing import Protocol

from pydantic import BaseModel

from core.errors import RapportError
from core.events import StageDegraded
from core.moods import Style
from core.seams import TextToSpeech
from core.state import Turn, TurnState
from server.voice import Sound
from server.wire import (
    Degraded,
    ResponseAudio,
    ResponseEnded,
    ResponseStarted,
    ResponseText,
    metadata_of,
    streamed_error,
)


class Send(Protocol):
    """Sends a message, and the audio that belongs to it with nothing in between."""

    def __call__(self, message: BaseModel, audio: bytes | None = None) -> Awaitable[None]: ...


class StreamedVoice:
    """Implements `Voice`: pieces are made side by side and sent in order, numbered from 1.

    A piece whose voice failed is text alone; those after it are spoken all the same.
    """

    streams = True

    def __init__(self, tts: TextToSpeech, turn: int, send: Send) -> None:
        self._sound, self._turn, self._send = Sound(tts, self.streams), turn, send
        self._pieces: list[asyncio.Task[int]] = []
        self.sent = 0

    @property
    def pieces(self) -> int:
        return len(self._pieces)

    async def say(self, text: str, style: Style) -> None:
        """Waits only where the client is so slow that the queue to it is full."""
        number = len(self._pieces) + 1
        before = self._pieces[-1] if self._pieces else None
        self._pieces.append(asyncio.create_task(self._speak(number, text, style, before)))
        await self._send(ResponseText(turn=self._turn, piece=number, text=text))

    async def finish(self) -> int:
        """Raises the first thing that the synthesis raised, once every piece is done."""
        sizes = await asyncio.gather(*self._pieces, return_exceptions=True)
        self._sound.notes.hand_over()
        for size in sizes:
            if isinstance(size, BaseException):
                raise size
        return self.sent

    def stop(self) -> None:
        """Give up what is not spoken yet, when the turn itself came to nothing."""
        for piece in self._pieces:
            piece.cancel()

    async def _speak(
        self, number: int, text: str, style: Style, before: asyncio.Task[int] | None
    ) -> int:
        audio = b""
        try:
            audio = await self._sound.of(text, style)
        finally:
            if before is not None:
                await asyncio.wait([before])
        if audio:
            await self._send(ResponseAudio(turn=self._turn, piece=number, size=len(audio)), audio)
            self.sent += len(audio)
        return len(audio)


class StreamedReply:
    """One turn of a streaming client, from `started` to `ended` or `failed`."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._turn: Turn | None = None
        self._voice: StreamedVoice | None = None

    async def started(self, turn: Turn, tts: TextToSpeech) -> StreamedVoice:
        self._turn = turn
        self._voice = StreamedVoice(tts, turn["index"], self._send)
        await self._send(
            ResponseStarted(turn=turn["index"], turn_id=turn["id"], session_id=turn["session_id"])
        )
        return self._voice

    async def degraded(self, event: StageDegraded) -> None:
        index = self._turn["index"] if self._turn else 0
        await self._send(Degraded(turn=index, stage=event["stage"], code=event["code"]))

    async def ended(self, state: TurnState) -> None:
        await self._send(metadata_of(state))
        await self._close()

    async def failed(self, error: RapportError) -> None:
        await self._send(streamed_error(error, self._turn))
        await self._close()

    async def _close(self) -> None:
        if self._turn is not None and self._voice is not None:
            await self._send(
                ResponseEnded(
                    turn=self._turn["index"],
                    turn_id=self._turn["id"],
                    pieces=self._voice.pieces,
                    audio_size=self._voice.sent,
                )
            )
