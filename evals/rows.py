"""JSON Lines in and out, one row at a time: what people bring along to have read or summed up."""

import json
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO, cast

from core.errors import InputError
from core.state import Utterance

Row = dict[str, Any]


def count_lines(path: Path) -> int:
    """How many rows a file has, for a progress bar."""
    with _opened(path) as lines:
        return sum(1 for line in lines if line.strip())


def read_rows(path: Path) -> Iterator[tuple[int, Row]]:
    """(line number from 1, row) for every line that is not blank.

    Raises InputError naming the line for what is no JSON object.
    """
    with _opened(path) as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield number, _row(line, number)


def write_row(out: TextIO, row: Mapping[str, Any]) -> None:
    """Write a row and see it to the file, so that a later error loses nothing."""
    out.write(json.dumps(row, ensure_ascii=False) + "\n")
    out.flush()


def text_of(row: Row, number: int, key: str = "text") -> str:
    value = row.get(key)
    if not isinstance(value, str):
        raise InputError(f'Line {number}: "{key}" must be a string.')
    return value


def utterances_of(row: Row, number: int, key: str) -> list[Utterance]:
    """A list of `{"speaker": "caller" | "assistant", "text": ...}`; "user" and "system" too."""
    value = row.get(key)
    if not isinstance(value, list):
        raise InputError(f'Line {number}: "{key}" must be a list of speaker and text.')
    return [_utterance(said, number, key) for said in cast(list[object], value)]


SPEAKERS = {
    "caller": "caller",
    "user": "caller",
    "customer": "caller",
    "assistant": "assistant",
    "system": "assistant",
    "agent": "assistant",
}


def _utterance(said: object, number: int, key: str) -> Utterance:
    row = cast(Row, said) if isinstance(said, dict) else {}
    speaker = SPEAKERS.get(str(row.get("speaker")))
    text = row.get("text")
    if speaker is None or not isinstance(text, str):
        raise InputError(
            f'Line {number}: every entry of "{key}" needs a "speaker" (caller or assistant) '
            'and a "text".'
        )
    return cast(Utterance, {"speaker": speaker, "text": text})


def _row(line: str, number: int) -> Row:
    try:
        row: object = json.loads(line)
    except ValueError as error:
        raise InputError(f"Line {number} is not JSON: {error}.") from error
    if not isinstance(row, dict):
        raise InputError(f"Line {number} is not a JSON object.")
    return cast(Row, row)


@contextmanager
def _opened(path: Path) -> Generator[TextIO]:
    if not path.is_file():
        raise InputError(f"There is no file {path}.")
    with path.open(encoding="utf-8-sig", errors="replace") as lines:
        yield lines
