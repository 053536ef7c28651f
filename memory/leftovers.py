"""What Chroma leaves behind in its folder, which nothing of it needs."""

import shutil
import sqlite3
import struct
from contextlib import closing
from pathlib import Path
from uuid import UUID

_HEADER = struct.Struct("<iQQQQ")
"""Start of an hnswlib header: version, offset, capacity, elements, bytes an element."""
_VERSION = 1
_LENGTH_BYTES = 4


def sweep(path: Path) -> None:
    """Remove the HNSW files of dropped collections, and blank the unused parts of the others.

    Chroma removes neither a dropped collection's files nor, when it makes new ones with room
    for 100 vectors, what was in that memory before: texts of any user. To be called while
    nothing is written, on the thread that owns Chroma, which never reads these parts.
    """
    living = _segments(path / "chroma.sqlite3")
    for folder in path.iterdir():
        if folder.is_dir() and _is_uuid(folder.name):
            if folder.name in living:
                _blank_unused(folder)
            else:
                shutil.rmtree(folder)


def _segments(database: Path) -> set[str]:
    uri = f"{database.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        return {row[0] for row in connection.execute("SELECT id FROM segments")}


def _blank_unused(folder: Path) -> None:
    header = folder / "header.bin"
    start = header.read_bytes()[: _HEADER.size] if header.exists() else b""
    if len(start) < _HEADER.size:
        return
    version, _, _, elements, size = _HEADER.unpack(start)
    if version == _VERSION:
        _blank(folder / "data_level0.bin", elements * size)
        _blank(folder / "length.bin", elements * _LENGTH_BYTES)


def _blank(file: Path, start: int) -> None:
    with file.open("r+b") as opened:
        opened.seek(start)
        rest = opened.read()
        if rest.strip(b"\0"):
            opened.seek(start)
            opened.write(bytes(len(rest)))


def _is_uuid(name: str) -> bool:
    try:
        return str(UUID(name)) == name
    except ValueError:
        return False
