"""From the settings to a receiver: which sinks there are, and what a live session tells them."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from core.errors import SettingsError
from server.recordings import copied
from server.replay import rerun
from server.services import open_services
from server.settings import Settings
from server.sinks import sinks
from tests.providers.events import booking_event
from tests.server.line import Server, fakes, serving
from tests.vendors.certificate import service_account
from tests.vendors.http_server import served
from tests.vendors.smtp_server import USER, mailroom
from tests.vendors.webhook_receiver import SECRET, WebhookReceiver


def settings(**given: Any) -> Settings:
    return Settings(_env_file=None, **given)  # pyright: ignore[reportCallIssue]


def test_nothing_named_is_no_sink() -> None:
    assert sinks(settings()) == {}


def test_each_sink_by_its_settings(tmp_path: Path) -> None:
    key = service_account(tmp_path, "http://127.0.0.1:9/token")
    chosen = settings(
        spreadsheet_id="sheet-1",
        service_account_file=key,
        smtp_server="mail.example",
        sender_email=USER,
        sender_password="app-password",
        admin_email="owner@example.com",
        webhook_url="https://example.com/hook",
        webhook_secret=SECRET,
    )
    assert set(sinks(chosen)) == {"sheets", "mail_caller", "mail_admin", "webhook"}
    assert "app-password" not in repr(chosen)
    assert SECRET not in repr(chosen)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"spreadsheet_id": "sheet-1"}, "SERVICE_ACCOUNT_FILE"),
        ({"spreadsheet_id": "s", "service_account_file": "nowhere.json"}, "SERVICE_ACCOUNT_FILE"),
        ({"smtp_server": "mail.example"}, "SENDER_EMAIL"),
        ({"smtp_server": "mail.example", "sender_email": "nobody"}, "SENDER_EMAIL"),
        ({"webhook_url": "https://example.com"}, "WEBHOOK_SECRET"),
        ({"webhook_url": "nonsense", "webhook_secret": SECRET}, "WEBHOOK_URL"),
    ],
)
def test_a_sink_named_by_half_is_refused_at_the_start(given: Any, says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        sinks(settings(**given))


def test_outcomes_are_a_list_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings().webhook_outcomes == ("unsatisfied", "frustrated", "abandoned")
    monkeypatch.setenv("WEBHOOK_OUTCOMES", "frustrated, neutral")
    assert settings().webhook_outcomes == ("frustrated", "neutral")
    monkeypatch.setenv("WEBHOOK_OUTCOMES", "furious")
    with pytest.raises(ValidationError, match="frustrated"):
        settings()


async def done(server: Server, sink: str, count: int) -> Any:
    """The outbox once so many deliveries to a sink are done."""
    async with asyncio.timeout(60):
        while True:
            state = await server.json("/outbox")
            if len([each for each in state["done"] if each["sink"] == sink]) >= count:
                return await server.json("/outbox")
            await asyncio.sleep(0.05)


async def test_a_frustrated_caller_is_told_of_in_the_middle_and_at_the_end(
    tmp_path: Path,
) -> None:
    there = WebhookReceiver()
    async with served(there.app) as port:
        hook: Any = {
            "webhook_url": f"http://127.0.0.1:{port}/hook",
            "webhook_secret": SECRET,
            "webhook_allow_private": True,
        }
        async with serving(tmp_path, **hook) as server:
            async with server.call("ann") as ann:
                await ann.says("Thank you so much, that is wonderful, great!")
                await ann.says("This is terrible, you are useless, I am really angry!")
                await done(server, "webhook", 1)
                [turned] = there.events
                assert turned["type"] == "session.turning_point"
                assert turned["data"]["change"] <= -0.5
                assert turned["data"]["text"].startswith("This is terrible")
                session_id = ann.connected["session_id"]
                await ann.says("This is terrible, you are useless, I am really angry!")
            await server.json("/users/ann/emotion-stats")
            state = await done(server, "webhook", 2)
            assert "terrible" not in str(state)
            assert state["counts"] == {"waiting": 0, "stuck": 0, "done": 4}
        ended = there.events[1]
        assert ended["type"] == "session.ended"
        assert ended["data"]["user_id"] == "ann"
        assert ended["data"]["outcome"] in ("frustrated", "unsatisfied")
        assert ended["data"]["pain_points"]
        # A replay with the same settings tells nothing, not even of what waits.
        await replayed(tmp_path, session_id, hook)
        assert len(there.events) == 2


async def replayed(data_dir: Path, session_id: str, hook: Any) -> None:
    with copied(settings(data_dir=data_dir, **hook)) as copy:
        async with open_services(copy, fakes(), isolated=False) as services:
            turns = await services.context.journal.turns(session_id)
            before = await services.memory.deliveries.counts()
            await services.memory.outbox.add(booking_event())
            await rerun(services, session_id, turns[1]["turn"]["id"], "transcribe")
            await services.memory.outbox.hand_out(lambda _: ["webhook"])
            await asyncio.sleep(0.3)
            after = await services.memory.deliveries.counts()
            # Only what this test itself put there waits; the replayed turn added nothing.
            assert after == {"waiting": 1, "stuck": 0, "done": before["done"] + 1}


async def test_a_booking_in_the_outbox_is_mailed_to_both(tmp_path: Path) -> None:
    async with mailroom() as room:
        mail: Any = {
            "smtp_server": "127.0.0.1",
            "smtp_port": room.port,
            "sender_email": USER,
            "sender_password": "app-password",
            "admin_email": "owner@example.com",
        }
        async with serving(tmp_path, **mail) as server:
            await server.services.memory.outbox.add(booking_event())
            state = await done(server, "mail_caller", 1)
            await done(server, "mail_admin", 1)
            assert "ann@example.com" not in str(state)
    assert sorted(room.recipients) == [["ann@example.com"], ["owner@example.com"]]


async def test_without_sinks_an_event_is_a_record(tmp_path: Path) -> None:
    async with serving(tmp_path) as server:
        async with server.call("ann") as ann:
            await ann.says("This is terrible, you are useless!")
        await server.json("/users/ann/emotion-stats")
        await server.services.memory.outbox.add(booking_event())
        state = await done(server, "records", 1)
        assert state["counts"] == {"waiting": 0, "stuck": 0, "done": 1}
        assert state["done"][0]["booking_id"] == "booking-1"
