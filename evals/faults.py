"""Every service failing in every way: what does the caller get, and when?

`python -m evals.faults` asks one spoken question twice for each fault, of a server whose
recogniser, mood, booking, chat and voice services all have that fault at once, and ends the
session with a summary and an opening whose services have it too. A cell says what stood in
for that service: the fault as the turn's record has it, and `open` where the second turn
did not ask the service again.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import httpx
import typer
from rich.console import Console
from rich.table import Table

from evals.inside import serving_inside
from evals.line import Answer, calling
from evals.load import spoken
from providers.resilience.fake import FAULTS, Faulty
from server.fallbacks import FALLBACKS

STAGES = (
    "transcribe",
    "classify_emotion",
    "detect_booking",
    "respond",
    "speak",
    "summarize",
    "choose_opening",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Two turns of one session; `services` is what /healthz said after it."""

    first: Answer
    second: Answer
    calls: tuple[int, int]
    services: dict[str, Any]

    @property
    def audible(self) -> bool:
        return bool(self.first.audio and self.second.audio)


async def measure(fault: str, deadline: float, question: bytes) -> Outcome:
    vendor = Faulty(fault)
    vendors = {seam: [("vendor", vendor)] for seam in FALLBACKS}
    settings = {"turn_deadline": deadline}
    async with serving_inside(None, vendors, settings) as port:
        async with calling(port, "ann") as line:
            first = await line.say(question)
            asked = vendor.calls
            second = await line.say(question)
            calls = (asked, vendor.calls - asked)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as rest:
            await rest.get("/users/ann/greeting")
            health = (await rest.get("/healthz")).json()
    return Outcome(first, second, calls, health["services"])


def table(outcomes: dict[str, Outcome]) -> Table:
    shown = Table("fault", *STAGES, "audible", "answer (ms)", "next (ms)", "calls, then")
    for fault, it in outcomes.items():
        states = [it.services.get(f"{stage}.vendor", {}) for stage in STAGES]
        shown.add_row(
            fault,
            *(f"{state.get('last_fault')}, {state.get('state')}" for state in states),
            "yes" if it.audible else "no",
            f"{1000 * it.first.audio_seconds:.0f}",
            f"{1000 * it.second.audio_seconds:.0f}",
            f"{it.calls[0]}, {it.calls[1]}",
        )
    return shown


def main(
    deadline: Annotated[float, typer.Option(help="The turn's deadline, in seconds")] = 8.0,
    only: Annotated[str | None, typer.Option(help="One fault instead of all")] = None,
) -> None:
    """Print the table; fails if a caller heard nothing, or too late."""
    outcomes = asyncio.run(_all([only] if only else FAULTS, deadline))
    Console(width=200).print(table(outcomes))
    late = [it for it in outcomes.values() if it.first.audio_seconds > deadline or not it.audible]
    if late:
        raise typer.Exit(1)


async def _all(faults: Sequence[str], deadline: float) -> dict[str, Outcome]:
    question = next(iter((await spoken(1, 1)).values()))
    asked = question if isinstance(question, bytes) else question.encode()
    began = time.perf_counter()
    outcomes = {fault: await measure(fault, deadline, asked) for fault in faults}
    Console().print(f"{len(faults)} faults in {time.perf_counter() - began:.0f} s")
    return outcomes


if __name__ == "__main__":
    typer.run(main)
