from collections.abc import AsyncGenerator, Iterator
from pathlib import Path

import pytest

from memory.records import Records, open_records
from memory.store import Memory
from tests.databases import DATABASES, database
from tests.memory.make import remembering


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of each kind there is: the contract is one."""
    with database(request.param, tmp_path) as url:
        yield url


@pytest.fixture
async def records(database_url: str) -> AsyncGenerator[Records]:
    opened = await open_records(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def memory(tmp_path: Path, database_url: str) -> AsyncGenerator[Memory]:
    async with remembering(tmp_path, database_url=database_url) as opened:
        yield opened
