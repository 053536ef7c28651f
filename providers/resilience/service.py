"""One service as one stage uses it: its breaker, its figures, and how it is called."""

import asyncio
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from statistics import fmean, median
from time import perf_counter
from typing import Any, TypeVar

import structlog

from core.errors import BusyError, InputError, VendorError
from providers.resilience.asking import Call
from providers.resilience.breaker import Breaker
from providers.resilience.retry import retried

log = structlog.stdlib.get_logger("rapport.service")

T = TypeVar("T")

CROWDED = "Too many are waiting, please try again in a moment."
RECENT = 200
"""Latencies kept for the figures."""


class Service:
    """`stage` is the node that needs it, `name` the vendor, as in `respond` and `groq`."""

    def __init__(self, stage: str, name: str, breaker: Breaker) -> None:
        self.stage, self.name, self.breaker = stage, name, breaker
        self.calls = 0
        self.errors: Counter[str] = Counter()
        self._spent: deque[float] = deque(maxlen=RECENT)

    async def call(
        self,
        work: Callable[[], Awaitable[T]],
        limit: float,
        again: bool = True,
        whole: bool = True,
    ) -> T:
        """The answer, within `limit` seconds; `again`: the work may be tried twice.

        Where the answer is not the `whole` of it, what comes after decides: the caller owes the
        breaker its outcome. Figures are of the answer all the same.

        Raises VendorError for whatever the service did wrong, or with fault `open` without
        asking it. InputError and BusyError say nothing about the service and pass, as does
        all where the adapter told that it did not ask (`asking.py`).
        """
        if not self.breaker.admits():
            raise VendorError(f"{self.name} is left alone for now", "open")
        began, told, call = perf_counter(), False, Call()
        try:
            async with asyncio.timeout(limit) as timer:
                with call.timed(timer):
                    answer = await (retried(work, limit) if again else work())
            if call.asked:
                told = True
                self._answered(perf_counter() - began)
                if whole:
                    self.breaker.succeeded()
            return answer
        except (InputError, BusyError):
            raise
        except Exception as error:
            if not call.asked:
                late = isinstance(error, TimeoutError)
                raise BusyError(CROWDED) if late else self._fault_of(error) from error
            told = True
            raise self.failed(error, perf_counter() - began) from error
        finally:
            self.calls += call.asked
            if not told:
                self.breaker.released()

    def failed(self, error: Exception, seconds: float) -> VendorError:
        """Count a failure and tell the breaker; returns it as a fault of this service."""
        fault = self._fault_of(error)
        self.errors[fault.fault] += 1
        self.breaker.failed(fault.fault, fault.retry_after)
        log.warning(
            "service_failed",
            stage=self.stage,
            service=self.name,
            fault=fault.fault,
            error=str(fault),  # Of the status too: a wrong key or model is seen here first.
            ms=round(seconds * 1000, 1),
            breaker=self.breaker.state,
            retry_in_s=round(self.breaker.retry_in, 1),
        )
        return fault

    def state(self) -> dict[str, Any]:
        """For /healthz."""
        return {
            "state": self.breaker.state,
            "last_fault": self.breaker.last_fault,
            "retry_in_s": round(self.breaker.retry_in, 1),
        }

    def figures(self) -> dict[str, Any]:
        """For /stats; latencies are of calls that succeeded, the latest ones."""
        spent = self._spent or [0.0]
        return {
            "calls": self.calls,
            "errors": dict(self.errors),
            "mean_ms": round(fmean(spent), 1),
            "p50_ms": round(median(spent), 1),
        }

    def _answered(self, seconds: float) -> None:
        self._spent.append(seconds * 1000)
        log.info(
            "service_answered", stage=self.stage, service=self.name, ms=round(seconds * 1000, 1)
        )

    def _fault_of(self, error: Exception) -> VendorError:
        if isinstance(error, VendorError):
            return error
        if isinstance(error, TimeoutError):
            return VendorError(f"{self.name} took too long to answer", "timeout")
        kind = type(error).__name__
        return VendorError(f"{self.name} gave an answer that cannot be used ({kind})", "protocol")
