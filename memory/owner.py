"""One process owns an embedded Chroma: two writers on one folder would destroy it unseen."""

import sys
import time
from pathlib import Path
from typing import IO

from core.errors import SettingsError

PATIENCE_SECONDS = 3.0
"""The owner of a killed server may be finishing its last call."""


def claim(folder: Path) -> IO[bytes]:
    """Claim a folder, by a lock on a file beside it, until the returned file is closed.

    Raises SettingsError when somebody holds it for longer than 3 s. Where the system has no
    such locks (Windows) it only opens the file.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    file = folder.with_name(folder.name + ".lock").open("ab")
    until = time.monotonic() + PATIENCE_SECONDS
    while not _locked(file):
        if time.monotonic() > until:
            file.close()
            raise SettingsError(
                "Another process uses this data folder; stop it or choose another DATA_DIR."
            )
        time.sleep(0.1)
    return file


def _locked(file: IO[bytes]) -> bool:
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
