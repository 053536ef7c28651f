"""What holds for every test."""

import asyncio
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import settings

# A busy machine is no failure, so no test is judged by its time; and a change is judged by what
# it changed, so examples are the same each time. Others are looked for with
# `--hypothesis-profile=explore`.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, derandomize=False, max_examples=1_000)
settings.load_profile("steady")

# looptime asks for the current event loop before every test. Where none was ever set asyncio
# would make one, which nobody closes, and the warning of it would fail some later test.
asyncio.set_event_loop(None)


@pytest.fixture(autouse=True)
def _logs_as_ever() -> Iterator[None]:  # pyright: ignore[reportUnusedFunction]
    """A command that was tested may have configured logging for its whole process."""
    yield
    structlog.reset_defaults()
