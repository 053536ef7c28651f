from core.outcomes import Outcome
from memory.history import SqlHistory
from memory.journal import SqlJournal
from memory.records import Records
from memory.sessions import Session, Sessions
from memory.stats import Stats
from tests.memory.make import summary, turn

START = "2026-03-01T10:00:00+00:00"
END = "2026-03-01T10:05:00+00:00"


async def opened(records: Records, *ids: str) -> Sessions:
    sessions = Sessions(records)
    for session_id in ids:
        await sessions.open(session_id, "ann", "salon", START, "repair", "Welcome back.")
    return sessions


async def test_a_session_opens_and_closes_once(records: Records):
    sessions = await opened(records, "s1", "s1")
    assert await sessions.get("s1") == Session(
        "s1", "ann", "salon", START, None, None, "repair", "Welcome back."
    )
    assert await sessions.close("s1", "dropped", END)
    assert not await sessions.close("s1", "recovered", END)
    assert not await sessions.close("s9", "closed", END)
    closed = await sessions.get("s1")
    assert closed is not None
    assert (closed.ended, closed.ended_at) == ("dropped", END)
    assert await sessions.get("s9") is None


async def test_reopening_a_closed_session_changes_nothing(records: Records):
    sessions = await opened(records, "s1")
    await sessions.close("s1", "closed", END)
    await sessions.open("s1", "eve", "eve", END, None, None)
    kept = await sessions.get("s1")
    assert kept is not None
    assert (kept.user_id, kept.ended) == ("ann", "closed")


async def test_open_sessions_are_those_without_an_end(records: Records):
    sessions = await opened(records, "s1", "s2", "s3")
    await sessions.close("s2", "closed", END)
    assert [s.session_id for s in await sessions.open_sessions()] == ["s1", "s3"]


async def test_recent_sessions_are_everyones_newest_first(records: Records):
    sessions = Sessions(records)
    for day, user in enumerate(("ann", "bob", "eve"), start=1):
        await sessions.open(f"s{day}", user, user, f"2026-03-0{day}T10:00:00Z", None, None)
    assert [s.user_id for s in await sessions.recent(2)] == ["eve", "bob"]


async def test_threads_of_a_user_are_found_in_every_table(records: Records):
    sessions = await opened(records, "s1")
    await SqlJournal(records).record_turn(turn("ann", "hi", session_id="s2"))
    await SqlHistory(records).store(summary("ann", "s3"))
    await SqlHistory(records).store(summary("bob", "s4"))
    assert await sessions.threads("ann") == ["s1", "s2", "s3"]
    assert await sessions.threads("nobody") == []


async def test_stats_of_a_stranger(records: Records):
    assert await Stats(records).emotion_stats("ann", "Hello!") == {
        "total_sessions": 0,
        "has_history": False,
        "average_sentiment": 0.0,
        "outcome_distribution": {
            "highly_satisfied": 0,
            "satisfied": 0,
            "neutral": 0,
            "unsatisfied": 0,
            "frustrated": 0,
            "abandoned": 0,
        },
        "last_session_outcome": None,
        "recommended_greeting": "Hello!",
    }


async def test_stats_sum_up_every_session_of_the_user(records: Records):
    history = SqlHistory(records)
    sessions: list[tuple[str, Outcome, float, str]] = [
        ("s1", "satisfied", 0.5, "2026-03-01T10:00:00+00:00"),
        ("s3", "frustrated", -0.33, "2026-03-03T10:00:00+00:00"),
        ("s2", "satisfied", 0.8, "2026-03-02T10:00:00+00:00"),
    ]
    for session_id, outcome, sentiment, at in sessions:
        await history.store(
            summary(
                "ann",
                session_id,
                outcome=outcome,
                average_sentiment=sentiment,
                ended_at=at,
                greeting=f"After {session_id}.",
            )
        )
    await history.store(summary("bob", "s9", average_sentiment=-1.0))
    stats = await Stats(records).emotion_stats("ann", "Hello!")
    assert stats["total_sessions"] == 3
    assert stats["has_history"]
    assert stats["average_sentiment"] == 0.32
    assert stats["outcome_distribution"]["satisfied"] == 2
    assert sum(stats["outcome_distribution"].values()) == 3
    assert stats["last_session_outcome"] == "frustrated"
    assert stats["recommended_greeting"] == "After s3."


async def test_a_summary_without_a_greeting_recommends_the_default(records: Records):
    await SqlHistory(records).store(summary("ann", "s1", greeting=""))
    stats = await Stats(records).emotion_stats("ann", "Hello!")
    assert stats["recommended_greeting"] == "Hello!"
