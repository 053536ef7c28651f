"""What a language model is told of the day and of the caller's appointments."""

from dataclasses import replace

from core.appointments import Appointment, BookingDraft
from core.seams import Brief
from core.state import no_reading
from providers.chat.llm import LLMResponder
from tests.providers.callers import replied
from tests.providers.llm import openai
from tests.vendors.chat_server import ChatServer

BRIEF = Brief("When is my appointment?", no_reading(), "neutral")
UPCOMING: list[Appointment] = [
    {"booking_id": "b1", "date": "2026-12-01", "time": "14:30", "duration_minutes": 45,
     "service": "haircut", "party_size": None, "name": "Ann", "phone": "+49301", "email": None},
    {"booking_id": "b2", "date": "2026-12-24", "time": "19:00", "duration_minutes": 90,
     "service": None, "party_size": 2, "name": None, "phone": None, "email": None},
]  # fmt: skip


async def test_the_date_and_what_is_booked_reach_the_model() -> None:
    with ChatServer() as server:
        chat = openai(server)
        told = replace(BRIEF, today="2026-11-28", upcoming=UPCOMING)
        await replied(LLMResponder(chat), told)
        await replied(LLMResponder(chat), replace(told, upcoming=[]))
        booked: BookingDraft = {"status": "booked", "booking_id": "b1", "date": "2026-12-01"}
        await replied(LLMResponder(chat), replace(told, booking=booked))
        await replied(LLMResponder(chat), BRIEF)
        known, none, changed, nobody_could_tell = (asked.system for asked in server.received)
        assert "Today is Saturday, 2026-11-28" in known
        assert "Tuesday, December 01 at 14:30 (2026-12-01), 45 minutes: haircut" in known
        assert "for 2 people" in known
        assert "+49" not in known
        assert "appointments at the business:\n<appointments>\n(none)" in none
        assert "haircut" not in changed
        assert "for 2 people" in changed
        assert "appointments at the business" not in nobody_could_tell
        assert "Today" not in nobody_could_tell
