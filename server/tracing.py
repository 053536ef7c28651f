"""LangSmith: traces hold what callers said, so they leave only when asked for, with a key."""

from collections.abc import MutableMapping
from pathlib import Path

from dotenv import dotenv_values

PREFIXES = ("LANGSMITH_", "LANGCHAIN_")
"""Of all that langsmith reads, and it reads the environment only."""

KEYS = ("LANGSMITH_API_KEY", "LANGCHAIN_API_KEY")
SWITCHES = ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING_V2")
"""All that langsmith looks at; any of them turns tracing on."""

OLD_SWITCH = "LANGCHAIN_TRACING"
"""LangChain refuses to run when this is on without the others."""


def read_tracing(file: Path, environ: MutableMapping[str, str]) -> None:
    """Put what a `.env` says to langsmith into the environment, which goes before the file."""
    for name, value in dotenv_values(file).items():
        if name.startswith(PREFIXES) and value and not environ.get(name):
            environ[name] = value


def settle_tracing(environ: MutableMapping[str, str]) -> bool:
    """Trace only with a key and `LANGSMITH_TRACING=true`; returns whether it does.

    Before the first graph runs: langsmith reads these once.
    """
    asked = environ.get("LANGSMITH_TRACING", "").strip().lower() == "true"
    on = asked and any(environ.get(key) for key in KEYS)
    for switch in SWITCHES:
        environ[switch] = "true" if on else "false"
    environ.pop(OLD_SWITCH, None)
    return on
