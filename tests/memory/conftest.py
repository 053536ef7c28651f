from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from memory.records import Records, open_records
from memory.store import Memory
from tests.memory.make import remembering


@pytest.fixture
async def records(tmp_path: Path) -> AsyncGenerator[Records]:
    opened = await open_records(f"sqlite+aiosqlite:///{tmp_path / 'records.sqlite3'}")
    yield opened
    await opened.close()


@pytest.fixture
async def memory(tmp_path: Path) -> AsyncGenerator[Memory]:
    async with remembering(tmp_path) as opened:
        yield opened
