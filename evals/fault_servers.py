"""The vendors' local servers, each failing in a way that is told by name."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from tests.vendors import chat_server
from tests.vendors.brain import brain
from tests.vendors.chat_server import ChatServer
from tests.vendors.edge_server import edge_server
from tests.vendors.faults import Cut, Fault, Garble, Refuse, Stall
from tests.vendors.speech_server import speech_server

REFUSED = "refused"

CHAT: dict[str, chat_server.Fault | None] = {
    "401": "unauthorized",
    "429": "limited",
    "429, retry-after": "limited",
    "500": "broken",
    REFUSED: None,
    "stall in mid-stream": "stalled",
    "cut stream": "cut",
    "malformed": "malformed",
    "schema violated": "garbage",
    "40 s of silence": "silent",
}
AUDIO: dict[str, Fault | None] = {
    "401": Refuse(401),
    "429": Refuse(429),
    "429, retry-after": Refuse(429, {"Retry-After": "7"}),
    "500": Refuse(500),
    REFUSED: None,
    "stall in mid-stream": Stall(after_first_part=True),
    "cut stream": Cut(),
    "malformed": Garble(),
    "schema violated": Garble(b'{"words": []}'),
    "40 s of silence": Stall(),
}
EDGE = {**AUDIO, "malformed": Garble(b"\x00"), "schema violated": Garble(b"\x00\x08Path:x\r\nno")}
FAULTS = tuple(CHAT)

NOBODY = "127.0.0.1:9"
"""An address on which nobody listens (the discard protocol, which nobody runs)."""


@dataclass(frozen=True, slots=True)
class Service:
    """What is switched on, who is to fail, and the stages (as in /healthz) that need it."""

    settings: dict[str, Any]
    server: str
    stages: tuple[str, ...]
    in_turn: bool = True


SERVICES = {
    "chat": Service({"responder": "openai"}, "chat", ("respond.openai",)),
    "stt": Service({"stt": "openai"}, "speech", ("transcribe.openai",)),
    "tts openai": Service({"tts": "openai"}, "speech", ("speak.openai",)),
    "tts edge": Service({"tts": "edge"}, "edge", ("speak.edge",)),
    "emotion": Service({"emotion": "openai"}, "chat", ("classify_emotion.openai",)),
    "booking": Service({"booking_detector": "openai"}, "chat", ("detect_booking.openai",)),
    "after the turn": Service(
        {"emotion_refine": "openai", "summarizer": "openai", "opening_chooser": "openai"},
        "chat",
        ("refine_emotion.openai", "summarize.openai", "choose_opening.openai"),
        in_turn=False,
    ),
}


@asynccontextmanager
async def failing(server: str, fault: str) -> AsyncGenerator[dict[str, str]]:
    """Run a vendor's server that has this fault; gives the settings that lead to it."""
    if fault == REFUSED:
        yield {"openai_base_url": f"http://{NOBODY}/v1", "edge_url": f"ws://{NOBODY}/edge/v1"}
    elif server == "chat":
        wait = "7" if "retry-after" in fault else None
        with ChatServer(brain, fault=CHAT[fault], retry_after=wait) as chat:
            yield {"openai_base_url": chat.openai_url}
    elif server == "speech":
        async with speech_server() as speech:
            speech.fault = AUDIO[fault]
            yield {"openai_base_url": speech.url}
    else:
        async with edge_server() as edge:
            edge.fault = EDGE[fault]
            yield {"edge_url": edge.url}
