"""A mail server (aiosmtpd) in the test's loop: it refuses, falls silent or hangs up on demand."""

import asyncio
import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

USER, PASSWORD = "desk@harbour.example", "app-password"


class Mailroom:
    """What the server took. `answers` maps RCPT or DATA to what it says instead of 250.

    A mail is not answered while `go` is not set.
    """

    def __init__(self, port: int = 0) -> None:
        self.port = port
        self.mails: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.recipients: list[list[str]] = []
        self.logins: list[str] = []
        self.encrypted: list[bool] = []
        self.answers: dict[str, str] = {}
        self.go = asyncio.Event()
        self.go.set()
        self.hangs_up_after_data = False

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if "RCPT" in self.answers:
            return self.answers["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        await self.go.wait()
        if "DATA" in self.answers:
            return self.answers["DATA"]
        self.raw.append(envelope.content)
        parsed = message_from_bytes(envelope.content, policy=policy.default)
        self.mails.append(parsed)
        self.recipients.append(envelope.rcpt_tos)
        self.encrypted.append(session.ssl is not None)
        if self.hangs_up_after_data:
            server.transport.abort()
        return "250 taken"

    def authenticate(
        self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any
    ) -> AuthResult:
        given = cast(LoginPassword, data)
        self.logins.append(given.login.decode())
        right = (given.login.decode(), given.password.decode()) == (USER, PASSWORD)
        return AuthResult(success=right, handled=False)


@asynccontextmanager
async def mailroom(
    *,
    starttls: ssl.SSLContext | None = None,
    implicit: ssl.SSLContext | None = None,
    login: bool = False,
) -> AsyncGenerator[Mailroom]:
    """A server with STARTTLS, with TLS from the start, or without either."""
    room = Mailroom()
    loop = asyncio.get_running_loop()

    def protocol() -> SMTP:
        return SMTP(
            room,
            loop=loop,
            hostname="mail.example",
            enable_SMTPUTF8=True,
            tls_context=starttls,
            authenticator=room.authenticate if login else None,
            auth_required=login and starttls is not None,
            auth_require_tls=starttls is not None or not login,
        )

    server = await loop.create_server(protocol, "127.0.0.1", 0, ssl=implicit)
    room.port = server.sockets[0].getsockname()[1]
    try:
        yield room
    finally:
        server.close()
        await server.wait_closed()
