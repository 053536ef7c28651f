"""A circuit breaker (M. Nygard, Release It!): a service that failed is left alone for a while.

Our own, since the caller waits for every fault that is found out again. The libraries
looked at (purgatory, pybreaker, aiobreaker) let all calls through when half open, rest for
one fixed time whatever the fault, and cannot stay open for as long as the service asked.
"""

from collections.abc import Callable
from time import monotonic
from typing import Literal

from core.errors import Fault

State = Literal["closed", "open", "half_open"]

RESTS: dict[Fault, float] = {
    "auth": 300.0,
    "limit": 10.0,
    "server": 10.0,
    "network": 10.0,
    "timeout": 30.0,
    "protocol": 10.0,
}
"""Seconds of the first rest after a fault; each rest in a row is twice as long. The longer a
fault keeps a caller waiting, the longer until one has to wait for it again."""

LONGEST_REST = 300.0

LEAST_REST = 1.0
"""Seconds of the first rest where the service asked for less, or for none (a `retry-after` of
0, or a date that is past where its clock is behind)."""

MISREADINGS = 3
"""Answers in a row that cannot be read, until the breaker opens: one may be an odd answer."""


class Breaker:
    """Closed it lets calls through, open none, half open one: the probe that decides.

    Every call that was admitted ends in `succeeded`, `failed` or `released`.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self.last_fault: Fault | None = None
        self._clock = clock
        self._until: float | None = None
        self._probing = False
        self._rests = 0
        self._misread = 0

    @property
    def state(self) -> State:
        if self._until is None:
            return "closed"
        return "open" if self.retry_in > 0 else "half_open"

    @property
    def retry_in(self) -> float:
        """Seconds until the service is asked again."""
        return 0.0 if self._until is None else max(0.0, self._until - self._clock())

    def admits(self) -> bool:
        """Whether a call may be made now; if so, the caller owes its outcome."""
        if self.state == "half_open" and not self._probing:
            self._probing = True
            return True
        return self.state == "closed"

    def succeeded(self) -> None:
        if self.state == "open":
            return  # A call from before; what opened the breaker since knows better.
        self._until, self._probing, self._rests, self._misread = None, False, 0, 0

    def failed(self, fault: Fault, retry_after: float | None = None) -> None:
        """`retry_after`: seconds that the service asked for, which count before our own.

        Only the least rest is not up to it, nor that it doubles: else a service that asks for
        none would be asked by every turn.
        """
        self.last_fault = fault
        if self.state == "open":
            # Calls that were under way together fail together: that is one rest.
            self._until = max(self._until or 0.0, self._clock() + (retry_after or 0.0))
            return
        self._misread += 1
        if fault == "protocol" and self.state == "closed" and self._misread < MISREADINGS:
            return
        first = RESTS.get(fault, 10.0) if retry_after is None else LEAST_REST
        rest = min(first * 2**self._rests, LONGEST_REST)
        self._until = self._clock() + max(rest, retry_after or 0.0)
        self._probing, self._misread = False, 0
        self._rests = min(self._rests + 1, 8)

    def released(self) -> None:
        """The call says nothing about the service: cancelled, or its input was at fault."""
        self._probing = False
