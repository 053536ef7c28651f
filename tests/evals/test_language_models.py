"""The suites on a language model: several messages at once, failures counted and told."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from core.errors import SettingsError, VendorError
from core.state import MoodReading, Utterance
from evals.__main__ import app
from evals.ahead import ahead
from evals.provider import Patient, emotion_model
from evals.sessions import gold_reading
from evals.task import Sample, Score, Table, Task, run
from tests.vendors.brain import brain
from tests.vendors.chat_server import ChatServer
from tests.vendors.patience import PATIENT


@pytest.fixture(name="server")
def a_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ChatServer]:
    with ChatServer(brain) as server:
        monkeypatch.setenv("GROQ_BASE_URL", server.url)
        monkeypatch.setenv("OPENAI_BASE_URL", server.openai_url)
        monkeypatch.setenv("LLM_TIMEOUT", str(PATIENT))
        yield server


class TestAhead:
    @pytest.mark.parametrize("at_once", [1, 3, 50])
    async def test_results_keep_the_order_and_the_bound(self, at_once: int) -> None:
        busy: list[int] = []
        most = 0

        async def work(item: int) -> int:
            nonlocal most
            busy.append(item)
            most = max(most, len(busy))
            await asyncio.sleep(0.002 * (item % 3))
            busy.remove(item)
            return item

        assert [each async for each in ahead(range(20), work, at_once)] == list(range(20))
        assert most <= at_once
        assert at_once == 1 or most > 1

    async def test_trouble_comes_after_what_was_before_it(self) -> None:
        def items() -> Iterator[int]:
            yield from range(5)
            raise ValueError("the sixth")

        async def work(item: int) -> int:
            return item

        results: AsyncIterator[int] = ahead(items(), work, 4)
        assert [await anext(results) for _ in range(5)] == list(range(5))
        with pytest.raises(ValueError, match="sixth"):
            await anext(results)


async def solver(number: int) -> int:
    if number % 2:
        raise VendorError("Groq took too long to answer", "timeout")
    return number


def scorer(samples: Sequence[Sample[int, int]], outputs: Sequence[int]) -> Score:
    assert [sample.input for sample in samples] == list(outputs)
    return Score([Table("right", len(samples), [])])


class TestFailures:
    async def test_are_left_out_and_told(self) -> None:
        samples = [Sample(str(n), n, n) for n in range(7)]
        result = await run(Task("mood", "ours", samples, solver, scorer, at_once=3))
        (table,) = result.score.tables
        assert (result.items, result.failed, table.items) == (7, 3, 4)
        assert table.note == "3 of 7 failed and are left out (Groq took too long to answer)"

    async def test_of_every_sample_leave_an_empty_table(self) -> None:
        result = await run(Task("mood", "ours", [Sample("1", 1, 1)], solver, scorer))
        assert [table.items for table in result.score.tables] == [0]
        assert result.failed == 1

    async def test_a_vendor_asked_too_often_is_asked_again(self) -> None:
        class Busy:
            calls = 0

            async def read(self, text: str, context: Sequence[Utterance] = ()) -> MoodReading:
                self.calls += 1
                if self.calls < 3:
                    raise VendorError("too often", "limit", 0.01)
                return gold_reading("happy", 0.8)

        busy = Busy()
        assert (await Patient(busy).read("Thanks!"))["mood"] == "happy"
        assert busy.calls == 3


class TestProviders:
    @pytest.mark.parametrize("name", ["groq", "openai"])
    async def test_a_language_model_by_its_vendor(self, server: ChatServer, name: str) -> None:
        assert (await emotion_model(name).read("So nice [happy]"))["mood"] == "happy"
        assert "So nice" in server.received[0].everything

    def test_one_that_is_not_configured(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for variable in ("GROQ_API_KEY", "GROQ_BASE_URL"):
            monkeypatch.setenv(variable, "")
        with pytest.raises(SettingsError, match="GROQ_BASE_URL"):
            emotion_model("groq")

    def test_messages_are_classified_with_some_failing(
        self, server: ChatServer, tmp_path: Path
    ) -> None:
        source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
        texts = ["one [happy]", "two [angry]", "three"]
        source.write_text("".join(json.dumps({"id": t, "text": t}) + "\n" for t in texts))
        server.faults = ["broken"]
        options = ["classify", "--in", str(source), "--out", str(target), "--provider", "openai"]
        assert CliRunner().invoke(app, options).exit_code == 0
        rows = [json.loads(line) for line in target.read_text().splitlines()]
        assert [row["id"] for row in rows] == texts
        assert sum("error" in row for row in rows) == 1
