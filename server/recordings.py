"""A throw-away copy of the recordings: whatever is replayed writes there, and nowhere else."""

import shutil
import sqlite3
import tempfile
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from core.errors import SettingsError
from server.settings import Settings

DATABASES = ("records.sqlite3", "checkpoints.sqlite3")


@contextmanager
def copied(settings: Settings) -> Generator[Settings]:
    """Settings that point to a copy of the data folder, which goes when the block ends.

    The server may be running meanwhile: databases are copied by SQLite's own backup. Raises
    SettingsError where the recordings are not in the data folder.
    """
    if settings.database_url or settings.checkpoints != "sqlite":
        raise SettingsError(
            "Replay copies SQLite recordings; unset DATABASE_URL and set CHECKPOINTS=sqlite"
        )
    with tempfile.TemporaryDirectory(prefix="rapport-replay-") as folder:
        target = Path(folder)
        for name in DATABASES:
            if (settings.data_dir / name).exists():
                _backup(settings.data_dir / name, target / name)
        if settings.chroma_path.exists():
            shutil.copytree(settings.chroma_path, target / "index")
        yield settings.model_copy(update={"data_dir": target, "chroma_db_path": target / "index"})


def _backup(source: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as read,
        closing(sqlite3.connect(target)) as written,
    ):
        read.backup(written)
