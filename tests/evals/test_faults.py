"""The table of faults notices each promise that is not kept."""

from dataclasses import replace
from typing import Any

import pytest

from evals.fault_servers import SERVICES
from evals.faults import Heard, Outcome, broken, cell

CHAT = SERVICES["chat"]
OPEN: dict[str, dict[str, Any]] = {"respond.openai": {"state": "open", "last_fault": "server"}}
NOTHING: dict[str, dict[str, Any]] = {}
TURN = Heard(1.0, 1.5, 900, ["respond openai:server"])
KEPT = Outcome([TURN, TURN], [{"respond.openai": 1}] * 3, [OPEN] * 3, 0.1, True, [])


def test_a_cell_says_what_was_wrong_and_when_it_was_heard() -> None:
    assert cell(CHAT, KEPT, 8.0) == "server: 1.0 s, then 1.0 s, open"
    after = SERVICES["after the turn"]
    health = dict.fromkeys(after.stages, OPEN["respond.openai"])
    silent = replace(TURN, degraded=[])
    quiet = replace(KEPT, turns=[silent, silent], health=[health] * 3)
    assert cell(after, quiet, 8.0) == "server: 1.0 s, end 0.1 s"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"turns": [TURN, replace(TURN, audio=0)]}, "NOTHING HEARD"),
        ({"turns": [replace(TURN, first=9.0), TURN]}, "TOO LATE"),
        ({"turns": [replace(TURN, degraded=[]), TURN]}, "NOT TOLD"),
        ({"stored": False}, "NOT SUMMED UP"),
        ({"errors": ["turn_crashed"]}, "ERROR LOGGED"),
        ({"calls": [{"respond.openai": 1}, {"respond.openai": 2}]}, "ASKED AGAIN"),
        ({"health": [NOTHING, NOTHING, NOTHING]}, "NOT ASKED"),
    ],
)
def test_a_promise_that_is_not_kept(change: dict[str, Any], told: str) -> None:
    assert broken(CHAT, replace(KEPT, **change), 8.0) == [told]
    assert told in cell(CHAT, replace(KEPT, **change), 8.0)
