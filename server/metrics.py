"""Counters behind GET /stats, since this process started."""

from collections import Counter, defaultdict
from typing import Any

from core.state import TurnState

STAGES = {"avg_total": "total", "avg_stt": "stt", "avg_ai_agent": "ai_agent", "avg_tts": "tts"}


class Metrics:
    """Counts turns, errors and degraded stages, and sums the time of each stage."""

    def __init__(self) -> None:
        self._turns: Counter[str] = Counter()
        self._errors: Counter[str] = Counter()
        self._degraded: Counter[str] = Counter()
        self._spent: defaultdict[str, float] = defaultdict(float)
        self._timed: Counter[str] = Counter()

    def succeeded(self, state: TurnState) -> None:
        self._turns["successful"] += 1
        spent = {**state["timings"], "total": state["turn"].get("duration_ms", 0.0)}
        for stage, milliseconds in spent.items():
            if isinstance(milliseconds, int | float):
                self._spent[stage] += milliseconds
                self._timed[stage] += 1

    def failed(self, code: str) -> None:
        self._turns["failed"] += 1
        self._errors[code] += 1

    def degraded(self, stage: str) -> None:
        self._degraded[stage] += 1

    def performance(self) -> dict[str, Any]:
        successful, failed = self._turns["successful"], self._turns["failed"]
        total = successful + failed
        return {
            "requests": {
                "total": total,
                "successful": successful,
                "failed": failed,
                "success_rate_percent": round(100 * successful / total, 2) if total else 100.0,
            },
            "timing_ms": {
                name: round(self._spent[stage] / self._timed[stage], 1) if self._timed[stage] else 0
                for name, stage in STAGES.items()
            },
            "errors": dict(self._errors),
            "degraded_stages": dict(self._degraded),
        }
