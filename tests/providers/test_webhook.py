"""Webhooks: signed, to a checked address, and failing in ways that say whether to try again."""

import asyncio
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from core.errors import SettingsError, VendorError
from core.outbox import OutboxEvent
from providers.public_address import checked_address, is_public
from providers.webhook import WebhookSink
from tests.providers.events import booking_event, session_event
from tests.vendors.certificate import tls_of
from tests.vendors.http_server import served
from tests.vendors.patience import HASTY, PATIENT, nobody
from tests.vendors.webhook_receiver import SECRET, WebhookReceiver


@asynccontextmanager
async def receiver(**options: Any) -> AsyncGenerator[tuple[WebhookReceiver, WebhookSink]]:
    there = WebhookReceiver()
    async with served(there.app) as port:
        given: Any = {"allow_private": True, "timeout": PATIENT, **options}
        yield there, WebhookSink(f"http://localhost:{port}/hook", SECRET, **given)


async def failure(sink: WebhookSink, event: OutboxEvent | None = None) -> VendorError:
    with pytest.raises(VendorError) as raised:
        await sink.deliver(event or session_event())
    return raised.value


async def test_the_end_of_a_session_is_told_signed_and_with_the_events_id() -> None:
    async with receiver() as (there, sink):
        await sink.deliver(session_event())
        await sink.deliver(session_event())
    assert there.ids == ["event-2", "event-2"]
    assert there.hosts[0].startswith("localhost:")
    body = there.events[0]
    assert (body["type"], body["timestamp"]) == ("session.ended", "2026-11-24T12:00:00+00:00")
    told = body["data"]
    assert told["user_id"] == "ann"
    assert told["outcome"] == "frustrated"
    assert told["pain_points"] == ["Nobody told me the price"]
    assert (told["confidence"], told["strategy"]) == (0.8, "repair")
    assert "trajectory" not in told


async def test_over_tls_the_certificate_must_be_of_the_name(tmp_path: Path) -> None:
    for name, fault in (("localhost", None), ("elsewhere.example", "network")):
        _, trusting = tls_of(tmp_path, name)
        there, file = WebhookReceiver(), str(tmp_path / "certificate.pem")
        async with served(there.app, ssl_certfile=file, ssl_keyfile=file) as port:
            url = f"https://localhost:{port}/hook"
            sink = WebhookSink(url, SECRET, allow_private=True, timeout=PATIENT, context=trusting)
            if fault is None:
                await sink.deliver(session_event())
            else:
                assert (await failure(sink)).fault == fault
        assert len(there.events) == (fault is None)


async def test_a_booking_is_told() -> None:
    async with receiver() as (there, sink):
        await sink.deliver(booking_event("cancelled", name="=1+1 \U0001f680"))
    assert there.events[0]["type"] == "booking.cancelled"
    assert there.events[0]["data"]["booking_id"] == "booking-1"
    assert there.events[0]["data"]["name"] == "=1+1 \U0001f680"


def test_a_signature_of_another_secret_or_body_does_not_pass() -> None:
    # That the receiver can refuse at all.
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(b"{}", {"webhook-id": "1", "webhook-timestamp": "1"})


def test_which_outcomes_it_wants() -> None:
    sink = WebhookSink("https://example.com", SECRET, outcomes=["frustrated"])
    assert sink.wants(session_event("frustrated"))
    assert not sink.wants(session_event("satisfied"))
    assert sink.wants(booking_event())


@pytest.mark.parametrize(
    ("status", "headers", "fault", "wait"),
    [
        (500, {}, "server", None),
        (503, {"retry-after": "12"}, "server", 12.0),
        (429, {"retry-after": "5"}, "limit", 5.0),
        (401, {}, "auth", None),
        (404, {}, "protocol", None),
        (302, {"location": "/elsewhere"}, "protocol", None),
        (307, {"location": "http://169.254.169.254/latest/meta-data"}, "protocol", None),
    ],
)
async def test_each_failure_has_its_fault(
    status: int, headers: dict[str, str], fault: str, wait: float | None
) -> None:
    async with receiver() as (there, sink):
        there.status, there.headers = status, headers
        error = await failure(sink)
    assert (error.fault, error.retry_after) == (fault, wait)
    assert there.events == []


async def test_a_receiver_that_is_silent_or_down() -> None:
    async with receiver(timeout=HASTY) as (there, sink):
        there.go.clear()
        assert (await failure(sink)).fault == "timeout"
        there.go.set()
    with nobody() as port:
        down = WebhookSink(f"http://127.0.0.1:{port}/hook", SECRET, allow_private=True)
        assert (await failure(down)).fault == "network"


async def test_a_receiver_that_sends_without_end_is_not_listened_to() -> None:
    async def pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n")
        try:
            while True:
                writer.write(b"x" * 65536)
                await writer.drain()
        except ConnectionError:
            writer.close()

    server = await asyncio.start_server(pour, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        url = f"http://127.0.0.1:{port}/hook"
        await WebhookSink(url, SECRET, allow_private=True, timeout=PATIENT).deliver(session_event())


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "localhost",
        "2130706433",
        "0x7f000001",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "224.0.0.1",
        "255.255.255.255",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:a00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::a9fe:a9fe]",
        "[2002:7f00:1::]",
        "[fe80::1]",
        "[fd00:ec2::254]",
        "[ff02::1]",
    ],
)
async def test_no_way_to_write_a_private_address_gets_through(host: str) -> None:
    for url in (f"http://{host}:9/hook", f"https://{host}/hook"):
        error = await failure(WebhookSink(url, SECRET, timeout=PATIENT))
        assert error.fault in ("protocol", "network")
        # Some ways to write it are no address here at all, which is as good.
        assert "private address" in str(error) or "not known" in str(error)


async def test_a_private_address_is_not_even_connected_to() -> None:
    async with receiver(allow_private=False) as (there, sink):
        assert "private address" in str(await failure(sink))
    assert there.events == []


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"]
)
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(ip_address(address))


async def test_an_address_is_given_as_it_was_checked() -> None:
    assert await checked_address("93.184.215.14", 443, allow_private=False) == "93.184.215.14"
    assert await checked_address("2130706433", 80, allow_private=True) == "127.0.0.1"
    with pytest.raises(VendorError, match="not known"):
        await checked_address("nowhere.invalid", 80, allow_private=False)
    with pytest.raises(VendorError, match="not known"):
        await checked_address("x" * 300, 80, allow_private=False)


async def test_the_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.getsockname()[1]}")
        async with receiver() as (there, sink):
            await sink.deliver(session_event())
        assert len(there.events) == 1


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "ftp://example.com",
        "file:///etc/passwd",
        "http://",
        "http://u:p@a.example",
        "http://0177.0.0.1",
    ],
)
def test_an_address_that_is_none_is_named(url: str) -> None:
    with pytest.raises(SettingsError, match="WEBHOOK_URL"):
        WebhookSink(url, SECRET)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_é"])
def test_a_secret_that_is_none_is_named_and_not_shown(secret: str) -> None:
    with pytest.raises(SettingsError, match="WEBHOOK_SECRET"):
        WebhookSink("https://example.com", secret)
