"""A booking detector scripted by tags in the message."""

import re
from collections.abc import Sequence
from datetime import datetime

from core.appointments import BookingDraft, Known, no_booking
from core.state import PastTurn

_TAG = re.compile(r"\[book(?: (\d{4}-\d{2}-\d{2}))?(?: (\d{2}:\d{2}))?\]")


class FakeBookingDetector:
    """`[book 2026-12-01 14:00]` drafts, `[yes]` confirms, `[no]` drops; other text changes nothing.

    Both date and time may be left out of the tag; the draft then collects them.
    """

    async def detect(
        self,
        text: str,
        draft: BookingDraft,
        window: Sequence[PastTurn],
        now: datetime,
        known: Known,
    ) -> BookingDraft:
        if tag := _TAG.search(text):
            values = {"date": tag[1], "time": tag[2]}
            missing = [name for name, value in values.items() if not value]
            return {
                "status": "collecting" if missing else "confirming",
                "service": None,
                "date": tag[1],
                "time": tag[2],
                "missing": missing,
                "booking_id": None,
                "problem": None,
            }
        if draft["status"] not in ("collecting", "confirming"):
            return no_booking()
        kept: BookingDraft = {**draft, "missing": list(draft.get("missing") or [])}
        if "[yes]" in text and draft["status"] == "confirming":
            kept["status"] = "confirmed"
        elif "[no]" in text:
            kept["status"] = "dropped"
        return kept
