import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from core.errors import NotFoundError, RecallError, SettingsError
from memory.chroma import Collections
from memory.worker import Caller, ChromaHere, ChromaProcess

ROOT = Path(__file__).parents[2]


@pytest.fixture
def process(tmp_path: Path) -> Iterator[ChromaProcess]:
    started = ChromaProcess(tmp_path / "chroma")
    yield started
    started.close()


def check(caller: Caller) -> None:
    """What both promise."""
    caller.call(Collections.start_anew, {"shards": 3})
    assert caller.call(Collections.about) == {"shards": 3}
    with pytest.raises(NotFoundError, match="Nothing there"):
        caller.call(fail, NotFoundError("Nothing there."))
    assert caller.call(pid) == caller.call(pid)
    for _ in range(2):
        caller.close()
    assert caller.call(Collections.about) == {"shards": 3}
    caller.close()


@pytest.mark.parametrize("kind", [ChromaHere, ChromaProcess])
def test_the_contract(kind: Callable[[Path], Caller], tmp_path: Path):
    caller = kind(tmp_path / "chroma")
    caller.close()
    check(caller)


def pid(_: Collections) -> int:
    sys.stdout.write("A library prints this.\n")
    return os.getpid()


def fail(_: Collections, error: Exception) -> None:
    raise error


class HomebodyError(Exception):
    def __init__(self, one: str, two: str) -> None:
        super().__init__(one + two)


def fail_strangely(_: Collections) -> None:
    raise HomebodyError("not to be ", "pickled")


def die(_: Collections) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_an_error_that_cannot_travel_is_told(process: ChromaProcess):
    with pytest.raises(RuntimeError, match="HomebodyError: not to be pickled"):
        process.call(fail_strangely)
    assert process.call(pid) != os.getpid()


def test_a_process_that_died_is_started_again_with_all_it_had(process: ChromaProcess):
    process.call(Collections.start_anew, {"shards": 3})
    before = process.call(pid)
    with pytest.raises(RecallError, match="started again"):
        process.call(die)
    assert process.call(Collections.about) == {"shards": 3}
    assert process.call(pid) != before


def test_the_folder_has_one_owner(tmp_path: Path):
    owner, other = ChromaHere(tmp_path / "chroma"), ChromaHere(tmp_path / "chroma")
    owner.call(pid)
    with pytest.raises(SettingsError, match="Another process"):
        other.call(pid)
    owner.close()
    assert other.call(pid)
    other.close()


def test_it_ends_when_its_parent_is_killed(tmp_path: Path, process: ChromaProcess):
    code = (
        "import os, sys; from pathlib import Path; from memory.worker import ChromaProcess;"
        "from memory.chroma import Collections; from tests.memory.test_worker import pid;"
        "started = ChromaProcess(Path(sys.argv[1])); print(started.call(pid));"
        "started.call(Collections.start_anew, {'shards': 7});"
        "sys.stdout.flush(); os.kill(os.getpid(), 9)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "chroma")]
    told = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True).stdout
    with suppress(psutil.NoSuchProcess):
        psutil.Process(int(told)).wait(60)
    assert process.call(Collections.about) == {"shards": 7}
