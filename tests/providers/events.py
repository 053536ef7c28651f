"""Events of a booking and of a session, as the outbox holds them."""

from typing import Any

from core.outbox import EventKind, OutboxEvent

AT = "2026-11-24T12:00:00+00:00"


def booking_event(
    kind: EventKind = "booked", *, event_id: str = "event-1", sequence: int = 0, **changed: Any
) -> OutboxEvent:
    return {
        "id": event_id,
        "kind": kind,
        "business_id": "harbour-hair",
        "user_id": "ann",
        "at": AT,
        "payload": {
            "booking_id": "booking-1",
            "date": "2026-12-03",
            "time": "14:00",
            "duration_minutes": 45,
            "service": "Haircut",
            "party_size": None,
            "name": "Ann Lee",
            "phone": "+4930123456",
            "email": "ann@example.com",
            "business_name": "Harbour Hair",
            "timezone": "Europe/Berlin",
            "sequence": sequence,
            **changed,
        },
    }


def session_event(outcome: str = "frustrated", **changed: Any) -> OutboxEvent:
    return {
        "id": "event-2",
        "kind": "session_ended",
        "business_id": "harbour-hair",
        "user_id": "ann",
        "at": AT,
        "payload": {
            "session_id": "session-1",
            "user_id": "ann",
            "outcome": outcome,
            "confidence": 0.8,
            "pain_points": ["Nobody told me the price"],
            "strategy": "repair",
            "greeting": "Hello again.",
            "trajectory": [],
            **changed,
        },
    }


TROUBLE = [
    '=HYPERLINK("http://evil.example","click")',
    "Ann\r\nBcc: everybody@example.com",
    "Ann\nBEGIN:VEVENT\nUID:x",
    'Lee, Ann <evil@example.com>, "x" <y@example.com>',
    "<script>alert(1)</script> & sons",
    "\u0634\u0627\u0631\u0639 \u05e9\u05dc\u05d5\u05dd",
    "\U0001f469\u200d\U0001f680 \U0001f1e9\U0001f1ea caf\u00e9",
    "=?utf-8?q?Bcc=3A_x=40y.example?=",
    "a\x00b\x1bc\u202egnp.exe",
    "word " * 2000,
    "+1-2|cmd",
    "@SUM(A1)",
]
"""What callers and businesses may write into any field."""
