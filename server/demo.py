"""`make demo`: SEED's stories and two bookings, played against the running graphs.

Each line a caller says is synthesised, sent as a recording through the recogniser, and
answered aloud; what was heard, felt and answered is printed as it goes, then how the
session was summed up, how the next one will open, and what was booked.
"""

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from rich.panel import Panel

from server.logs import logging_to
from server.services import open_services
from server.settings import Settings
from server.stage import Stage, StoryClock, console

VAGUE = (
    "Tech Solutions repairs phones and laptops. We are located downtown. "
    "We are open Monday to Friday, 9 AM to 5 PM. A screen repair costs 80 dollars."
)
PRECISE = (
    VAGUE + " Our address is 12 Harbour Street, second floor, opposite the public library. "
    "The bus stop Library Square is right in front of the door."
)
WRITTEN = ("Hi, can I come in tomorrow at two?", "No, three o'clock.", "Yes, Carla Jones.")
"""Three turns, with a change of mind."""
SPOKEN = (
    "I need an appointment for tomorrow.",
    "Three PM please.",
    "Three thirty please.",
    "How much does a screen repair cost?",
    "Yes, go ahead.",
)
"""Five turns, with a time that is taken and a question in the middle."""


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        clock = StoryClock(datetime(2027, 3, 5, tzinfo=UTC))
        with logging_to(settings.data_dir / "logs", "warning"):
            async with open_services(settings, {"clock": clock}, isolated=False) as services:
                stage = Stage(services, clock)
                try:
                    await _play(stage)
                finally:
                    await stage.close()


async def _play(stage: Stage) -> None:
    """From Friday, 5 March 2027, to Wednesday."""
    console.print(Panel("A poor experience, then repair", style="bold"))
    await stage.teach("tech", VAGUE)
    poor = (
        "What is your address?",
        "That does not help. Where exactly are you located?",
        "Whatever.",
    )
    await stage.session(5, 15, "ann", poor)
    console.print("\n[dim]Over the weekend the business adds its exact address.[/]")
    await stage.teach("tech", PRECISE)
    await stage.session(8, 10, "ann", ["I need your exact address again.", "Perfect, thank you!"])
    await stage.next_greeting("ann")
    console.print(Panel("A good experience, kept up", style="bold"))
    good = ["Book me for tomorrow at two PM.", "Yes, go ahead.", "Great, thanks!"]
    await stage.session(9, 9, "ben", good)
    await stage.next_greeting("ben")
    console.print(Panel("An appointment in three messages", style="bold"))
    await stage.show_booking(await stage.session(10, 9, "carla", WRITTEN, spoken=False))
    console.print(Panel("An appointment by voice, in five turns", style="bold"))
    await stage.show_booking(await stage.session(10, 10, "dan", SPOKEN))


if __name__ == "__main__":
    asyncio.run(main())
