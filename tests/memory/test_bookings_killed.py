"""kill -9 at each step of a booking, a change and a cancellation: after a restart, one of each."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SLOTS = {"book": 2 * 6, "change": 2 * 6, "cancel": 0}
"""Half an hour in five-minute slots, of the business and of the service."""


@pytest.mark.parametrize("intent", ["book", "change", "cancel"])
def test_killed_at_any_step_it_is_done_once(tmp_path: Path, intent: str) -> None:
    command = [sys.executable, "-m", "tests.memory.dying_bookings", str(tmp_path), intent]
    script = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    steps: list[Any] = [json.loads(line) for line in script.stdout.splitlines()]
    effects = list(SLOTS).index(intent) + 1
    slots = SLOTS[intent]
    for step in steps:
        # One transaction: the row, its slots and what the world must see, or none of them.
        killed = step["killed"]
        assert (killed["bookings"], killed["outbox"]) in {
            (1, effects), (1 if effects > 1 else 0, effects - 1)
        }  # fmt: skip
        assert killed["booking_slots"] == (slots if killed["outbox"] == effects else before(intent))
        assert step["again"] == {
            "bookings": 1,
            "booking_slots": slots,
            "outbox": effects,
            "effects": effects,
            "done": effects,
        }
    assert [step["ended"] for step in steps] == [False] * (len(steps) - 1) + [True]
    # Killed with the booking made and the ledger not yet written, and before it was made.
    assert {step["killed"]["outbox"] for step in steps} == {effects - 1, effects}
    assert any(
        (step["killed"]["outbox"], step["killed"]["done"]) == (effects, effects - 1)
        for step in steps
    )
    assert len(steps) > 8


def before(intent: str) -> int:
    return {"book": 0, "change": SLOTS["book"], "cancel": SLOTS["change"]}[intent]
