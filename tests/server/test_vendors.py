"""Services at the start: one that runs here must work, one elsewhere may be out of reach."""

import asyncio
from dataclasses import dataclass, field

import pytest
from structlog.testing import capture_logs

from core.errors import SettingsError, SpeechToTextError
from server.vendors import opened


@dataclass
class Failing:
    error: Exception
    closed: bool = False
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def start(self) -> None:
        self.asked.set()
        raise self.error

    async def close(self) -> None:
        self.closed = True


async def test_a_local_model_that_cannot_be_used_fails_the_start() -> None:
    local = Failing(SettingsError("WHISPER_FOLDER: 'x' holds no model."))
    with pytest.raises(SettingsError, match="WHISPER_FOLDER"):
        async with opened({"stt": [("faster-whisper", local)]}):
            pytest.fail("The server runs.")
    assert local.closed


@pytest.mark.parametrize("name", ["faster-whisper", "groq"])
async def test_one_that_only_fails_does_not(name: str) -> None:
    vendor = Failing(SpeechToTextError("It cannot be reached."))
    with capture_logs() as lines:
        async with opened({"stt": [(name, vendor)]}):
            assert not vendor.closed
            await vendor.asked.wait()
    assert vendor.closed
    assert [line["event"] for line in lines] == ["vendor_not_started"]
