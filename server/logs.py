"""Structured logs: JSON lines to stderr and DATA_DIR/logs, with session and turn ids.

Callers' words appear at debug level only. Writing happens on a thread of its own, so
that a slow disk never holds up the event loop.
"""

import logging
import sys
import traceback
from collections.abc import Generator
from contextlib import contextmanager
from logging.handlers import QueueHandler, QueueListener, RotatingFileHandler
from pathlib import Path
from queue import SimpleQueue
from typing import Any, cast

import structlog
from structlog.types import EventDict, Processor

FILE_BYTES = 10_000_000
FILES_KEPT = 5


@contextmanager
def logging_to(folder: Path, level: str) -> Generator[None]:
    """Log through structlog and the standard library alike until the block ends."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _where_it_broke,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(),
        ],
    )
    folder.mkdir(parents=True, exist_ok=True)
    handlers: list[logging.Handler] = [
        logging.StreamHandler(sys.stderr),
        RotatingFileHandler(folder / "rapport.log", maxBytes=FILE_BYTES, backupCount=FILES_KEPT),
    ]
    for handler in handlers:
        handler.setFormatter(formatter)
    queue: SimpleQueue[logging.LogRecord] = SimpleQueue()
    listener = QueueListener(queue, *handlers)
    root = logging.getLogger()
    entrance = _Entrance(queue)
    root.addHandler(entrance)
    root.setLevel(level.upper())
    # Their info lines say what ours do, with less, and name users by their ids in URLs: an
    # erased user must not stay in the logs.
    for noisy in ("uvicorn", "httpx", "alembic", "chromadb", "sqlalchemy", "aiosqlite"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    listener.start()
    try:
        yield
    finally:
        root.removeHandler(entrance)
        listener.stop()
        for handler in handlers:
            handler.close()


def _where_it_broke(_logger: Any, _name: str, event: EventDict) -> EventDict:
    """Types and places of an exception and its causes; its message may quote a caller."""
    given: object = event.pop("exc_info", None)
    if not given:
        return event
    error = given if isinstance(given, BaseException) else sys.exc_info()[1]
    if isinstance(given, tuple):
        error = cast("BaseException | None", given[1])
    trail: list[str] = []
    while error is not None:
        frames = traceback.extract_tb(error.__traceback__)
        trail.append(type(error).__qualname__)
        trail += [f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
        error = error.__cause__ or error.__context__
    event["exception"] = "\n".join(trail)
    return event


class _Entrance(QueueHandler):
    """Hands records over as they are: structlog's formatter needs its own dict, not a string."""

    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        return record
