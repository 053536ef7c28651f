"""Notes of what stood in for a service, and the deadline, both carried by the context."""

import asyncio

import pytest

from core.deadline import DEFAULT, deadline, left, stretched, whole
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


@pytest.mark.looptime
async def test_a_deadline_is_seen_by_tasks_and_ends_with_its_block() -> None:
    async def seen() -> float:
        return left()

    assert (left(), whole()) == (DEFAULT, DEFAULT)
    with deadline(2.0):
        assert await asyncio.create_task(seen()) == 2.0
        await asyncio.sleep(0.5)
        assert left() == 1.5
        assert whole() == 2.0
        with deadline(0.0):
            assert left() == 0.0
    assert left() == DEFAULT


def test_a_longer_turn_may_wait_longer_in_all_its_parts() -> None:
    assert [stretched(3.0, each) for each in (1.0, DEFAULT, 2 * DEFAULT)] == [3.0, 3.0, 6.0]
