"""When is the first sound heard, while a model is still writing? Streaming against plain.

`python -m evals.first_audio` serves a scripted model that writes an answer of 60 tokens at
30 a second, and asks it over a real line in both dialects. Everything else is the server's
own: recall, mood, the embedded voice. Times are from the question to the first audio byte;
`written` is the share of the answer's tokens that the model had produced by then.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from statistics import median
from typing import Annotated
from urllib.parse import urlencode

import typer
from rich.console import Console
from rich.table import Table
from websockets.asyncio.client import ClientConnection, connect

from core.seams import Brief, Responder, Sentence
from evals.inside import serving_inside

ANSWER = (
    "We are open from Monday to Friday, nine to six.",
    "On Saturday we close at two, and on Sunday we stay closed.",
    "If you need a repair, bring the bike before noon.",
    "Most of them are done on the same day.",
    "Shall I put your name down for one, on Thursday?",
)
"""Sixty tokens: a token is near enough a word with its punctuation."""


def tokens(sentence: str) -> list[str]:
    return sentence.replace(",", " ,").replace(".", " .").replace("?", " ?").split()


TOKENS = sum(len(tokens(sentence)) for sentence in ANSWER)


class ScriptedModel:
    """Implements `Responder`: a sentence is there once its last token is."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._began = 0.0

    async def respond(self, brief: Brief) -> AsyncIterator[Sentence]:
        self._began, written = time.perf_counter(), 0
        for sentence in ANSWER:
            written += len(tokens(sentence))
            await asyncio.sleep(self._began + written / self._rate - time.perf_counter())
            yield Sentence(sentence)

    def written(self, at: float) -> float:
        """The share of the answer that was written at this moment."""
        return min(1.0, max(0.0, (at - self._began) * self._rate / TOKENS))


@dataclass(frozen=True, slots=True)
class FirstAudio:
    """Seconds from the question to the first audio and to the end of the turn."""

    seconds: float
    whole: float
    written: float | None


async def ask(line: ClientConnection, streaming: bool, model: ScriptedModel | None) -> FirstAudio:
    """One turn; with a responder of someone else's, what it had written is not known."""
    began = time.perf_counter()
    await line.send(json.dumps({"type": "text", "text": "When are you open?"}))
    heard_at = 0.0
    while True:
        message = await line.recv()
        if isinstance(message, bytes):
            heard_at = heard_at or time.perf_counter()
            if not streaming:
                break
        elif json.loads(message)["type"] == "response_ended":
            break
    share = model.written(heard_at) if model else None
    return FirstAudio(heard_at - began, time.perf_counter() - began, share)


async def measure(
    turns: int, rate: float, responder: Responder | None = None
) -> dict[str, list[FirstAudio]]:
    """By dialect. Another `responder`, such as one with a real model, may stand for the script."""
    model = None if responder else ScriptedModel(rate)
    figures: dict[str, list[FirstAudio]] = {}
    async with serving_inside({"responder": responder or model}) as port:
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
        shares = [turn.written for turn in turns if turn.written is not None]
        shown.add_row(
            dialect,
            f"{1000 * median(turn.seconds for turn in turns):.0f}",
            f"{median(shares):.0%}" if shares else "not known",
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
    if median(turn.written or 0.0 for turn in figures["streaming"]) >= 0.5:
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
