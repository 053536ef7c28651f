"""The outbox: once in, handed out once, claimed by one, in order, kept over a restart."""

from datetime import UTC, datetime, timedelta
from typing import Any

from core.outbox import EventKind, OutboxEvent
from memory.deliveries import STUCK_AFTER, Deliveries, Delivery
from memory.outbox import RECORDS, SqlOutbox
from memory.records import Records, open_records

START = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


class Hands:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def later(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def event(name: str, kind: EventKind = "booked", booking_id: str | None = None) -> OutboxEvent:
    payload: dict[str, Any] = {"booking_id": booking_id} if booking_id else {}
    return {
        "id": name,
        "kind": kind,
        "business_id": "shop",
        "user_id": "ann",
        "at": START.isoformat(),
        "payload": payload,
    }


class Queue:
    """Outbox and deliveries on one clock."""

    def __init__(self, records: Records) -> None:
        self.clock = Hands()
        self.outbox = SqlOutbox(records, self.clock)
        self.deliveries = Deliveries(records, self.clock)

    async def add(self, *events: OutboxEvent, sinks: tuple[str, ...] = ("mail",)) -> int:
        for each in events:
            await self.outbox.add(each)
            self.clock.later(1)
        return await self.outbox.hand_out(lambda _: sinks)

    async def claim(
        self, sink: str = "mail", seconds: float = 20, limit: int = 10
    ) -> list[Delivery]:
        return await self.deliveries.claim(sink, self.clock() + timedelta(seconds=seconds), limit)

    async def ids(self, sink: str = "mail") -> list[str]:
        return [each.event["id"] for each in await self.claim(sink)]


async def test_an_event_is_queued_once_and_handed_out_once(records: Records):
    queue = Queue(records)
    assert await queue.add(event("a"), event("a"), event("b")) == 2
    assert await queue.add(event("a")) == 0
    claimed = await queue.claim()
    assert [each.event["id"] for each in claimed] == ["a", "b"]
    assert [each.attempts for each in claimed] == [1, 1]
    assert claimed[0].event == event("a")
    assert await queue.claim() == []


async def test_who_is_waiting_is_woken(records: Records):
    queue = Queue(records)
    assert not queue.outbox.woken.is_set()
    await queue.outbox.add(event("a"))
    assert queue.outbox.woken.is_set()


async def test_a_sink_set_up_later_is_not_told_what_is_past(records: Records):
    queue = Queue(records)
    await queue.add(event("a"), sinks=())
    assert await queue.deliveries.counts() == {"waiting": 0, "stuck": 0, "done": 1}
    [noted] = await queue.deliveries.listed("done", 10)
    assert (noted["id"], noted["sink"]) == ("a", RECORDS)
    await queue.add(event("b"))
    assert await queue.ids() == ["b"]


async def test_more_events_than_a_batch_are_all_handed_out(records: Records):
    queue = Queue(records)
    assert await queue.add(*[event(f"e{n}") for n in range(205)]) == 205
    assert (await queue.deliveries.counts())["waiting"] == 205


async def test_an_event_that_another_process_wrote_a_while_ago_is_found(records: Records):
    here, there = Queue(records), Queue(records)
    here.clock.later(600)
    await here.add(event("a"))
    await there.outbox.add(event("b"))
    assert await here.outbox.hand_out(lambda _: ["mail"]) == 1


async def test_a_claim_that_nobody_renews_runs_out(records: Records):
    queue = Queue(records)
    await queue.add(event("a"))
    [delivery] = await queue.claim(seconds=20)
    queue.clock.later(15)
    await queue.deliveries.renew(delivery, queue.clock() + timedelta(seconds=20))
    queue.clock.later(15)
    assert await queue.claim() == []
    assert await queue.deliveries.next_due("mail") == queue.clock() + timedelta(seconds=5)
    queue.clock.later(5)
    [again] = await queue.claim()
    assert again.attempts == 2


async def test_what_failed_waits_and_what_is_done_is_over(records: Records):
    queue = Queue(records)
    await queue.add(event("a"))
    [delivery] = await queue.claim()
    at = queue.clock() + timedelta(seconds=60)
    await queue.deliveries.failed(delivery, "It is down", at)
    assert await queue.deliveries.next_due("mail") == at
    assert await queue.claim() == []
    queue.clock.later(60)
    [delivery] = await queue.claim()
    await queue.deliveries.done(delivery)
    assert await queue.deliveries.next_due("mail") is None
    assert await queue.deliveries.counts() == {"waiting": 0, "stuck": 0, "done": 2}
    listed = await queue.deliveries.listed("done", 10)
    assert [(each["sink"], each["attempts"], each["last_error"]) for each in listed] == [
        ("mail", 2, None),
        (RECORDS, 0, None),
    ]


async def test_each_sink_goes_its_own_way(records: Records):
    queue = Queue(records)
    await queue.add(event("a"), sinks=("mail", "sheets"))
    [delivery] = await queue.claim("sheets")
    await queue.deliveries.done(delivery)
    assert await queue.ids("sheets") == []
    assert await queue.ids("mail") == ["a"]


async def test_what_happened_to_one_booking_is_told_in_order(records: Records):
    queue = Queue(records)
    await queue.add(
        event("a", "booked", "one"), event("b", "cancelled", "one"), event("c", "booked", "two")
    )
    first, other = await queue.claim()
    assert (first.event["id"], other.event["id"]) == ("a", "c")
    await queue.deliveries.failed(first, "It is down", queue.clock() + timedelta(seconds=60))
    assert await queue.claim() == []
    await queue.deliveries.done(other)
    assert await queue.deliveries.next_due("mail") == queue.clock() + timedelta(seconds=60)
    await queue.deliveries.failed(first, "No such mailbox", None)
    assert await queue.ids() == ["b"]


async def test_what_fails_again_and_again_is_stuck_and_given_up_what_is_hopeless(records: Records):
    queue = Queue(records)
    await queue.add(event("a", booking_id="one"))
    for _ in range(STUCK_AFTER):
        assert await queue.deliveries.stuck() == []
        [delivery] = await queue.claim()
        await queue.deliveries.failed(delivery, "It is down", queue.clock())
    [stuck] = await queue.deliveries.stuck()
    assert (stuck["id"], stuck["booking_id"], stuck["last_error"]) == ("a", "one", "It is down")
    assert stuck["next_at"] is not None
    assert await queue.deliveries.counts() == {"waiting": 0, "stuck": 1, "done": 1}
    [delivery] = await queue.claim()
    await queue.deliveries.failed(delivery, "The key is refused", None)
    assert await queue.claim() == []
    assert [each["next_at"] for each in await queue.deliveries.stuck()] == [None]


async def test_what_was_given_up_lately_is_tried_once_more(records: Records):
    queue = Queue(records)
    await queue.add(event("old"))
    queue.clock.later(3600)
    await queue.add(event("new"))
    for delivery in await queue.claim():
        await queue.deliveries.failed(delivery, "The key is refused", None)
    await queue.deliveries.revive(queue.clock() - timedelta(seconds=60))
    assert await queue.ids() == ["new"]


async def test_everything_survives_a_restart(database_url: str):
    records = await open_records(database_url)
    queue = Queue(records)
    await queue.add(event("claimed"), event("waiting"))
    await queue.claim(limit=1, seconds=20)
    await queue.outbox.add(event("new"))
    await records.close()
    records = await open_records(database_url)
    queue = Queue(records)
    queue.clock.later(5)
    await queue.outbox.hand_out(lambda _: ["mail"])
    assert await queue.ids() == ["waiting", "new"]
    queue.clock.later(60)
    assert "claimed" in await queue.ids()
    await records.close()


async def test_two_processes_never_claim_the_same(database_url: str):
    one, other = await open_records(database_url), await open_records(database_url)
    here, there = Queue(one), Queue(other)
    await here.add(*[event(f"e{n}") for n in range(40)])
    there.clock.later(60)
    here.clock.later(60)
    taken: list[str] = []
    for _ in range(4):
        taken += [each.event["id"] for each in await here.claim(limit=5, seconds=900)]
        taken += [each.event["id"] for each in await there.claim(limit=5, seconds=900)]
    assert sorted(taken) == sorted(f"e{n}" for n in range(40))
    await one.close()
    await other.close()
