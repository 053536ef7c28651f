"""The second look at a mood: it corrects the record, and never keeps anybody waiting."""

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from core.state import MoodReading, Utterance, no_reading
from memory.fake import FakeJournal
from providers.resilience.fake import Faulty
from providers.resilience.health import Health
from server.refine import AFTERWARDS, WAITING, Refinement, Refiner
from tests.memory.make import turn
from tests.server.line import serving
from tests.vendors.brain import brain
from tests.vendors.chat_server import Body, ChatServer

READ: MoodReading = {"mood": "sad", "sentiment": -0.5, "confidence": 0.9, "scores": {"sad": 1.0}}


class Slow:
    """Reads when it is let; keeps what it was asked."""

    def __init__(self) -> None:
        self.free = asyncio.Event()
        self.at_once = self.most = 0
        self.asked: list[tuple[str, list[Utterance]]] = []

    async def read(self, text: str, context: Sequence[Utterance] = ()) -> MoodReading:
        self.asked.append((text, list(context)))
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        await self.free.wait()
        self.at_once -= 1
        return READ


async def recorded(journal: FakeJournal, index: int, text: str = "fine") -> Any:
    """The state after a turn that the journal has."""
    record = turn("ann", text, index=index, turn_id=f"t{index}")
    await journal.record_turn(record)
    return {**record, "window": []}


def refinement(
    model: Any, journal: FakeJournal, health: Health | None = None, seconds: float = 5.0
) -> Refinement:
    return Refinement(Refiner([("acme", model)], journal, health or Health(), seconds))


def moods(journal: FakeJournal) -> list[str]:
    return [record["mood"]["mood"] for record in journal.records.values()]


@pytest.mark.looptime
async def test_one_after_another_and_no_more_than_may_wait() -> None:
    model, journal = Slow(), FakeJournal()
    mine = refinement(model, journal)
    with capture_logs() as lines:
        for index in range(1, WAITING + 3):
            mine.add(await recorded(journal, index, f"number {index}"))
    assert [line["event"] for line in lines] == ["refinement_dropped"] * 2
    model.free.set()
    await mine.finish()
    assert moods(journal) == ["sad"] * WAITING + ["neutral"] * 2
    assert model.most == 1


@pytest.mark.looptime
async def test_what_was_said_before_is_read_with_it() -> None:
    model, journal = Slow(), FakeJournal()
    model.free.set()
    mine = refinement(model, journal)
    state = await recorded(journal, 2, "well")
    past: Any = {"id": "t1", "transcript": "hello", "reply": "Hi.", "mood": "sad", "sentiment": 0.0}
    state["window"] = [past, {**past, "id": "t2", "transcript": "well"}]
    mine.add(state)
    await mine.finish()
    before = [{"speaker": "caller", "text": "hello"}, {"speaker": "assistant", "text": "Hi."}]
    assert model.asked == [("well", before)]


@pytest.mark.looptime
async def test_a_model_that_stalls_is_given_up_before_the_end_is() -> None:
    model, journal, health = Slow(), FakeJournal(), Health()
    mine = refinement(model, journal, health, seconds=3.0)
    mine.add(await recorded(journal, 1))
    began = asyncio.get_running_loop().time()
    await mine.finish()
    assert asyncio.get_running_loop().time() - began == pytest.approx(3.0)
    assert health.figures()["refine_emotion.acme"]["errors"] == {"timeout": 1}
    assert moods(journal) == ["neutral"]


@pytest.mark.looptime
async def test_the_end_waits_for_a_while_and_then_nothing_is_corrected() -> None:
    model, journal = Slow(), FakeJournal()
    both = [("acme", model), ("other", model)]
    mine = Refinement(Refiner(both, journal, Health(), 3.0))
    mine.add(await recorded(journal, 1))
    began = asyncio.get_running_loop().time()
    await mine.finish()
    assert asyncio.get_running_loop().time() - began == pytest.approx(3.0 + AFTERWARDS)
    model.free.set()
    await asyncio.sleep(60)
    assert len(model.asked) == 2
    assert moods(journal) == ["neutral"]


@pytest.mark.looptime
@pytest.mark.parametrize("fault", ["server", "auth", "crash", "protocol"])
async def test_a_failure_changes_nothing_and_is_counted(fault: str) -> None:
    journal, health = FakeJournal(), Health()
    mine = refinement(Faulty(fault), journal, health)
    mine.add(await recorded(journal, 1))
    await mine.finish()
    assert moods(journal) == ["neutral"]
    assert sum(health.figures()["refine_emotion.acme"]["errors"].values()) == 1


@pytest.mark.looptime
async def test_a_journal_that_fails_is_logged_without_words() -> None:
    class Full(FakeJournal):
        async def correct_mood(self, turn_id: str, reading: MoodReading) -> None:
            raise OSError("disk full of secrets")

    model, journal = Slow(), Full()
    model.free.set()
    mine = refinement(model, journal)
    with capture_logs() as lines:
        mine.add(await recorded(journal, 1))
        await mine.finish()
    assert {"event": "refinement_failed", "error": "OSError", "log_level": "warning"} in lines
    assert "secrets" not in str(lines)


@pytest.mark.looptime
async def test_without_models_or_words_there_is_nothing_to_do() -> None:
    journal = FakeJournal()
    idle = Refinement(Refiner([], journal, Health(), 1.0))
    idle.add(await recorded(journal, 1))
    await idle.finish()
    failing = Faulty("server")
    mine = refinement(failing, journal)
    silent = await recorded(journal, 2)
    silent["turn"]["transcript"] = ""
    mine.add(silent)
    await mine.finish()
    assert failing.calls == 0


def slowly(body: Body) -> str:
    if "response_format" in body:
        time.sleep(0.3)
    return brain(body)


async def test_the_summary_rests_on_the_corrected_moods(tmp_path: Path) -> None:
    with ChatServer(slowly) as model:
        settings = {"openai_base_url": model.openai_url, "stt": "pocketsphinx"}
        async with serving(tmp_path, None, None, **settings) as server:
            async with server.call("ann") as ann:
                heard = await ann.says("The parcel is on the table (resigned)")
            await server.json("/users/ann/emotion-stats")
            (summary,) = await server.services.context.history.summaries("ann")
            journal = server.services.context.journal
            (record,) = await journal.turns(ann.connected["session_id"])
            health = await server.json("/healthz")
    assert heard["mood"] != "resigned", "the fast model is on the turn's path"
    assert record["mood"]["mood"] == "resigned"
    assert record["timings"]["mood_refined"] == heard["mood"]
    assert set(record["mood"]) == set(no_reading())
    assert [point["mood"] for point in summary["trajectory"]] == ["resigned"]
    assert summary["pain_points"] == ["Did not get the address."], "and it is the model's"
    assert health["services"]["refine_emotion.openai"]["state"] == "closed"
