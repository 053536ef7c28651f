"""kill -9 before a delivery, and between a delivery and its mark: what arrives, and how often."""

import asyncio
import json
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from core.context import utc_now
from memory.deliveries import Deliveries
from memory.outbox import SqlOutbox
from memory.records import open_records
from server.deliveries import Deliverer
from tests.providers.events import booking_event
from tests.server.dying_sink import PACE, PLACES, made
from tests.vendors.certificate import service_account
from tests.vendors.http_server import served
from tests.vendors.sheets_server import SPREADSHEET, SheetsServer
from tests.vendors.smtp_server import USER, mailroom
from tests.vendors.webhook_receiver import SECRET, WebhookReceiver

KINDS = {
    "sheets": "providers.booking.sheets:SheetsSink",
    "mail": "providers.mail.smtp:MailSink",
    "webhook": "providers.webhook:WebhookSink",
}


async def killed_and_restarted(folder: Path, place: str, name: str, given: dict[str, Any]) -> None:
    """A booking is made, the process that delivers it dies, and another one takes over."""
    records = await open_records(f"sqlite+aiosqlite:///{folder / 'records.sqlite3'}")
    outbox, deliveries = SqlOutbox(records), Deliveries(records)
    event = booking_event()
    await outbox.add(event)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-W", "ignore", "-m", "tests.server.dying_sink"),
        *(str(folder), place, name, KINDS[name], json.dumps(given)),
    )
    async with asyncio.timeout(120):
        assert await process.wait() == -signal.SIGKILL
    assert (await deliveries.counts())["waiting"] == 1
    sinks = {name: made(KINDS[name], given)}
    async with Deliverer(outbox, deliveries, sinks, utc_now, PACE).running():
        await _all_done(deliveries)
    [row] = [each for each in await deliveries.listed("done", 9) if each["sink"] == name]
    assert row["attempts"] == 2
    await records.close()


async def _all_done(deliveries: Deliveries) -> None:
    async with asyncio.timeout(60):
        while True:
            if (await deliveries.counts())["done"] == 2:
                return
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("place", PLACES)
async def test_a_booking_is_one_row(tmp_path: Path, place: str) -> None:
    sheets = SheetsServer()
    async with served(sheets.app) as port:
        here = f"http://127.0.0.1:{port}"
        given = {
            "spreadsheet_id": SPREADSHEET,
            "service_account_file": str(service_account(tmp_path, f"{here}/token")),
            "url": f"{here}/",
        }
        await killed_and_restarted(tmp_path, place, "sheets", given)
    assert sheets.ids() == ["booking-1"]


@pytest.mark.parametrize("place", PLACES)
async def test_a_mail_comes_once_or_twice_as_the_same_mail(tmp_path: Path, place: str) -> None:
    async with mailroom() as room:
        given = {"server": "127.0.0.1", "port": room.port, "sender": USER}
        await killed_and_restarted(tmp_path, place, "mail", given)
    # The window: taken by the server, and not yet marked when the process died.
    assert len(room.mails) == (2 if place == "before_marking" else 1)
    assert len({mail["Message-ID"] for mail in room.mails}) == 1
    assert len({mail["Subject"] for mail in room.mails}) == 1


@pytest.mark.parametrize("place", PLACES)
async def test_a_webhook_comes_once_or_twice_with_the_same_id(tmp_path: Path, place: str) -> None:
    there = WebhookReceiver()
    async with served(there.app) as port:
        url = f"http://127.0.0.1:{port}/hook"
        given = {"url": url, "secret": SECRET, "allow_private": True}
        await killed_and_restarted(tmp_path, place, "webhook", given)
    assert len(there.ids) == (2 if place == "before_marking" else 1)
    assert set(there.ids) == {"event-1"}
