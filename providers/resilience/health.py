"""How the services are doing, for /healthz and /stats."""

from collections.abc import Callable
from time import monotonic
from typing import Any

from providers.resilience.breaker import Breaker
from providers.resilience.service import Service


class Health:
    """Knows every service by stage and name. One vendor has a breaker for each stage it serves.

    For a vendor may hear well while its chat is down, and each stage has its own time limit.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._services: dict[str, Service] = {}

    def service(self, stage: str, name: str) -> Service:
        """The service of that stage and name, made when it is first asked for."""
        key = f"{stage}.{name}"
        if key not in self._services:
            self._services[key] = Service(stage, name, Breaker(self._clock))
        return self._services[key]

    def states(self) -> dict[str, dict[str, Any]]:
        """By `stage.name`: `state`, `last_fault`, `retry_in_s`."""
        return {key: service.state() for key, service in self._services.items()}

    def figures(self) -> dict[str, dict[str, Any]]:
        """By `stage.name`: `calls`, `errors` by fault, `mean_ms`, `p50_ms`."""
        return {key: service.figures() for key, service in self._services.items()}
