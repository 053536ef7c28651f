"""Events as signed webhooks, by the Standard Webhooks specification 1.0.

`webhook-id` is the event's id and stays the same when it is sent again, so a receiver that
remembers ids for some days drops what it has: delivery is at least once.
"""

import asyncio
import json
import ssl
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

import httpx

from core.errors import Fault, SettingsError, VendorError
from core.outbox import OutboxEvent
from core.outcomes import OUTCOMES, Outcome
from providers.public_address import checked_address
from providers.vendor_errors import retry_after, vendor_error

TYPES = {
    "booked": "booking.booked",
    "changed": "booking.changed",
    "cancelled": "booking.cancelled",
    "session_ended": "session.ended",
    "turning_point": "session.turning_point",
}
SESSION_FIELDS = (
    "session_id",
    "started_at",
    "ended_at",
    "ended",
    "turns",
    "outcome",
    "confidence",
    "average_sentiment",
    "pain_points",
    "positive_moments",
    "failed_intents",
    "turning_points",
    "strategy",
)


class WebhookSink:
    """Posts events to one address. `timeout` is the seconds that all of it may take, and
    certificates are checked by `context`, by default against those that are commonly trusted.

    Redirects are not followed and no proxy is used, for both would lead elsewhere than to
    the address that was checked. Raises SettingsError for a URL or a secret that cannot be.
    """

    def __init__(
        self,
        url: str,
        secret: str,
        *,
        outcomes: Collection[Outcome] = OUTCOMES,
        allow_private: bool = False,
        timeout: float = 10.0,
        context: ssl.SSLContext | None = None,
    ) -> None:
        from standardwebhooks.webhooks import Webhook

        self._url = _checked(url)
        try:
            self._signer = Webhook(secret)
        except Exception as error:
            raise SettingsError("WEBHOOK_SECRET must be whsec_ followed by base64") from error
        self._outcomes = frozenset(outcomes)
        self._allow_private = allow_private
        self._timeout = timeout
        # Once, for it reads a file of certificates.
        self._context = context or httpx.create_ssl_context()

    def wants(self, event: OutboxEvent) -> bool:
        ended = event["kind"] == "session_ended"
        return not ended or event["payload"].get("outcome") in self._outcomes

    async def deliver(self, event: OutboxEvent) -> None:
        body = json.dumps(body_of(event)).encode()
        try:
            async with asyncio.timeout(self._timeout):
                response = await self._post(event["id"], body)
        except httpx.TimeoutException as error:
            raise VendorError("The webhook took too long to answer", "timeout") from error
        except httpx.TransportError as error:
            raise VendorError("The webhook could not be reached", "network") from error
        except Exception as error:
            raise vendor_error("The webhook", error) from error
        status = response.status_code
        if not 200 <= status < 300:
            message = f"The webhook answered with status {status}"
            raise VendorError(message, _fault(status), retry_after(response.headers))

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(trust_env=False, timeout=self._timeout, verify=self._context)

    async def _post(self, event_id: str, body: bytes) -> httpx.Response:
        host = self._url.raw_host.decode()
        port = self._url.port or (443 if self._url.scheme == "https" else 80)
        address = await checked_address(host, port, self._allow_private)
        now = datetime.now(UTC)
        headers = {
            "host": self._url.netloc.decode(),
            "content-type": "application/json",
            "webhook-id": event_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self._signer.sign(event_id, now, body.decode()),
        }
        # To the checked address itself; TLS still asks for a certificate of the name.
        url = self._url.copy_with(host=address)
        known_as = {"sni_hostname": host}
        async with (
            self._client() as client,
            client.stream(
                "POST", url, content=body, headers=headers, extensions=known_as
            ) as answer,
        ):
            # Its body is of no use, and could be without end.
            return answer


def body_of(event: OutboxEvent) -> dict[str, Any]:
    """What is posted: `type`, `timestamp` (ISO 8601 UTC) and `data`."""
    payload = event["payload"]
    if event["kind"] == "session_ended":
        payload = {name: payload.get(name) for name in SESSION_FIELDS}
    who = {"user_id": event["user_id"], "business_id": event["business_id"]}
    return {"type": TYPES[event["kind"]], "timestamp": event["at"], "data": {**who, **payload}}


def _fault(status: int) -> Fault:
    if status == 429:
        return "limit"
    if status >= 500 or status == 408:
        return "server"
    return "auth" if status in (401, 403) else "protocol"


def _checked(url: str) -> httpx.URL:
    """Raises SettingsError for what nothing can be posted to."""
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL:
        parsed = httpx.URL("")
    if not parsed.host or parsed.scheme not in ("http", "https") or parsed.userinfo:
        raise SettingsError("WEBHOOK_URL must be an http or https address without a password")
    return parsed
