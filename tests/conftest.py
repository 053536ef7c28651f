"""What holds for every test."""

from collections.abc import Iterator

import pytest
import structlog
from hypothesis import settings

# A busy machine is no failure: no test is judged by its time.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def _logs_as_ever() -> Iterator[None]:  # pyright: ignore[reportUnusedFunction]
    """A command that was tested may have configured logging for its whole process."""
    yield
    structlog.reset_defaults()
