"""A failed stage degrades the turn, it does not silence it."""

from langgraph.config import get_stream_writer

from core.errors import RapportError, StageError
from core.events import stage_degraded
from core.state import TurnUpdate


def degraded(stage: str, error: BaseException) -> TurnUpdate:
    """Tell whoever listens that a neutral result stood in for this stage, and note it."""
    code = error.code if isinstance(error, RapportError) else StageError.code
    get_stream_writer()(stage_degraded(stage, code))
    return {"timings": {f"{stage}_degraded": code}}
