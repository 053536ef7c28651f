"""When is the first sound heard, while a model is still writing? Streaming against plain.

`python -m evals.first_audio` runs a local server that speaks chat completions over
server-sent events, at 30 tokens a second for an answer of 60, and asks the assistant over a
real line in both dialects. All the rest is as it is served: recall, mood, the prompt, the
model's client, the embedded voice. Times are from the question to the first audio byte;
`written` is the share of the answer's tokens that the model had produced by then.
"""

import asyncio
import json
import time
from dataclasses import dataclass
from statistics import median
from typing import Annotated
from urllib.parse import urlencode

import typer
from rich.console import Console
from rich.table import Table
from websockets.asyncio.client import ClientConnection, connect

from evals.inside import serving_inside
from tests.vendors.chat_server import ChatServer, tokens

ANSWER = (
    "We are open from Monday to Friday, nine to six. On Saturday we close at two, and on "
    "Sunday we stay closed. If you need a repair, bring the bike before noon. Most of them "
    "are done on the very same day. Shall I put your name down for one, on Monday?"
)
TOKENS = len(tokens(ANSWER))


@dataclass(frozen=True, slots=True)
class FirstAudio:
    """Seconds from the question to the first audio and to the end of the turn."""

    seconds: float
    whole: float
    written: float


async def ask(line: ClientConnection, streaming: bool, model: ChatServer) -> FirstAudio:
    """One turn."""
    before, written = model.sent_tokens, 0
    began = time.perf_counter()
    await line.send(json.dumps({"type": "text", "text": "When are you open?"}))
    heard_at = 0.0
    while True:
        message = await line.recv()
        if isinstance(message, bytes):
            if not heard_at:
                heard_at, written = time.perf_counter(), model.sent_tokens - before
            if not streaming:
                break
        elif json.loads(message)["type"] == "response_ended":
            break
    return FirstAudio(heard_at - began, time.perf_counter() - began, written / TOKENS)


async def measure(turns: int, rate: float) -> dict[str, list[FirstAudio]]:
    """By dialect."""
    with ChatServer(lambda _: ANSWER, gap=1 / rate) as model:
        settings = {
            "openai_base_url": model.openai_url,
            "tts": "espeak",
            "emotion_refine": "off",
            "summarizer": "rules",
        }
        async with serving_inside(settings=settings) as port:
            return await _asked(port, turns, model)


async def _asked(port: int, turns: int, model: ChatServer) -> dict[str, list[FirstAudio]]:
    figures: dict[str, list[FirstAudio]] = {}
    for dialect in ("plain", "streaming"):
        streaming = dialect == "streaming"
        query = urlencode({"user_id": dialect, "streaming": str(streaming).lower()})
        address = f"ws://127.0.0.1:{port}/ws/voice?{query}"
        async with connect(address, max_size=None, compression=None) as line:
            await line.recv()
            await ask(line, streaming, model)
            figures[dialect] = [await ask(line, streaming, model) for _ in range(turns)]
    return figures


def table(figures: dict[str, list[FirstAudio]]) -> Table:
    shown = Table("dialect", "first audio (ms)", "text written by then", "whole turn (ms)")
    for dialect, turns in figures.items():
        shown.add_row(
            dialect,
            f"{1000 * median(turn.seconds for turn in turns):.0f}",
            f"{median(turn.written for turn in turns):.0%}",
            f"{1000 * median(turn.whole for turn in turns):.0f}",
        )
    return shown


def main(
    turns: Annotated[int, typer.Option(help="Turns a dialect, after one to warm up")] = 5,
    rate: Annotated[float, typer.Option(help="Tokens a second")] = 30.0,
) -> None:
    """Measure; fails if streaming is not heard before half of the text is written."""
    figures = asyncio.run(measure(turns, rate))
    console = Console()
    console.print(f"{TOKENS} tokens at {rate:g} a second; medians of {turns} turns")
    console.print(table(figures))
    if median(turn.written for turn in figures["streaming"]) >= 0.5:
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
