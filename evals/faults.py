"""Every service failing in every way: what does the caller get, and when?

`python -m evals.faults` runs, for each fault and each service, the server with that one
service set to a local server of the vendor's protocol that has the fault. A caller in the
streaming dialect asks twice and hangs up. A cell says what was wrong as the server saw it,
the seconds until the answer was heard and until the second one was, and what the breaker
did. A cell that breaks a promise says so in capitals: the answer is audible and within the
deadline, a `degraded` event tells of it, nothing is logged as an error, and a service whose
breaker is open is not asked again.
"""

import asyncio
import json
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import urlencode

import httpx
import typer
from rich.console import Console
from rich.table import Table
from websockets.asyncio.client import ClientConnection, connect

from evals.fault_servers import FAULTS, SERVICES, Service, failing
from evals.inside import serving_inside
from evals.load import spoken

EMBEDDED = {
    "stt": "pocketsphinx",
    "tts": "espeak",
    "responder": "extractive",
    "summarizer": "rules",
    "emotion_refine": "off",
    "openai_api_key": "sk-1",
}
SLACK = 0.5
"""Seconds beyond the deadline that a busy machine may take."""


@dataclass(slots=True)
class Heard:
    """One turn; seconds from the question to the first sound and to the end."""

    first: float = 0.0
    whole: float = 0.0
    audio: int = 0
    degraded: list[str] = field(default_factory=list[str])


@dataclass(frozen=True, slots=True)
class Outcome:
    """Two turns and the session's end; `health` and calls by stage, after each turn and the end."""

    turns: list[Heard]
    calls: list[dict[str, int]]
    health: list[dict[str, dict[str, Any]]]
    end_seconds: float
    stored: bool
    errors: list[str]


class Errors(logging.Handler):
    """Keeps what is logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(str(record.msg)[:300])


async def measure(service: Service, fault: str, deadline: float, question: bytes) -> Outcome:
    errors = Errors()
    logging.getLogger().addHandler(errors)
    try:
        async with failing(service.server, fault) as addresses:
            settings = {**EMBEDDED, **service.settings, **addresses, "turn_deadline": deadline}
            async with (
                serving_inside(settings=settings) as port,
                httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=90) as rest,
            ):
                return await _called(port, rest, question, errors)
    finally:
        logging.getLogger().removeHandler(errors)


async def _called(port: int, rest: httpx.AsyncClient, question: bytes, errors: Errors) -> Outcome:
    turns: list[Heard] = []
    calls: list[dict[str, int]] = []
    health: list[dict[str, dict[str, Any]]] = []

    async def look() -> None:
        health.append((await rest.get("/healthz")).json()["services"])
        figures = (await rest.get("/stats")).json()["services"]
        calls.append({stage: each["calls"] for stage, each in figures.items()})

    query = urlencode({"user_id": "ann", "business_id": "ann", "streaming": "true"})
    address = f"ws://127.0.0.1:{port}/ws/voice?{query}"
    async with connect(address, max_size=None, compression=None) as line:
        await line.recv()
        for _ in range(2):
            turns.append(await asyncio.wait_for(_asked(line, question), 60))
            await look()
    began = time.perf_counter()
    stats = (await rest.get("/users/ann/emotion-stats")).json()["emotion_stats"]
    ended = time.perf_counter() - began
    await look()
    return Outcome(turns, calls, health, ended, stats["total_sessions"] == 1, errors.told)


async def _asked(line: ClientConnection, question: bytes) -> Heard:
    heard, began = Heard(), time.perf_counter()
    await line.send(question)
    while True:
        message = await line.recv()
        now = time.perf_counter() - began
        if isinstance(message, bytes):
            heard.first = heard.first or now
            heard.audio += len(message)
            continue
        told = json.loads(message)
        if told["type"] == "degraded":
            heard.degraded.append(f"{told['stage']} {told['code']}")
        if told["type"] == "response_ended":
            heard.whole = now
            return heard


def broken(service: Service, it: Outcome, deadline: float) -> list[str]:
    """The promises that were not kept."""
    first, second = it.turns
    found: list[str] = []
    if not (first.audio and second.audio):
        found.append("NOTHING HEARD")
    if max(first.first, second.first) > deadline + SLACK:
        found.append("TOO LATE")
    if not it.stored:
        found.append("NOT SUMMED UP")
    if service.in_turn and not (first.degraded and second.degraded):
        found.append("NOT TOLD")
    if it.errors:
        found.append("ERROR LOGGED")
    for stage in service.stages:
        after_first, after_second = (calls.get(stage, 0) for calls in it.calls[:2])
        if it.health[0].get(stage, {}).get("state") == "open" and after_second > after_first:
            found.append("ASKED AGAIN")
        if not it.health[-1].get(stage, {}).get("last_fault"):
            found.append("NOT ASKED")
    return found


def cell(service: Service, it: Outcome, deadline: float) -> str:
    first, second = it.turns
    last = it.health[-1]
    faults = {last[stage]["last_fault"] for stage in service.stages if stage in last}
    told = "/".join(sorted(map(str, faults)))
    if service.in_turn:
        state = it.health[0].get(service.stages[0], {}).get("state", "?")
        text = f"{told}: {first.first:.1f} s, then {second.first:.1f} s, {state}"
    else:
        text = f"{told}: {first.first:.1f} s, end {it.end_seconds:.1f} s"
    return "; ".join([text, *broken(service, it, deadline)])


def main(
    deadline: Annotated[float, typer.Option(help="The turn's deadline, in seconds")] = 8.0,
    fault: Annotated[list[str] | None, typer.Option(help=f"Of: {'; '.join(FAULTS)}")] = None,
    service: Annotated[list[str] | None, typer.Option(help=f"Of: {'; '.join(SERVICES)}")] = None,
) -> None:
    """Print the table; fails if a promise was not kept."""
    if not asyncio.run(_all(fault or FAULTS, service or list(SERVICES), deadline)):
        raise typer.Exit(1)


async def _all(faults: Sequence[str], services: Sequence[str], deadline: float) -> bool:
    said = next(iter((await spoken(1, 1)).values()))
    question = said if isinstance(said, bytes) else said.encode()
    console, began, kept = Console(width=300, soft_wrap=True), time.perf_counter(), True
    shown = Table("fault", *services)
    for fault in faults:
        cells: list[str] = []
        for name in services:
            it = await measure(SERVICES[name], fault, deadline, question)
            kept = kept and not broken(SERVICES[name], it, deadline)
            cells.append(cell(SERVICES[name], it, deadline))
            console.print(f"{fault} x {name}: {cells[-1]}", *it.errors, highlight=False)
        shown.add_row(fault, *cells)
    console.print(shown)
    console.print(f"{time.perf_counter() - began:.0f} s; deadline {deadline:g} s", highlight=False)
    return kept


if __name__ == "__main__":
    typer.run(main)
