"""The audio endpoints of OpenAI's API (Groq's transcription is the same), for tests.

`POST /v1/audio/transcriptions` takes multipart and answers `json` or `verbose_json`;
`POST /v1/audio/speech` takes JSON and answers MP3 in chunks. Written from the public API
reference.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from tests.vendors.faults import Cut, Fault, Garble, Refuse, Stall, dropped, refused, stalled
from tests.vendors.serving import serving
from tests.vendors.sound import mp3


@dataclass
class Upload:
    """One transcription request: the fields in order, and the file."""

    fields: list[tuple[str, str]]
    file_name: str
    content_type: str
    audio: bytes

    def field(self, name: str) -> str | None:
        return next((value for key, value in self.fields if key == name), None)


@dataclass
class SpeechServer:
    """What is heard and asked; `hears` is the next transcripts' text."""

    url: str = ""
    hears: str = ""
    segments: list[dict[str, Any]] | None = None
    logprobs: list[dict[str, Any]] | None = None
    sound: bytes | None = None
    fault: Fault | None = None
    uploads: list[Upload] = field(default_factory=list[Upload])
    spoken: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    keys: list[str] = field(default_factory=list[str])

    async def transcriptions(self, request: web.Request) -> web.StreamResponse:
        self.keys.append(request.headers.get("Authorization", ""))
        self.uploads.append(await _upload(request))
        match self.fault:
            case Refuse() as fault:
                return refused(fault)
            case Garble(body):
                return web.Response(body=body, content_type="application/json")
            case Stall() | Cut():
                return await self._interrupted(request, b'{"text": ', "application/json")
            case _:
                return web.json_response(self._answer(self.uploads[-1]))

    async def speech(self, request: web.Request) -> web.StreamResponse:
        self.keys.append(request.headers.get("Authorization", ""))
        self.spoken.append(await request.json())
        asked = self.spoken[-1]
        sound = self.sound if self.sound is not None else mp3(repr(sorted(asked.items())))
        match self.fault:
            case Refuse() as fault:
                return refused(fault)
            case Garble(body):
                return web.Response(body=body, content_type="audio/mpeg")
            case Stall() | Cut():
                return await self._interrupted(request, sound[:500], "audio/mpeg")
            case _:
                response = web.StreamResponse(headers={"Content-Type": "audio/mpeg"})
                await response.prepare(request)
                for at in range(0, len(sound), 1000):
                    await response.write(sound[at : at + 1000])
                await response.write_eof()
                return response

    def _answer(self, upload: Upload) -> dict[str, Any]:
        answer: dict[str, Any] = {"text": self.hears}
        if upload.field("response_format") == "verbose_json":
            answer |= {"task": "transcribe", "language": "english", "duration": 2.0}
            answer["segments"] = self.segments or [segment(self.hears)]
        if upload.field("include[]") == "logprobs":
            answer["logprobs"] = self.logprobs
        return answer

    async def _interrupted(
        self, request: web.Request, part: bytes, kind: str
    ) -> web.StreamResponse:
        if isinstance(self.fault, Stall) and not self.fault.after_first_part:
            await stalled()
        response = web.StreamResponse(headers={"Content-Type": kind})
        await response.prepare(request)
        await response.write(part)
        if isinstance(self.fault, Stall):
            await stalled()
        dropped(request)
        return response


def segment(
    text: str, logprob: float = -0.2, no_speech: float = 0.01, start: float = 0.0, end: float = 2.0
) -> dict[str, Any]:
    """One segment as Whisper gives it."""
    return {
        "id": 0,
        "seek": 0,
        "start": start,
        "end": end,
        "text": f" {text}",
        "tokens": [1, 2],
        "temperature": 0.0,
        "avg_logprob": logprob,
        "compression_ratio": 1.1,
        "no_speech_prob": no_speech,
    }


@asynccontextmanager
async def speech_server() -> AsyncGenerator[SpeechServer]:
    server = SpeechServer()
    app = web.Application(client_max_size=30_000_000)
    app.router.add_post("/v1/audio/transcriptions", server.transcriptions)
    app.router.add_post("/v1/audio/speech", server.speech)
    async with serving(app) as address:
        server.url = f"http://{address}/v1"
        yield server


async def _upload(request: web.Request) -> Upload:
    upload = Upload([], "", "", b"")
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        if part.filename is None:
            upload.fields.append((part.name or "", await part.text()))
        else:
            assert part.name == "file"
            upload.file_name = part.filename
            upload.content_type = part.headers.get("Content-Type", "")
            upload.audio = bytes(await part.read())
    return upload
