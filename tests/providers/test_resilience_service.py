"""What the log says of a service that failed: enough to put it right, and nobody's words."""

import pytest
from structlog.testing import capture_logs

from core.errors import VendorError
from providers.resilience.breaker import Breaker
from providers.resilience.service import Service
from providers.vendor_errors import vendor_error


class NotFoundError(Exception):
    status_code = 404


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (vendor_error("Acme", NotFoundError("said: secret")), "Acme answered with status 404"),
        (TimeoutError("secret"), "acme took too long to answer"),
        (ValueError("secret"), "acme gave an answer that cannot be used (ValueError)"),
    ],
)
async def test_the_log_names_what_a_service_did(error: Exception, told: str) -> None:
    async def failing() -> None:
        raise error

    with capture_logs() as lines, pytest.raises(VendorError):
        await Service("respond", "acme", Breaker()).call(failing, limit=5, again=False)
    assert [line["error"] for line in lines] == [told]
    assert "secret" not in str(lines)
