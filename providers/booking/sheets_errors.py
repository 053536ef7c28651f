"""What went wrong with the spreadsheet, as a fault that says whether to try again."""

import json
from typing import Any, cast

from core.errors import Fault, VendorError
from providers.vendor_errors import retry_after

VENDOR = "Google Sheets"
QUOTA_PAUSE = 60.0
"""Seconds; the quotas of the Sheets API are by the minute and it names no time itself."""
_QUOTA = {"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED", "RESOURCE_EXHAUSTED"}


def sheets_error(error: Exception) -> VendorError:
    """One sentence that holds neither the key nor what a caller said."""
    from google.auth.exceptions import GoogleAuthError, TransportError
    from googleapiclient.errors import HttpError
    from httplib2 import HttpLib2Error

    if isinstance(error, VendorError):
        return error
    if isinstance(error, HttpError):
        return _answered(error)
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return VendorError(f"{VENDOR} took too long to answer", "timeout")
    if isinstance(error, TransportError | HttpLib2Error | OSError):
        return VendorError(f"{VENDOR} could not be reached", "network")
    if isinstance(error, GoogleAuthError) and getattr(error, "retryable", False):
        return VendorError(f"{VENDOR} gives no token at the moment", "server")
    if isinstance(error, GoogleAuthError):
        return VendorError(f"{VENDOR} does not accept the service account's key", "auth")
    name = type(error).__name__
    return VendorError(f"{VENDOR} gave an answer that cannot be used ({name})", "protocol")


def _answered(error: Any) -> VendorError:
    status = int(error.resp.status)
    message = f"{VENDOR} answered with status {status}"
    if status == 429 or (status == 403 and _reasons(error.content) & _QUOTA):
        wait = retry_after(error.resp) or QUOTA_PAUSE
        return VendorError(message, "limit", wait)
    fault: Fault = "server" if status >= 500 else "protocol"
    if status in (401, 403):
        fault = "auth"
    return VendorError(message, fault, retry_after(error.resp))


def _reasons(content: bytes) -> set[str]:
    """Every reason that Google's error names: in its errors, its details, or as its status."""
    try:
        error = cast(dict[str, Any], json.loads(content)["error"])
        named = [*error.get("errors", []), *error.get("details", [])]
        return {str(each.get("reason")) for each in named} | {str(error.get("status"))}
    except (ValueError, KeyError, TypeError, AttributeError):
        return set()
