"""Replay: one turn of a recorded session again, on a copy, with no effect on the recordings."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from core.errors import NotFoundError, SettingsError
from server.recordings import copied
from server.replay import rerun
from server.services import open_services
from server.settings import Settings
from tests.server.line import TURN_DEADLINE, fakes, serving


async def recorded(data_dir: Path) -> str:
    """A session in which something was booked."""
    async with serving(data_dir) as server, server.call("ann") as ann:
        await ann.says("Book me for tomorrow at 2 PM")
        booked = await ann.says("yes please")
        assert booked["booking"]["status"] == "booked"
        return ann.connected["session_id"]


def counted(data_dir: Path) -> dict[str, int]:
    tables = ("bookings", "effects", "turns", "summaries", "sessions")
    with sqlite3.connect(data_dir / "records.sqlite3") as db:
        query = "SELECT count(*) FROM {}"
        return {t: db.execute(query.format(t)).fetchone()[0] for t in tables}


@pytest.mark.parametrize("node", ["transcribe", "detect_booking", "book", "respond", "speak"])
async def test_a_booking_turn_replayed_books_nothing(tmp_path: Path, node: str) -> None:
    session_id = await recorded(tmp_path)
    before = counted(tmp_path)
    given: Any = {"data_dir": tmp_path, "turn_deadline": TURN_DEADLINE}
    with copied(Settings(**given)) as settings:
        assert settings.data_dir != tmp_path
        async with open_services(settings, fakes(), isolated=False) as services:
            [_, turn] = await services.context.journal.turns(session_id)
            again = await rerun(services, session_id, turn["turn"]["id"], node)
            with pytest.raises(NotFoundError):
                await rerun(services, session_id, turn["turn"]["id"], "no such node")
        assert again["turn"].get("booking_status") == "booked"
        assert again["turn"]["id"] == turn["turn"]["id"]
        assert counted(settings.data_dir)["bookings"] == before["bookings"] == 1
    assert counted(tmp_path) == before
    assert not settings.data_dir.exists()


def test_recordings_elsewhere_are_refused_with_what_to_do(tmp_path: Path) -> None:
    given: Any = {"data_dir": tmp_path, "checkpoints": "memory"}
    with pytest.raises(SettingsError, match="CHECKPOINTS=sqlite"), copied(Settings(**given)):
        pass
