"""What every sink keeps: twice is as good as once, and a failure says what kind it is."""

from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from core.errors import VendorError
from core.outbox import OutboxEvent
from core.seams import Sink
from providers.booking.sheets import SheetsSink
from providers.fake_sink import FakeSink, down
from providers.mail.smtp import MailSink
from providers.webhook import WebhookSink
from tests.providers.events import booking_event
from tests.vendors.certificate import service_account
from tests.vendors.http_server import served
from tests.vendors.patience import PATIENT
from tests.vendors.sheets_server import SPREADSHEET, Fault, SheetsServer
from tests.vendors.smtp_server import USER, mailroom
from tests.vendors.webhook_receiver import SECRET, WebhookReceiver


class Line:
    """A sink, what arrived at the other end (by what tells two events apart), and its failing."""

    def __init__(
        self, sink: Sink, arrived: Callable[[], set[str]], breaks: Callable[[], None]
    ) -> None:
        self.sink, self.arrived, self.breaks = sink, arrived, breaks


async def line_of(kind: str, folder: Path, stack: AsyncExitStack) -> Line:
    if kind == "fake":
        fake = FakeSink()
        return Line(fake, lambda: set(fake.told), lambda: fake.faults.extend(down(1)))
    if kind == "sheets":
        sheets = SheetsServer()
        port = await stack.enter_async_context(served(sheets.app))
        key = service_account(folder, f"http://127.0.0.1:{port}/token")
        sink = SheetsSink(SPREADSHEET, key, f"http://127.0.0.1:{port}/", timeout=PATIENT)
        return Line(sink, lambda: set(sheets.ids()), lambda: sheets.faults.append(Fault(500)))
    if kind == "webhook":
        there = WebhookReceiver()
        port = await stack.enter_async_context(served(there.app))
        url = f"http://127.0.0.1:{port}/hook"
        hook = WebhookSink(url, SECRET, allow_private=True, timeout=PATIENT)
        return Line(hook, lambda: set(there.ids), lambda: setattr(there, "status", 500))
    room = await stack.enter_async_context(mailroom())
    admin = "owner@example.com" if kind == "mail_admin" else None
    mail = MailSink(server="127.0.0.1", port=room.port, sender=USER, admin=admin, timeout=PATIENT)
    return Line(
        mail,
        lambda: {each["Message-ID"] for each in room.mails},
        lambda: room.answers.update(RCPT="451 later"),
    )


@pytest.fixture(params=["fake", "sheets", "webhook", "mail_caller", "mail_admin"])
async def line(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncGenerator[Line]:
    async with AsyncExitStack() as stack:
        yield await line_of(request.param, tmp_path, stack)


def events() -> list[OutboxEvent]:
    return [booking_event(event_id=f"booking-{n}", booking_id=f"booking-{n}") for n in range(2)]


async def test_each_event_arrives_and_twice_is_the_same_as_once(line: Line) -> None:
    for event in (*events(), *events()):
        assert line.sink.wants(event)
        await line.sink.deliver(event)
    assert len(line.arrived()) == 2


async def test_a_failure_is_a_vendors_and_says_nothing_of_the_caller(line: Line) -> None:
    line.breaks()
    with pytest.raises(VendorError) as raised:
        await line.sink.deliver(booking_event())
    assert raised.value.fault in ("server", "network")
    for word in ("Ann", "ann@example.com", "+4930123456", SECRET):
        assert word not in str(raised.value)
    assert line.arrived() == set()
