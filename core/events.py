"""What a running turn tells whoever listens, through LangGraph's custom stream."""

from typing import Literal, TypedDict


class StageDegraded(TypedDict):
    """A stage failed or took too long, and a neutral result stood in for it."""

    type: Literal["stage_degraded"]
    stage: str
    code: str


def stage_degraded(stage: str, code: str) -> StageDegraded:
    return {"type": "stage_degraded", "stage": stage, "code": code}
