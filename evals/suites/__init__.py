"""One suite a file: each gives its tasks, a dataset with a solver and a scorer."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from core.errors import InputError
from evals.options import Options
from evals.task import AnyTask

DEFAULT = ("mood", "noise", "sentiment", "outcome", "opening", "booking", "retrieval", "latency")
ON_REQUEST = {"ragas": "ragas_retrieval"}
"""Suites that need an extra; imported only when they are asked for."""

CHOICES = (*DEFAULT, *ON_REQUEST)


def tasks_of(names: Sequence[str], options: Options) -> list[AnyTask]:
    """The tasks of the named suites. Raises InputError for an unknown name, naming the choices."""
    found: list[AnyTask] = []
    for name in names:
        if name not in CHOICES:
            raise InputError(f"There is no suite {name!r}; choose from {', '.join(CHOICES)}.")
        module: Any = import_module(f"{__name__}.{ON_REQUEST.get(name, name)}")
        found += module.tasks(options)
    return found
