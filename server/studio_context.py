"""What the Studio entry points share.

A module of its own, because `langgraph dev` loads `studio.py` once for each graph that
names it, and what is shared must be there once.
"""

import atexit
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from typing import Any

from server.recordings import copied
from server.services import Services
from server.settings import Settings, load_settings

opened: list[Services] = []
"""The services on the copy, put here by the app's lifespan before any run starts."""


@dataclass
class StudioContext:
    """The run context in Studio: nothing to fill in, everything comes from the copy's services."""

    def __getattr__(self, name: str) -> Any:
        return getattr(opened[0].context, name)


@cache
def copy() -> Settings:
    """Settings on a copy of the recordings, made once and gone when the process ends."""
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(copied(load_settings()))
