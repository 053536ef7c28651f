import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import SettingsError
from memory.store import open_memory
from providers.embeddings.fake import FakeEmbeddings
from tests.memory.make import remembering, turn

ROOT = Path(__file__).parents[2]

OPEN = """
import asyncio, sys
from pathlib import Path
from memory.store import open_memory
from providers.embeddings.fake import FakeEmbeddings

async def main():
    memory = await open_memory(Path(sys.argv[1]), FakeEmbeddings())
    await memory.indexer.flush()
    print([m["text"] for m in await memory.recall.moments("ann", "the garden", "now")])
    await memory.close()

asyncio.run(main())
"""


async def test_another_process_finds_what_was_recorded_and_says_nothing_on_the_way(tmp_path: Path):
    async with remembering(tmp_path) as memory:
        await memory.journal.record_turn(turn("ann", "the garden"))
    run = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", OPEN, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert (run.stdout, run.stderr) == ("['the garden']\n", "")


async def test_a_failed_opening_lets_go_of_the_folder(tmp_path: Path):
    with pytest.raises(SettingsError):
        await open_memory(tmp_path, FakeEmbeddings(), database_url="mysql://localhost/x")
    async with remembering(tmp_path):
        pass


async def test_folders_can_have_any_name(tmp_path: Path):
    folder = tmp_path / "a b%20?#é"
    async with remembering(folder):
        pass
    assert (folder / "records.sqlite3").exists()
