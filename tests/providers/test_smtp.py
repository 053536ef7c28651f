"""Mails through a real SMTP server: with and without TLS, and when it fails."""

from pathlib import Path
from typing import Any

import pytest

from core.errors import SettingsError, VendorError
from providers.mail.smtp import MailSink
from tests.providers.events import TROUBLE, booking_event, session_event
from tests.vendors.certificate import tls_of
from tests.vendors.patience import HASTY, PATIENT, nobody
from tests.vendors.smtp_server import PASSWORD, USER, Mailroom, mailroom


def sink(room: Mailroom, **changed: Any) -> MailSink:
    given: Any = {"server": "127.0.0.1", "port": room.port, "sender": USER, "timeout": PATIENT}
    return MailSink(**(given | changed))


async def failure(mail: MailSink) -> VendorError:
    with pytest.raises(VendorError) as raised:
        await mail.deliver(booking_event())
    assert PASSWORD not in str(raised.value)
    assert "ann@example.com" not in str(raised.value)
    return raised.value


async def test_caller_and_admin_each_get_their_mail() -> None:
    async with mailroom() as room:
        await sink(room).deliver(booking_event())
        await sink(room, admin="owner@example.com").deliver(booking_event())
    assert room.recipients == [["ann@example.com"], ["owner@example.com"]]
    assert room.logins == []
    assert [each["Subject"].partition(":")[0] for each in room.mails] == [
        "Your appointment",
        "New booking",
    ]


def test_who_wants_what() -> None:
    caller = MailSink(server="mail.example", sender=USER)
    admin = MailSink(server="mail.example", sender=USER, admin="owner@example.com")
    assert caller.wants(booking_event("changed"))
    for address in (None, "", "no address", "a@b@c", "ann@example.com\r\nRCPT TO:<x@y.example>"):
        assert not caller.wants(booking_event(email=address))
        assert admin.wants(booking_event(email=address))
    assert not caller.wants(session_event())
    assert not admin.wants(session_event())


@pytest.mark.parametrize("tls", ["auto", "starttls"])
async def test_starttls_and_a_login(tmp_path: Path, tls: Any) -> None:
    serving, trusting = tls_of(tmp_path)
    async with mailroom(starttls=serving, login=True) as room:
        mail = sink(room, tls=tls, password=PASSWORD, context=trusting)
        await mail.deliver(booking_event())
    assert room.encrypted == [True]
    assert room.logins == [USER]


async def test_tls_from_the_start(tmp_path: Path) -> None:
    serving, trusting = tls_of(tmp_path)
    async with mailroom(implicit=serving) as room:
        await sink(room, tls="tls", context=trusting).deliver(booking_event())
    assert len(room.mails) == 1


async def test_a_certificate_of_somebody_else_is_refused(tmp_path: Path) -> None:
    serving, _ = tls_of(tmp_path)
    async with mailroom(starttls=serving) as room:
        error = await failure(sink(room, tls="starttls"))
    assert error.fault == "network"
    assert room.mails == []


async def test_no_encryption_where_it_is_demanded() -> None:
    async with mailroom(login=True) as room:
        error = await failure(sink(room, tls="starttls", password=PASSWORD))
    assert error.fault == "protocol"
    assert (room.mails, room.logins) == ([], [])


async def test_elsewhere_than_here_encryption_is_demanded_by_itself() -> None:
    async with mailroom(login=True) as room:
        error = await failure(sink(room, server="0.0.0.0", password=PASSWORD))
    assert error.fault == "protocol"
    assert (room.mails, room.logins) == ([], [])


async def test_a_wrong_password() -> None:
    async with mailroom(login=True) as room:
        error = await failure(sink(room, password="wrong"))
    assert error.fault == "auth"


@pytest.mark.parametrize(
    ("stage", "answer", "fault"),
    [
        ("RCPT", "550 no such mailbox <ann@example.com>", "protocol"),
        ("RCPT", "451 greylisted, come back later", "server"),
        ("DATA", "554 no spam here", "protocol"),
        ("DATA", "452 disk full", "server"),
    ],
)
async def test_a_server_that_refuses(stage: str, answer: str, fault: str) -> None:
    async with mailroom() as room:
        room.answers[stage] = answer
        error = await failure(sink(room))
    assert error.fault == fault
    assert answer[:3] in str(error)


async def test_a_server_that_is_silent() -> None:
    async with mailroom() as room:
        room.go.clear()
        assert (await failure(sink(room, timeout=HASTY))).fault == "timeout"


async def test_a_server_that_hangs_up_or_is_down() -> None:
    async with mailroom() as room:
        room.hangs_up_after_data = True
        assert (await failure(sink(room))).fault == "network"
    with nobody() as port:
        assert (await failure(sink(room, port=port))).fault == "network"


@pytest.mark.parametrize("name", TROUBLE)
async def test_nothing_in_a_name_reaches_the_server_as_a_command(name: str) -> None:
    async with mailroom() as room:
        await sink(room).deliver(booking_event(name=name, service=name, business_name=name))
    assert room.recipients == [["ann@example.com"]]
    assert len(room.mails[0]["To"].addresses) == 1
    assert room.mails[0]["Bcc"] is None


async def test_addresses_in_other_scripts() -> None:
    async with mailroom() as room:
        await sink(room).deliver(booking_event(email="аня@example.com"))
        await sink(room).deliver(booking_event(email="ann@bücher.example"))
    assert room.recipients == [["аня@example.com"], ["ann@xn--bcher-kva.example"]]


@pytest.mark.parametrize("given", [{"sender": "nobody"}, {"sender": USER, "admin": "x@y\r\nz"}])
def test_a_bad_address_in_the_settings_is_named(given: Any) -> None:
    with pytest.raises(SettingsError, match="_EMAIL"):
        MailSink(server="mail.example", **given)
