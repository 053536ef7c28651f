"""What went wrong with a mail, as a fault that says whether to try again.

The sentence holds the server's code and never its text, which may quote an address.
"""

from core.errors import Fault, VendorError

VENDOR = "The mail server"


def mail_error(error: Exception) -> VendorError:
    from aiosmtplib import (
        SMTPConnectError,
        SMTPException,
        SMTPNotSupported,
        SMTPRecipientsRefused,
        SMTPResponseException,
        SMTPServerDisconnected,
    )

    if isinstance(error, VendorError):
        return error
    if isinstance(error, SMTPRecipientsRefused):
        return _answered(error.recipients[0].code)
    if isinstance(error, SMTPResponseException):
        return _answered(error.code)
    if isinstance(error, TimeoutError):
        return VendorError(f"{VENDOR} took too long to answer", "timeout")
    if isinstance(error, SMTPNotSupported):
        return VendorError(f"{VENDOR} lacks what this mail needs", "protocol")
    if isinstance(error, SMTPConnectError | SMTPServerDisconnected | OSError):
        return VendorError(f"{VENDOR} could not be reached", "network")
    if isinstance(error, SMTPException):
        return VendorError(f"{VENDOR} offers no encryption, or not as it should", "protocol")
    return VendorError(f"The mail cannot be written ({type(error).__name__})", "protocol")


def _answered(code: int) -> VendorError:
    """By RFC 5321: 4yz may succeed later, 5yz will not."""
    fault: Fault = "protocol" if code >= 500 else "server"
    if code in (530, 534, 535, 538):
        fault = "auth"
    return VendorError(f"{VENDOR} answered with code {code}", fault)
