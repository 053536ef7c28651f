"""kill -9 at any time: no turn that was answered is lost, and every session ends once."""

import asyncio
import signal
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
import pytest
from websockets.exceptions import ConnectionClosed

from core.state import SessionSummary
from evals.process import ServerProcess, serving
from memory.history import SqlHistory
from memory.journal import SqlJournal
from memory.records import open_records
from memory.sessions import Session, Sessions
from providers.tts.espeak import EspeakTTS
from tests.server.dying import PLACES, Place
from tests.server.line import Caller
from tests.server.line import serving as in_process

SHOP = {"user_id": "shop", "business_name": "Harbour Bikes", "phone": "+49 30 1234"}
SAID = ["what is your address", "that does not help, where exactly are you", "whatever"]


@dataclass(frozen=True)
class Kept:
    """What the records say of a user, read from the files."""

    sessions: list[Session]
    summaries: list[SessionSummary]
    transcripts: list[str]


async def kept(data_dir: Path, user: str) -> Kept:
    records = await open_records(f"sqlite+aiosqlite:///{data_dir / 'records.sqlite3'}")
    try:
        sessions = Sessions(records)
        mine = [await sessions.get(each) for each in await sessions.threads(user)]
        turns = [await SqlJournal(records).turns(each.session_id) for each in mine if each]
        return Kept(
            [each for each in mine if each],
            await SqlHistory(records).summaries(user),
            [record["turn"].get("transcript", "") for each in turns for record in each],
        )
    finally:
        await records.close()


async def nothing_remains_of(family: list[psutil.Process]) -> None:
    _, alive = await asyncio.to_thread(psutil.wait_procs, family, timeout=60)
    assert alive == []


async def whole_family(server: ServerProcess) -> list[psutil.Process]:
    """The server, its index and its recognisers and voice, once all have started."""
    async with asyncio.timeout(60):
        while len(family := server.family()) < 4:  # noqa: ASYNC110 - nobody tells of it
            await asyncio.sleep(0.05)
    return family


async def recording() -> bytes:
    tts = EspeakTTS()
    try:
        return await tts.synthesize_wav("this is a question that takes a while to understand")
    finally:
        await tts.close()


async def test_killed_in_a_session_it_is_ended_once_with_every_answered_turn(
    tmp_path: Path,
) -> None:
    async with serving(tmp_path, turn_deadline=120) as server:
        async with httpx.AsyncClient(base_url=server.url, timeout=60) as rest:
            (await rest.post("/data", json=SHOP)).raise_for_status()
        ann = await Caller(server.port, "ann", "shop").__aenter__()
        for text in SAID:
            await ann.says(text)
        family = await whole_family(server)
        workers = [psutil.Process(each.pid) for each in server.usage() if "speech" in each.role]
        # The turn is under way for as long as it takes, and the next command's answer tells so.
        for worker in workers:
            worker.suspend()
        await ann.line.send(await recording())
        assert (await ann.sends({"type": "get_status"}))["type"] == "status_response"
        await server.kill()
        for worker in workers:
            # Where the system ended it with the server it may be gone already.
            with suppress(psutil.NoSuchProcess):
                worker.resume()
        with pytest.raises(ConnectionClosed):
            await ann.hears()
        await nothing_remains_of(family)
    async with serving(tmp_path) as server:
        async with httpx.AsyncClient(base_url=server.url, timeout=60) as rest:
            stats = (await rest.get("/users/ann/emotion-stats")).json()["emotion_stats"]
        assert stats["total_sessions"] == 1
        await server.kill()
    async with in_process(tmp_path) as server:
        stats = (await server.json("/users/ann/emotion-stats"))["emotion_stats"]
        greeting = await server.json("/users/ann/greeting")
        assert stats["total_sessions"] == 1
        assert stats["last_session_outcome"] in ("frustrated", "unsatisfied")
        assert greeting["strategy"] == "repair"
        assert greeting["greeting"] == stats["recommended_greeting"]
    found = await kept(tmp_path, "ann")
    assert found.transcripts == SAID
    assert [each.ended for each in found.sessions] == ["recovered"]
    (summary,) = found.summaries
    assert (summary["ended"], summary["turns"]) == ("recovered", len(SAID))
    assert summary.get("greeting") == greeting["greeting"]


@pytest.mark.parametrize("place", PLACES)
async def test_killed_while_a_session_is_summed_up_it_is_summed_up_once(
    tmp_path: Path, place: Place
) -> None:
    async with serving(tmp_path, ("tests.server.dying", place)) as server:
        family = server.family()
        async with Caller(server.port, "ann") as ann:
            for text in SAID:
                await ann.says(text)
        assert await asyncio.to_thread(server.process.wait, 60) == -signal.SIGKILL
        await nothing_remains_of(family)
    interrupted = await kept(tmp_path, "ann")
    assert [each.ended for each in interrupted.sessions] == [None]
    assert len(interrupted.summaries) == (place == "after_storing")
    async with in_process(tmp_path) as server:
        stats = await server.json("/users/ann/emotion-stats")
        assert stats["emotion_stats"]["total_sessions"] == 1
        assert (await server.json("/users/ann/greeting"))["strategy"] == "repair"
    found = await kept(tmp_path, "ann")
    assert found.transcripts == SAID
    assert [each.ended for each in found.sessions] == ["recovered"]
    assert len(found.summaries) == 1
