"""A vendor's exception as one `VendorError`, whatever SDK raised it.

The SDKs of OpenAI and Groq are generated from one template and share the shape of their
errors: a status and a response with headers, or a connection that failed or took too long.
"""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from core.errors import Fault, VendorError

LONGEST_WAIT = 3600.0
"""Seconds; a vendor that asks for more, or for nonsense, is asked again after an hour."""

BROKEN_OFF = ("Connect", "RemoteProtocol", "ReadError", "WriteError")
"""In the names of errors by which HTTP libraries say that the line was cut."""


def vendor_error(vendor: str, error: BaseException) -> VendorError:
    """What happened, in one sentence that holds neither keys nor what a caller said."""
    if isinstance(error, VendorError):
        return error
    name, status = type(error).__name__, getattr(error, "status_code", None)
    if isinstance(error, TimeoutError) or "Timeout" in name:
        return VendorError(f"{vendor} took too long to answer", "timeout")
    if isinstance(status, int):
        fault = _fault(status)
        headers: Any = getattr(getattr(error, "response", None), "headers", None) or {}
        return VendorError(f"{vendor} answered with status {status}", fault, retry_after(headers))
    if isinstance(error, OSError) or any(part in name for part in BROKEN_OFF):
        return VendorError(f"{vendor} could not be reached", "network")
    return VendorError(f"{vendor} gave an answer that cannot be used ({name})", "protocol")


def _fault(status: int) -> Fault:
    if status in (401, 403):
        return "auth"
    if status == 429:
        return "limit"
    if status == 408:
        return "timeout"
    return "server" if status >= 500 else "protocol"


def retry_after(headers: Any) -> float | None:
    """Seconds to wait by `retry-after` (RFC 9110: seconds or a date), if it says so."""
    value = str(headers.get("retry-after") or "").strip()
    if not value:
        return None
    try:
        wait = float(value)
    except ValueError:
        try:
            at = parsedate_to_datetime(value)
        except ValueError:
            return None
        wait = ((at if at.tzinfo else at.replace(tzinfo=UTC)) - datetime.now(UTC)).total_seconds()
    return min(max(wait, 0.0), LONGEST_WAIT) if wait == wait else None
