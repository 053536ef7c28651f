"""The embedded server stack in a folder of its own, taught our invented businesses."""

import asyncio
import json
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from typing_extensions import TypedDict

from evals.sessions import FOLDER
from providers.stt.fake import FakeSTT
from server.services import Services, open_services
from server.settings import Settings


class Asked(TypedDict):
    """A question, and words that must all be heard in its answer; none where there is no answer."""

    question: str
    heard: list[str]


class Taught(TypedDict):
    """A business. The responder was tuned on those of the part `tuned`, never on `unseen`."""

    business: str
    name: str
    part: str
    text: str
    questions: list[Asked]


def businesses() -> list[Taught]:
    """All of `datasets/retrieval.jsonl`."""
    rows = (FOLDER / "retrieval.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(row) for row in rows]


class Stack:
    """Opens on first use, in the loop that uses it; `close` leaves nothing behind.

    Not `isolated`, Chroma shares the process: it opens faster and answers slower.
    """

    def __init__(self, *, isolated: bool, **overrides: Any) -> None:
        self._isolated = isolated
        # Nothing is spoken to it, so the recogniser and its processes stay away.
        self._overrides = {"stt": FakeSTT(), **overrides}
        self._stack = AsyncExitStack()
        self._services: Services | None = None

    async def services(self) -> Services:
        if self._services is None:
            folder = self._stack.enter_context(tempfile.TemporaryDirectory())
            given: Any = {"_env_file": None, "data_dir": Path(folder)}
            opened = open_services(Settings(**given), self._overrides, isolated=self._isolated)
            self._services = await self._stack.enter_async_context(opened)
            for taught in businesses():
                await self._services.memory.businesses.train(
                    taught["business"], taught["name"], "", "", "", taught["text"], {}
                )
        return self._services

    async def close(self) -> None:
        await self._stack.aclose()
        await asyncio.sleep(0)
