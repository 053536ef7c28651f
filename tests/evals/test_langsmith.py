"""Uploads to LangSmith: only with a key, and only sentences of our own."""

import subprocess
import sys

import pytest

from evals.langsmith_upload import KEY, upload
from evals.provider import AlwaysNeutral
from evals.sessions import callers_lines, load
from tests.evals.langsmith_double import serving


async def test_without_a_key_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as langsmith:
        monkeypatch.delenv(KEY, raising=False)
        monkeypatch.setenv("LANGSMITH_ENDPOINT", langsmith.address)
        assert await upload(AlwaysNeutral(), "neutral") is None
        assert langsmith.calls == []


def test_without_a_key_nothing_more_is_imported() -> None:
    script = "import sys, evals.langsmith_upload; print('langsmith.evaluation' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


async def test_dataset_and_experiment(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as langsmith:
        monkeypatch.setenv(KEY, "a key")
        monkeypatch.setenv("LANGSMITH_ENDPOINT", langsmith.address)
        assert await upload(AlwaysNeutral(), "neutral", limit=3) == "experiment"
        ours = {line["text"] for line in callers_lines(load("test"))}
        assert {example["inputs"]["text"] for example in langsmith.examples} <= ours
        assert len(langsmith.examples) == 3
        assert langsmith.calls.count("POST /datasets") == 1
        assert langsmith.calls.count("POST /feedback") == 6, "two scores an example"
        assert any(call.startswith("POST /runs") for call in langsmith.calls)
        # The dataset is there now, so a second run adds an experiment only.
        await upload(AlwaysNeutral(), "neutral", limit=3)
        assert langsmith.calls.count("POST /datasets") == 1
        assert langsmith.calls.count("POST /sessions") == 2
