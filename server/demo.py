"""`make demo`: SEED's stories played against the running graphs, spoken by synthetic callers.

Each line a caller says is synthesised, sent as a recording through the recogniser, and
answered aloud; what was heard, felt and answered is printed as it goes, then how the
session was summed up and how the next one will open.
"""

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.panel import Panel

from core.state import SessionSummary, TurnState
from providers.tts.espeak import CALLER_VOICE, EspeakTTS
from server.live import LiveSessions
from server.logs import logging_to
from server.services import Services, open_services
from server.settings import Settings

console = Console(highlight=False)

VAGUE = (
    "Tech Solutions repairs phones and laptops. We are located downtown. "
    "We are open Monday to Friday, 9 AM to 5 PM. A screen repair costs 80 dollars."
)
PRECISE = (
    VAGUE + " Our address is 12 Harbour Street, second floor, opposite the public library. "
    "The bus stop Library Square is right in front of the door."
)


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        with logging_to(settings.data_dir / "logs", "warning"):
            async with open_services(settings, isolated=False) as services:
                stage = Stage(services)
                try:
                    await _play(stage)
                finally:
                    await stage.close()


async def _play(stage: "Stage") -> None:
    console.print(Panel("A poor experience, then repair", style="bold"))
    await stage.teach("tech", VAGUE)
    await stage.session(
        "Friday, 3 PM",
        "ann",
        [
            "What is your address?",
            "That does not help. Where exactly are you located?",
            "Whatever.",
        ],
    )
    console.print("\n[dim]Over the weekend the business adds its exact address.[/]")
    await stage.teach("tech", PRECISE)
    await stage.session(
        "Monday, 10 AM", "ann", ["I need your exact address again.", "Perfect, thank you!"]
    )
    await stage.next_greeting("ann")
    console.print(Panel("A good experience, kept up", style="bold"))
    await stage.session(
        "Tuesday", "ben", ["Book me for tomorrow at two PM.", "Yes please.", "Great, thanks!"]
    )
    await stage.next_greeting("ben")


class Stage:
    """Where the stories play: the services, and a voice for the callers."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._live = LiveSessions(services)
        self._caller = EspeakTTS(CALLER_VOICE)

    async def close(self) -> None:
        await self._caller.close()

    async def teach(self, business_id: str, text: str) -> None:
        await self._services.memory.businesses.train(
            business_id,
            name="Tech Solutions",
            industry="Repairs",
            phone="",
            email="",
            additional_content=text,
            extra={},
        )

    async def session(self, when: str, user_id: str, lines: Sequence[str]) -> None:
        """One call, from the greeting to what is remembered of it."""
        session = await self._live.start(user_id, "tech")
        console.print(f"\n[bold underline]{when}: {user_id} calls[/]")
        console.print(f"[bold green]assistant[/]  {session.opening['greeting']}")
        for line in lines:
            recording = await self._caller.synthesize_wav(line)
            state, audio = await session.voice_turn(recording)
            _show(line, state, len(audio))
        await self._live.end(session, "closed")
        await self._services.memory.indexer.flush()
        [summary] = await self._services.context.history.summaries(user_id, limit=1)
        _show_summary(summary)

    async def next_greeting(self, user_id: str) -> None:
        opening = await self._live.opening(user_id)
        console.print(f"\n[bold]Next time {user_id} calls[/] ({opening['strategy']}):")
        console.print(f"[bold green]assistant[/]  {opening['greeting']}\n")


def _show(line: str, state: TurnState, size: int) -> None:
    turn, mood = state["turn"], state["mood"]
    console.print(f"[bold cyan]caller says[/] {line}")
    console.print(
        f"  [dim]heard[/]    {turn.get('transcript')!r} "
        f"[dim](confidence {turn.get('stt_confidence', 0):.2f})[/]"
    )
    console.print(f"  [dim]mood[/]     {mood['mood']} [dim]sentiment[/] {mood['sentiment']:+.2f}")
    console.print(f"[bold green]assistant[/]  {turn.get('reply')}")
    console.print(f"  [dim]{size} bytes of MP3 in {turn.get('duration_ms', 0):.0f} ms[/]")


def _show_summary(summary: SessionSummary) -> None:
    path = " → ".join(point["mood"] for point in summary["trajectory"])
    console.print(f"[bold]Summed up:[/] {path}")
    console.print(
        f"  outcome   [bold]{summary['outcome']}[/] (confidence {summary['confidence']:.2f})"
    )
    for point in summary["turning_points"]:
        console.print(f"  turning   {point['before']} → {point['after']}: {point['text']!r}")
    for pain in summary["pain_points"]:
        console.print(f"  pain      {pain}")
    for moment in summary["positive_moments"]:
        console.print(f"  positive  {moment}")
    console.print(f"  next      {summary.get('strategy')}: {summary.get('greeting')}")


if __name__ == "__main__":
    asyncio.run(main())
