"""Mails about bookings over SMTP: to the caller, or to whoever runs the business."""

import asyncio
import ssl
from contextlib import suppress
from email.message import EmailMessage
from ipaddress import ip_address
from typing import Literal

from core.errors import SettingsError, VendorError
from core.outbox import BOOKING_KINDS, OutboxEvent
from providers.mail.message import booking_message
from providers.mail.smtp_errors import mail_error

Tls = Literal["auto", "tls", "starttls", "none"]
IMPLICIT_TLS_PORT = 465


class MailSink:
    """Tells the caller of a booking, or `admin` where one is given.

    With `tls` "auto", port 465 speaks TLS from the start and every other port must offer
    STARTTLS, except on this machine, where it is used if offered. `timeout` is the seconds
    each step may take, and three times that is the limit of all of them. Certificates are
    checked by `context`, by default against those that this machine trusts.

    A mail is sent at least once. It comes twice only if this process dies, or the line
    breaks, after the server took the mail and before its answer is written down; both then
    have one Message-ID and one calendar entry. Raises SettingsError for a bad address.
    """

    def __init__(
        self,
        *,
        server: str,
        sender: str,
        port: int = 587,
        tls: Tls = "auto",
        password: str | None = None,
        admin: str | None = None,
        timeout: float = 15.0,
        context: ssl.SSLContext | None = None,
    ) -> None:
        checked = _valid(sender)
        if checked is None:
            raise SettingsError("SENDER_EMAIL is no e-mail address")
        self._admin = _valid(admin)
        if admin is not None and self._admin is None:
            raise SettingsError("ADMIN_EMAIL is no e-mail address")
        self._server, self._port, self._tls = server, port, tls
        self._sender, self._password = checked, password
        self._timeout, self._context = timeout, context

    def wants(self, event: OutboxEvent) -> bool:
        return event["kind"] in BOOKING_KINDS and self._recipient(event) is not None

    async def deliver(self, event: OutboxEvent) -> None:
        recipient = self._recipient(event)
        if recipient is None:
            raise VendorError("The mail has no valid address to go to", "protocol")
        message = await asyncio.to_thread(self._compose, event, recipient)
        try:
            async with asyncio.timeout(3 * self._timeout):
                await self._send(message, recipient)
        except Exception as error:
            raise mail_error(error) from error

    def _recipient(self, event: OutboxEvent) -> str | None:
        return self._admin or _valid(event["payload"].get("email"))

    def _compose(self, event: OutboxEvent, recipient: str) -> EmailMessage:
        """In a thread, for the first time loads the libraries (0.2 s)."""
        import aiosmtplib  # noqa: F401  # pyright: ignore[reportUnusedImport]

        return booking_message(event, self._sender, recipient, to_admin=self._admin is not None)

    async def _send(self, message: EmailMessage, recipient: str) -> None:
        from aiosmtplib import SMTP

        implicit = self._tls == "tls" or (self._tls == "auto" and self._port == IMPLICIT_TLS_PORT)
        client = SMTP(
            hostname=self._server,
            port=self._port,
            timeout=self._timeout,
            use_tls=implicit,
            start_tls=False if implicit else self._starttls(),
            tls_context=self._context,
        )
        try:
            await client.connect()
            if self._password is not None:
                # Asked anew, for what STARTTLS has changed. Who wants no login offers none.
                await client.ehlo()
                if client.supports_extension("auth"):
                    await client.login(self._sender, self._password)
            await client.send_message(message, sender=self._sender, recipients=recipient)
            # The mail is taken: whatever happens to the goodbye does not matter.
            with suppress(Exception):
                await client.quit(timeout=1.0)
        finally:
            client.close()

    def _starttls(self) -> bool | None:
        """Demanded, never, or (None) used if it is offered."""
        if self._tls == "auto":
            return None if _is_here(self._server) else True
        return self._tls == "starttls"


def _is_here(server: str) -> bool:
    try:
        return ip_address(server).is_loopback
    except ValueError:
        return server == "localhost"


def _valid(address: object) -> str | None:
    """The address in the form that goes on the wire, or None if it is none."""
    from email_validator import EmailNotValidError, validate_email

    if not isinstance(address, str):
        return None
    try:
        # Names of machines that only this network knows are fine: nobody is asked about them.
        found = validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return None
    return f"{found.local_part}@{found.ascii_domain}"
