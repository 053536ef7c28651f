"""The contracts of Journal, History, Ledger and Bookings, over the records and the fakes."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest

from core.appointments import nothing_known
from core.errors import BookingError
from core.seams import Bookings, History, Journal, Ledger
from core.state import MoodReading
from memory.bookings import SqlBookings
from memory.fake import FakeBookings, FakeHistory, FakeJournal, FakeLedger
from memory.history import SqlHistory
from memory.journal import SqlJournal
from memory.ledger import SqlLedger
from memory.records import Records
from tests.memory.make import confirmed, summary, turn

both = pytest.mark.parametrize("kind", ["sql", "fake"])


def journal(kind: str, records: Records) -> Journal:
    return SqlJournal(records) if kind == "sql" else FakeJournal()


def history(kind: str, records: Records) -> History:
    return SqlHistory(records) if kind == "sql" else FakeHistory()


def ledger(kind: str, records: Records) -> Ledger:
    return SqlLedger(records) if kind == "sql" else FakeLedger()


def bookings(kind: str, records: Records) -> Bookings:
    return SqlBookings(records) if kind == "sql" else FakeBookings()


def counted(results: list[str], wait: float = 0.0) -> Callable[[], Awaitable[str]]:
    async def effect() -> str:
        await asyncio.sleep(wait)
        results.append(f"result {len(results) + 1}")
        return results[-1]

    return effect


@both
async def test_turns_come_back_whole_and_oldest_first(kind: str, records: Records):
    log = journal(kind, records)
    second = turn("ann", "où est la «gare»? 🚆\x00", session_id="s1", index=2)
    first = turn("ann", "hello", session_id="s1", index=1)
    for record in (second, first, turn("ann", "elsewhere", session_id="s2")):
        await log.record_turn(record)
    assert await log.turns("s1") == [first, second]
    assert await log.turns("none") == []


@both
async def test_a_turn_written_twice_is_one_turn(kind: str, records: Records):
    log, record = journal(kind, records), turn("ann", "hello")
    await asyncio.gather(*(log.record_turn(record) for _ in range(5)))
    assert await log.turns("s1") == [record]


@both
async def test_a_mood_is_corrected_and_the_first_one_is_told(kind: str, records: Records):
    log, record, other = journal(kind, records), turn("ann", "fine"), turn("ann", "so", index=2)
    for each in (record, other):
        await log.record_turn(each)
    for mood, sentiment in (("sad", -0.5), ("angry", -0.8)):
        reading: MoodReading = {
            "mood": mood,
            "sentiment": sentiment,
            "confidence": 0.8,
            "scores": {mood: 1.0},
        }
        await log.correct_mood(record["turn"]["id"], reading)
        timings = {**record["timings"], "mood_refined": "neutral"}
        assert await log.turns("s1") == [{**record, "mood": reading, "timings": timings}, other]


@both
async def test_a_turn_that_is_not_there_is_not_corrected(kind: str, records: Records):
    log, record = journal(kind, records), turn("ann", "hello")
    await log.correct_mood(record["turn"]["id"], record["mood"])
    assert await log.turns("s1") == []


@both
async def test_summaries_come_newest_first_and_only_ones_own(kind: str, records: Records):
    past = history(kind, records)
    old = summary("ann", "s1", ended_at="2026-03-01T10:00:00+00:00")
    new = summary("ann", "s2", ended_at="2026-03-02T09:00:00+00:00")
    for each in (new, old, summary("bob", "s3")):
        assert await past.store(each)
    assert await past.summaries("ann") == [new, old]
    assert await past.summaries("ann", limit=1) == [new]
    assert await past.summaries("nobody") == []


@both
async def test_a_summary_is_stored_once_and_only_once(kind: str, records: Records):
    past = history(kind, records)
    stored = await asyncio.gather(
        *(past.store(summary("ann", "s1", greeting=f"greeting {n}")) for n in range(10))
    )
    assert sorted(stored) == [False] * 9 + [True]
    kept = await past.summaries("ann")
    assert [s.get("greeting") for s in kept] == [f"greeting {stored.index(True)}"]


@both
async def test_an_effect_happens_once_a_key(kind: str, records: Records):
    book, results = ledger(kind, records), list[str]()
    assert await book.once("s:1:mail", counted(results)) == "result 1"
    assert await book.once("s:1:mail", counted(results)) == "result 1"
    assert await book.once("s:2:mail", counted(results)) == "result 2"


@both
async def test_callers_at_once_get_the_one_result(kind: str, records: Records):
    book, results = ledger(kind, records), list[str]()
    effect = counted(results, wait=0.01)
    assert set(await asyncio.gather(*(book.once("k", effect) for _ in range(10)))) == {"result 1"}
    assert results == ["result 1"]


@both
async def test_an_effect_that_failed_can_be_tried_again(kind: str, records: Records):
    book = ledger(kind, records)

    async def failing() -> str:
        raise BookingError("No.")

    with pytest.raises(BookingError):
        await book.once("k", failing)
    assert await book.once("k", counted([])) == "result 1"


@both
async def test_the_same_key_books_once(kind: str, records: Records):
    calendar = bookings(kind, records)
    first = await calendar.book("k1", "salon", "ann", confirmed())
    assert await calendar.book("k1", "salon", "ann", confirmed()) == first
    assert await calendar.book("k2", "salon", "ann", confirmed(time="15:00")) != first
    assert await calendar.book("k3", "garage", "ann", confirmed()) != first


@both
async def test_a_slot_is_given_once(kind: str, records: Records):
    calendar = bookings(kind, records)
    tries = await asyncio.gather(
        *(calendar.book(f"k{n}", "salon", f"user{n}", confirmed()) for n in range(8)),
        return_exceptions=True,
    )
    refused = [t for t in tries if isinstance(t, BookingError)]
    assert len(refused) == 7
    assert "taken" in str(refused[0])


@both
async def test_one_changes_and_cancels_ones_own_booking_only(kind: str, records: Records):
    calendar = bookings(kind, records)
    mine = await calendar.book("k1", "salon", "ann", confirmed())
    later = confirmed(time="15:00")
    later["intent"], later["booking_id"] = "change", mine
    with pytest.raises(BookingError, match="cannot find"):
        await calendar.book("k2", "salon", "bob", later)
    assert await calendar.book("k3", "salon", "ann", later) == mine
    assert await calendar.book("k3", "salon", "ann", later) == mine
    assert await calendar.book("k4", "salon", "bob", confirmed()) != mine
    drop = confirmed(time="15:00")
    drop["intent"], drop["booking_id"] = "cancel", mine
    with pytest.raises(BookingError, match="cannot find"):
        await calendar.book("k5", "salon", "bob", drop)
    assert await calendar.book("k6", "salon", "ann", drop) == mine
    assert await calendar.book("k7", "salon", "cid", confirmed(time="15:00")) != mine


@both
async def test_what_can_be_had_comes_back_as_it_was(kind: str, records: Records):
    calendar, now = bookings(kind, records), datetime(2026, 3, 1, tzinfo=UTC)
    assert await calendar.check("salon", confirmed(), now) == confirmed()
    assert await calendar.known("salon", "ann", now) == nothing_known()


async def test_a_claim_that_a_crash_left_is_taken_over(records: Records):
    async def killed() -> str:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await SqlLedger(records).once("s:1:book", killed)
    after_restart, results = SqlLedger(records), list[str]()
    assert await after_restart.once("s:1:book", counted(results)) == "result 1"
    assert await SqlLedger(records).once("s:1:book", counted(results)) == "result 1"


async def test_of_two_processes_the_first_result_is_everyones(records: Records):
    mine, theirs = SqlLedger(records), SqlLedger(records)

    async def slow() -> str:
        return "slow, not " + await theirs.once("k", counted([]))

    assert await mine.once("k", slow) == "result 1"


@pytest.mark.parametrize("missing", ["date", "time"])
async def test_a_booking_needs_its_date_and_time(records: Records, missing: str):
    draft = confirmed()
    draft[missing] = None
    with pytest.raises(BookingError, match="date and a time"):
        await SqlBookings(records).book("k", "salon", "ann", draft)
