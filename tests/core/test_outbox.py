"""What others are told of: the end of a session, and a turn in which the mood swung."""

from typing import Any

import pytest

from core.outbox import NOBODY, session_ended, turning_point
from core.state import PastTurn, TurnState
from tests.memory.make import summary


def past(name: str, sentiment: float, mood: str = "neutral", text: str = "well") -> PastTurn:
    return {
        "id": name,
        "transcript": text,
        "reply": "I see.",
        "mood": mood,
        "sentiment": sentiment,
        "answered": None,
    }


def after(*window: PastTurn, confidence: float = 0.9, turn_id: str = "t2") -> TurnState:
    turn: Any = {
        "id": turn_id,
        "session_id": "s1",
        "user_id": "ann",
        "business_id": "shop",
        "index": 2,
        "source": "text",
        "at": "2026-11-24T12:00:00+00:00",
    }
    last = window[-1] if window else past(turn_id, 0.0)
    return {
        "turn": turn,
        "mood": {
            "mood": last["mood"],
            "sentiment": last["sentiment"],
            "confidence": confidence,
            "scores": {},
        },
        "passages": [],
        "moments": [],
        "timings": {},
        "window": list(window),
    }


def test_a_swing_is_a_turning_point_with_the_callers_words() -> None:
    state = after(past("t1", 0.2, "satisfied"), past("t2", -0.6, "frustrated", "no, again?"))
    event = turning_point(state)
    assert event is not None
    assert (event["kind"], event["user_id"], event["business_id"]) == (
        "turning_point",
        "ann",
        "shop",
    )
    assert event["payload"] == {
        "session_id": "s1",
        "turn_id": "t2",
        "turn": 2,
        "before": "satisfied",
        "after": "frustrated",
        "change": -0.8,
        "text": "no, again?",
    }
    assert turning_point(state) == event


@pytest.mark.parametrize(
    "state",
    [
        after(),
        after(past("t2", -0.9)),
        after(past("t1", 0.0), past("t2", 0.49)),
        after(past("t1", -0.8), past("t2", 0.0), confidence=0.0),
        after(past("t1", -0.8), past("t2", 0.0, text="")),
        after(past("t0", -0.8), past("t1", 0.5), past("t2", 0.0, text="")),
    ],
    ids=["none", "first", "small", "unread", "silence", "swung before"],
)
def test_what_is_none(state: TurnState) -> None:
    assert turning_point(state) is None


def test_a_silence_between_does_not_hide_a_swing() -> None:
    state = after(past("t0", 0.4), past("t1", 0.0, text=""), past("t2", -0.3))
    event = turning_point(state)
    assert event is not None
    assert event["payload"]["change"] == -0.7


async def test_the_end_of_a_session_is_one_event_however_often_it_is_told() -> None:
    ended = summary("ann", "s1", outcome="frustrated", pain_points=["Nobody answered"])
    event = session_ended(ended)
    assert event["payload"] == ended
    assert event["id"] == session_ended(ended)["id"]
    assert event["id"] != session_ended(summary("ann", "s2"))["id"]
    await NOBODY.add(event)
