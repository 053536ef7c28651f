"""Where the demonstration's stories play: the services, a clock, and a voice for the callers."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from time import monotonic

from rich.console import Console
from rich.markup import escape

from core.state import SessionSummary, TurnState
from memory.booking_exports import as_ics
from providers.tts.espeak import CALLER_VOICE, EspeakTTS
from server.live import LiveSessions
from server.services import Services

console = Console(highlight=False, soft_wrap=True)


class StoryClock:
    """The time of the story, which goes on from where it was last set."""

    def __init__(self, now: datetime) -> None:
        self.set(now)

    def set(self, now: datetime) -> None:
        self._now, self._since = now, monotonic()

    def __call__(self) -> datetime:
        return self._now + timedelta(seconds=monotonic() - self._since)


class Stage:
    """`clock` must be the one that the services run by."""

    def __init__(self, services: Services, clock: StoryClock) -> None:
        self._services, self._clock = services, clock
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

    async def session(
        self, day: int, hour: int, user_id: str, lines: Sequence[str], *, spoken: bool = True
    ) -> TurnState:
        """One call on a day of the story's month, from the greeting to what is remembered of it.

        Returns the state after the last turn.
        """
        at = datetime(2027, 3, day, hour, tzinfo=UTC)
        self._clock.set(at)
        session = await self._live.start(user_id, "tech")
        verb = "calls" if spoken else "writes"
        console.print(f"\n[bold underline]{at:%A} at {hour}:00: {user_id} {verb}[/]")
        console.print(f"[bold green]assistant[/]  {session.opening['greeting']}")
        state: TurnState | None = None
        for line in lines:
            if spoken:
                recording = await self._caller.synthesize_wav(line)
                state, audio = await session.voice_turn(recording)
            else:
                state, audio = await session.text_turn(line)
            _show(line, state, len(audio))
        await self._live.end(session, "closed")
        await self._services.memory.indexer.flush()
        [summary] = await self._services.context.history.summaries(user_id, limit=1)
        _show_summary(summary)
        if state is None:
            raise ValueError("A call needs at least one line")
        return state

    async def next_greeting(self, user_id: str) -> None:
        opening = await self._live.opening(user_id)
        console.print(f"\n[bold]Next time {user_id} calls[/] ({opening['strategy']}):")
        console.print(f"[bold green]assistant[/]  {opening['greeting']}\n")

    async def show_booking(self, state: TurnState) -> None:
        """The booking that a call ended in: its id, its row, and its event in the calendar.

        Raises RuntimeError if there is none: the demonstration must not pass without.
        """
        draft = state.get("booking") or {"status": "none"}
        page = await self._services.memory.booking_list.page("tech", status="booked")
        entries = [one for one in page.entries if one["booking_id"] == draft.get("booking_id")]
        if draft["status"] != "booked" or len(entries) != 1:
            raise RuntimeError(f"The call ended without a booking: {draft['status']}")
        columns = ("date", "time", "duration_minutes", "service", "name", "user_id", "status")
        row = {name: value for name, value in entries[0].items() if name in columns and value}
        console.print(f"[bold]Booked:[/] {draft.get('booking_id')}")
        console.print(f"  row       {escape(str(row))}")
        lines = as_ics(entries, page.business_name, page.zone).decode().splitlines()
        shown = ("DTSTART", "DTEND", "SUMMARY", "STATUS", "UID")
        console.print(f"  .ics      {' '.join(one for one in lines if one.startswith(shown))}")


def _show(line: str, state: TurnState, size: int) -> None:
    turn, mood = state["turn"], state["mood"]
    console.print(f"[bold cyan]caller says[/] {line}")
    if turn["source"] == "voice":
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
