"""Candidates for one stage, asked in order; the last is embedded and needs nobody.

The time that each may take is a share of what is left of the turn's deadline, so that
however many stall, one after another and stage after stage, some is left for the embedded.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from core.deadline import left, stretched, whole
from core.degradation import note
from core.errors import BusyError, RapportError, VendorError
from providers.resilience.health import Health
from providers.resilience.service import Service

P = TypeVar("P")
T = TypeVar("T")

TOO_LATE = 0.04
"""Share of the turn's deadline; with less than that, asking would only blame the service."""


class Chain(Generic[P]):
    """`share`: of what is left, for one candidate; `cap`: seconds it may take at most, in
    a turn of the usual length."""

    def __init__(
        self,
        stage: str,
        candidates: Sequence[tuple[str, P]],
        health: Health,
        share: float,
        cap: float = float("inf"),
    ) -> None:
        *vendors, (_, self.embedded) = candidates
        self._vendors = [(health.service(stage, name), vendor) for name, vendor in vendors]
        self._stage, self._share, self._cap = stage, share, cap

    def in_time(self) -> list[tuple[Service, P]]:
        """The vendors, unless it is too late to ask one: then the turn is noted as degraded."""
        if self._share * left() >= TOO_LATE * whole():
            return self._vendors
        for service, _ in self._vendors:
            note(self._stage, f"{service.name}:late")
        return []

    def limit(self) -> float:
        """Seconds that the next candidate may take."""
        return min(self._share * left(), stretched(self._cap, whole()))

    def failed(self, service: Service, error: RapportError) -> None:
        """Note that another one has to answer."""
        why = error.fault if isinstance(error, VendorError) else error.code
        note(self._stage, f"{service.name}:{why}")

    async def ask(self, work: Callable[[P], Awaitable[T]]) -> T:
        """The first answer. Raises InputError at once, and what the embedded one raises."""
        for service, vendor in self.in_time():
            try:
                return await service.call(lambda vendor=vendor: work(vendor), self.limit())
            except (VendorError, BusyError) as error:
                self.failed(service, error)
        return await work(self.embedded)
