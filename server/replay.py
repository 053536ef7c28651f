"""Re-run one turn of a recorded session from a chosen node, and show what came out otherwise.

    python -m server.replay SESSION_ID                      list the turns
    python -m server.replay SESSION_ID --turn 2             run turn 2 again from its start
    python -m server.replay SESSION_ID --turn 2 --node respond

It works on a copy of DATA_DIR: nothing is booked, sent or recorded, also while the
server runs.
"""

import asyncio
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from core.errors import NotFoundError, RapportError
from core.state import TurnRecord, TurnState
from server.recordings import copied
from server.services import Services, open_services
from server.settings import Settings, load_settings

console = Console(highlight=False)
FIRST = "transcribe"


def main(
    session_id: Annotated[str, typer.Argument(help="The session, as in `connected` or the logs")],
    turn: Annotated[int | None, typer.Option(help="Which turn; default: list them", min=1)] = None,
    node: Annotated[str, typer.Option(help="The node to start from")] = FIRST,
) -> None:
    """Re-run one turn of a recorded session from a chosen node, side effects off."""
    try:
        with copied(load_settings()) as settings:
            asyncio.run(_replay(settings, session_id, turn, node))
    except RapportError as error:
        console.print(f"[red]{error}[/]")
        raise typer.Exit(1) from error


async def _replay(settings: Settings, session_id: str, turn: int | None, node: str) -> None:
    async with open_services(settings, isolated=False) as services:
        records = await services.context.journal.turns(session_id)
        if not records:
            raise NotFoundError(f"There is no session {session_id} with turns in DATA_DIR")
        if turn is None:
            console.print(_listing(records))
            return
        recorded = next((r for r in records if r["turn"]["index"] == turn), None)
        if recorded is None:
            raise NotFoundError(f"Session {session_id} has turns 1 to {len(records)}")
        again = await rerun(services, session_id, recorded["turn"]["id"], node)
        console.print(_comparison(recorded, again, node))


async def rerun(services: Services, session_id: str, turn_id: str, node: str) -> TurnState:
    """Fork the session's thread before `node` of a turn and run on; the recorded branch stays.

    Raises NotFoundError when that turn never came to that node.
    """
    thread: Any = {"configurable": {"thread_id": session_id}}
    async for snapshot in services.turn.aget_state_history(thread):
        here = snapshot.values.get("turn", {}).get("id") == turn_id
        if here and node in snapshot.next:
            again: Any = await services.turn.ainvoke(
                None, snapshot.config, context=services.context
            )
            return again
    raise NotFoundError(f"That turn has no checkpoint before a node named {node!r}")


def _listing(records: list[TurnRecord]) -> Table:
    table = Table("turn", "caller", "mood", "assistant")
    for record in records:
        turn, mood = record["turn"], record["mood"]
        table.add_row(
            str(turn["index"]),
            turn.get("transcript", ""),
            f"{mood['mood']} {mood['sentiment']:+.2f}",
            turn.get("reply", ""),
        )
    return table


def _comparison(recorded: TurnRecord, again: TurnState, node: str) -> Table:
    before, after = recorded["turn"], again["turn"]
    table = Table("", "recorded", f"replayed from {node}")
    for key in ("transcript", "reply", "cites", "answered", "booking_status"):
        table.add_row(key, str(before.get(key)), str(after.get(key)))
    for key in ("mood", "sentiment", "confidence"):
        table.add_row(key, str(recorded["mood"][key]), str(again["mood"][key]))
    return table


if __name__ == "__main__":
    typer.run(main)
