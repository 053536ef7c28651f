"""Notes of what stood in for a service, and the deadline, both carried by the context."""

import asyncio

from core.deadline import DEFAULT, deadline, left, whole
from core.degradation import Notes, collecting, note, noted


async def test_notes_reach_the_collector_from_tasks_below() -> None:
    heard: list[tuple[str, str]] = []
    notes = Notes(lambda stage, code: heard.append((stage, code)))

    async def below() -> None:
        note("speak", "acme:timeout")
        note("speak", "acme:timeout")
        note("speak", "acme:open")
        note("respond", "acme:limit")

    with collecting(notes):
        await asyncio.create_task(below())
        assert noted() == notes.timings()
    assert notes.timings() == {
        "speak_degraded": "acme:timeout,acme:open",
        "respond_degraded": "acme:limit",
    }
    assert heard == [
        ("speak", "acme:timeout"),
        ("speak", "acme:open"),
        ("respond", "acme:limit"),
    ]


def test_notes_can_be_handed_over() -> None:
    first, second = Notes(), Notes()
    first.add("speak", "acme:server")
    with collecting(second):
        first.hand_over()
    assert second.timings() == first.timings()


def test_where_nobody_collects_nothing_is_noted() -> None:
    note("speak", "acme:timeout")
    assert noted() == {}


async def test_a_deadline_is_seen_by_tasks_and_ends_with_its_block() -> None:
    async def seen() -> float:
        return left()

    assert (left(), whole()) == (DEFAULT, DEFAULT)
    with deadline(2.0):
        assert 0 < await asyncio.create_task(seen()) <= 2.0
        assert whole() == 2.0
        with deadline(0.0):
            assert left() == 0.0
    assert left() == DEFAULT
