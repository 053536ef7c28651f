"""The deliverer: tells every sink, again where it must, in its own time, and stops cleanly."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.context import utc_now
from core.errors import VendorError
from core.outbox import EventKind, OutboxEvent
from core.seams import Clock
from memory.deliveries import Deliveries
from memory.outbox import SqlOutbox
from memory.records import Records, open_records
from providers.fake_sink import FakeSink, down
from server.deliveries import Deliverer, Pace

FAST = Pace(look=0.05, longest_look=0.2, claim=1.0, first_pause=0.02, longest_pause=0.1, grace=60.0)


class Office:
    """Records with an outbox, and as many deliverers as it takes, by a clock that can be set."""

    def __init__(self, records: Records) -> None:
        self.clock: Clock = utc_now
        self.outbox = SqlOutbox(records, self.now)
        self.deliveries = Deliveries(records, self.now)

    def now(self) -> datetime:
        return self.clock()

    def deliverer(self, pace: Pace = FAST, **sinks: Any) -> Deliverer:
        return Deliverer(self.outbox, self.deliveries, sinks, self.now, pace)

    async def add(self, *names: str, kind: EventKind = "booked", **payload: Any) -> None:
        for name in names:
            event: OutboxEvent = {
                "id": name,
                "kind": kind,
                "business_id": "shop",
                "user_id": "ann",
                "at": self.now().isoformat(),
                "payload": payload,
            }
            await self.outbox.add(event)

    async def until(self, is_so: Callable[[], bool | Awaitable[bool]]) -> None:
        async with asyncio.timeout(60):
            while True:
                found = is_so()
                if found if isinstance(found, bool) else await found:
                    return
                await asyncio.sleep(0.02)

    async def count(self, state: Any, at_least: int) -> None:
        async def reached() -> bool:
            return (await self.deliveries.counts())[state] >= at_least

        await self.until(reached)

    async def given_up(self) -> bool:
        return any(each["next_at"] is None for each in await self.deliveries.stuck())


@pytest.fixture
async def office(tmp_path: Path) -> AsyncGenerator[Office]:
    async with opened(tmp_path) as office:
        yield office


@asynccontextmanager
async def opened(folder: Path) -> AsyncGenerator[Office]:
    records = await open_records(f"sqlite+aiosqlite:///{folder / 'records.sqlite3'}")
    try:
        yield Office(records)
    finally:
        await records.close()


async def test_each_sink_is_told_once_of_what_it_wants(office: Office) -> None:
    mail, hook = FakeSink({"booked"}), FakeSink()
    async with office.deliverer(mail=mail, hook=hook).running():
        await office.add("a", "b")
        await office.add("c", kind="session_ended")
        await office.count("done", 8)
    assert (sorted(mail.told), mail.attempts) == (["a", "b"], 2)
    assert (sorted(hook.told), hook.attempts) == (["a", "b", "c"], 3)


async def test_what_fails_is_told_again_and_holds_up_nobody_else(office: Office) -> None:
    mail, hook = FakeSink(), FakeSink()
    mail.faults = down(4)
    async with office.deliverer(mail=mail, hook=hook).running():
        await office.add("a")
        await office.until(lambda: bool(hook.told))
        await office.until(lambda: bool(mail.told))
        await office.count("done", 3)
    assert mail.attempts == 5
    assert await office.deliveries.stuck() == []


async def test_a_sink_that_hangs_holds_up_nobody_else(office: Office) -> None:
    mail, hook = FakeSink(), FakeSink()
    mail.seconds = 600.0
    pace = Pace(look=0.05, grace=0.1)
    await office.add(*"abcdefghij")
    async with office.deliverer(pace, mail=mail, hook=hook).running():
        await office.until(lambda: len(hook.told) == 10)
        await office.until(lambda: mail.attempts >= pace.at_once)
    assert mail.told == []
    assert mail.attempts == pace.at_once


async def test_what_no_retry_will_mend_is_given_up_and_shown(office: Office) -> None:
    mail = FakeSink()
    mail.faults = [VendorError("The key is refused", "auth") for _ in range(FAST.refusals)]
    async with office.deliverer(mail=mail).running():
        await office.add("a")
        await office.count("stuck", 1)
        await office.until(lambda: mail.attempts == FAST.refusals)
        await office.add("b")
        await office.until(lambda: mail.told == ["b"])
    [stuck] = await office.deliveries.stuck()
    assert (stuck["id"], stuck["next_at"], stuck["last_error"]) == ("a", None, "The key is refused")
    async with office.deliverer(mail=mail).running():
        await office.until(lambda: mail.told == ["b", "a"])


async def test_a_mistake_of_ours_is_given_up_too_and_says_nothing_of_the_caller(
    office: Office,
) -> None:
    mail = FakeSink()
    mail.faults = [KeyError("ann@example.com") for _ in range(FAST.refusals)]
    async with office.deliverer(mail=mail).running():
        await office.add("a")
        await office.until(lambda: mail.attempts == FAST.refusals)
        await office.count("stuck", 1)
    [stuck] = await office.deliveries.stuck()
    assert stuck["last_error"] == "The event cannot be sent (KeyError)"


async def test_a_sink_that_asks_to_be_left_alone_is(office: Office) -> None:
    mail = FakeSink()
    mail.faults = [VendorError("Too many", "limit", retry_after=3600.0)]
    async with office.deliverer(mail=mail).running():
        await office.add("a")
        await office.until(lambda: mail.attempts == 1)
        await office.add("b")
        await asyncio.sleep(0.5)
        assert mail.attempts == 1
    [failed] = [each for each in await office.deliveries.listed("waiting", 9) if each["id"] == "a"]
    assert failed["next_at"] is not None
    assert datetime.fromisoformat(failed["next_at"]) > utc_now() + timedelta(seconds=1800)


class Held(FakeSink):
    """Delivers when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.go = asyncio.Event()

    async def deliver(self, event: OutboxEvent) -> None:
        await super().deliver(event)
        await self.go.wait()


async def test_a_delivery_that_takes_long_stays_claimed(office: Office) -> None:
    """The clock moves on when a claim was renewed, three claims' length in all."""
    slow, other = Held(), FakeSink()
    now = utc_now()
    office.clock = lambda: now
    pace = Pace(look=0.05, longest_look=0.1, claim=0.3)

    async def renewed() -> bool:
        return await office.deliveries.next_due("mail") == now + timedelta(seconds=pace.claim)

    async with office.deliverer(pace, mail=slow).running():
        await office.add("a")
        await office.until(lambda: slow.attempts == 1)
        async with office.deliverer(pace, mail=other).running():
            for _ in range(6):
                now += timedelta(seconds=pace.claim / 2)
                await office.until(renewed)
            slow.go.set()
            await office.count("done", 2)
    assert slow.attempts + other.attempts == 1


async def test_a_delivery_that_never_ends_is_cut_and_tried_again(office: Office) -> None:
    mail = FakeSink()
    mail.seconds = 600.0
    pace = Pace(look=0.05, longest_look=0.1, limit=0.2, first_pause=0.01, grace=0.1)
    async with office.deliverer(pace, mail=mail).running():
        await office.add("a")
        await office.until(lambda: mail.attempts >= 2)
    [waiting] = await office.deliveries.listed("waiting", 9)
    assert waiting["last_error"] == "The delivery took too long"


async def test_on_the_way_out_what_is_under_way_is_finished(office: Office) -> None:
    mail = FakeSink()
    mail.seconds = 0.3
    async with office.deliverer(mail=mail).running():
        await office.add("a")
        await office.until(lambda: mail.attempts == 1)
    assert mail.told == ["a"]
    assert (await office.deliveries.counts())["waiting"] == 0


async def test_what_a_stop_has_cut_is_taken_up_again(tmp_path: Path) -> None:
    hanging, mail = FakeSink(), FakeSink()
    hanging.seconds = 600.0
    async with opened(tmp_path) as office:
        pace = Pace(look=0.05, claim=0.5, grace=0.1)
        await office.add("a", "b")
        async with office.deliverer(pace, mail=hanging).running():
            await office.until(lambda: hanging.attempts == 2)
    async with opened(tmp_path) as office, office.deliverer(mail=mail).running():
        await office.until(lambda: len(mail.told) == 2)
    assert hanging.told == []


async def test_what_is_too_old_is_given_up(office: Office) -> None:
    mail = FakeSink()
    mail.faults = down(99)
    pace = Pace(look=0.05, longest_look=0.1, first_pause=0.1, patience=3600)
    async with office.deliverer(pace, mail=mail).running():
        await office.add("a")
        await office.until(lambda: mail.attempts >= 2)
        assert not await office.given_up()
        office.clock = lambda: utc_now() + timedelta(hours=2)
        await office.until(office.given_up)


def test_pauses_grow_and_differ() -> None:
    pace = Pace()
    for attempts in range(1, 60):
        longest = min(2.0 * 2.0 ** (attempts - 1), 3600.0)
        assert longest / 2 <= pace.pause(attempts) <= longest
    assert len({pace.pause(5) for _ in range(20)}) > 1
