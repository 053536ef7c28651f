"""The edge service's WebSocket, for tests: what edge-tts speaks, seen from the other side.

A connection brings `speech.config` and one `ssml`; it is answered with `turn.start`,
`response`, binary pieces of audio (two bytes of header length, headers, sound),
`audio.metadata`, a last piece without sound, and `turn.end`.
"""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from xml.etree import ElementTree

from aiohttp import WSMsgType, web

from tests.vendors.faults import Cut, Fault, Garble, Refuse, Stall, dropped, refused, stalled
from tests.vendors.serving import serving
from tests.vendors.sound import mp3

_XML = "{http://www.w3.org/2001/10/synthesis}"
_TICKS = 10_000_000


@dataclass(frozen=True)
class Spoken:
    """One SSML document, read by an XML parser."""

    ssml: str
    voice: str
    prosody: dict[str, str]
    text: str


@dataclass
class EdgeServer:
    """What was asked. `turns` counts connections that are open, `most` the most at once.

    Of a sentence only the first part is sent while `go` is not set.
    """

    url: str = ""
    fault: Fault | None = None
    goodbye: bool = True
    go: asyncio.Event = field(default_factory=asyncio.Event)
    spoken: list[Spoken] = field(default_factory=list[Spoken])
    configs: list[dict[str, object]] = field(default_factory=list[dict[str, object]])
    queries: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    turns: int = 0
    most: int = 0

    async def connected(self, request: web.Request) -> web.StreamResponse:
        self.queries.append(dict(request.query))
        if isinstance(self.fault, Refuse):
            return refused(self.fault)
        if isinstance(self.fault, Stall) and not self.fault.after_first_part:
            await stalled()
        self.turns += 1
        self.most = max(self.most, self.turns)
        try:
            return await self._turn(request)
        finally:
            self.turns -= 1

    async def _turn(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for message in socket:
            assert message.type is WSMsgType.TEXT
            headers, body = _split(message.data)
            if headers["Path"] == "speech.config":
                self.configs.append(json.loads(body))
            elif headers["Path"] == "ssml":
                self.spoken.append(_read(body))
                await self._answer(socket, request, headers["X-RequestId"])
        return socket

    async def _answer(self, socket: web.WebSocketResponse, request: web.Request, turn: str) -> None:
        said = self.spoken[-1]
        sound = mp3(said.ssml)
        await socket.send_str(_text(turn, "turn.start", '{"context": {}}'))
        await socket.send_str(_text(turn, "response", '{"context": {}}'))
        if isinstance(self.fault, Garble):
            await socket.send_bytes(self.fault.body)
            if self.fault.then_stall:
                await stalled()
            return
        await socket.send_str(_text(turn, "audio.metadata", _boundary(said.text, sound)))
        await socket.send_bytes(_binary(turn, sound[:1000]))
        await self.go.wait()
        if isinstance(self.fault, Stall):
            await stalled()
        if isinstance(self.fault, Cut):
            if self.goodbye:
                await socket.close()
            else:
                dropped(request)
            return
        for at in range(1000, len(sound), 1000):
            await socket.send_bytes(_binary(turn, sound[at : at + 1000]))
        await socket.send_bytes(_binary(turn, b""))
        await socket.send_str(_text(turn, "turn.end", "{}"))


@asynccontextmanager
async def edge_server() -> AsyncGenerator[EdgeServer]:
    server = EdgeServer()
    server.go.set()
    app = web.Application()
    app.router.add_get("/edge/v1", server.connected)
    async with serving(app) as address:
        server.url = f"ws://{address}/edge/v1"
        yield server


def _split(message: str) -> tuple[dict[str, str], str]:
    head, _, body = message.partition("\r\n\r\n")
    pairs = (line.partition(":") for line in head.split("\r\n"))
    return {name: value for name, _, value in pairs}, body


def _read(ssml: str) -> Spoken:
    root = ElementTree.fromstring(ssml)
    voice = root.find(f"{_XML}voice")
    assert voice is not None
    prosody = voice.find(f"{_XML}prosody")
    assert prosody is not None
    assert [part.tag for part in root.iter()] == [root.tag, voice.tag, prosody.tag]
    return Spoken(ssml, voice.attrib["name"], dict(prosody.attrib), prosody.text or "")


def _text(turn: str, path: str, body: str) -> str:
    kind = "application/json; charset=utf-8"
    return f"X-RequestId:{turn}\r\nContent-Type:{kind}\r\nPath:{path}\r\n\r\n{body}"


def _binary(turn: str, sound: bytes) -> bytes:
    kind = "Content-Type:audio/mpeg\r\n" if sound else ""
    head = f"X-RequestId:{turn}\r\n{kind}X-StreamId:1\r\nPath:audio\r\n".encode()
    return len(head).to_bytes(2) + head + sound


def _boundary(text: str, sound: bytes) -> str:
    data = {
        "Offset": 1_000_000,
        "Duration": len(sound) * 8 * _TICKS // 48_000,
        "text": {"Text": text, "Length": len(text), "BoundaryType": "SentenceBoundary"},
    }
    return json.dumps({"Metadata": [{"Type": "SentenceBoundary", "Data": data}]})
