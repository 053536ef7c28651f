"""Appointments over the whole server: rules taught by POST /data, booked, listed, erased."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from icalendar import Calendar

from tests.server.line import Server, serving

SALON: dict[str, Any] = {
    "user_id": "salon",
    "business_name": "Curl & Co",
    "hours": {
        day: [["09:00", "17:00"]]
        for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
    },
    "services": [{"name": "Haircut", "duration_minutes": 45}],
}


async def taught(server: Server, **more: Any) -> None:
    answer = await server.rest.post("/data", json={**SALON, **more})
    assert answer.status_code == 200, answer.text


async def test_a_taken_time_is_said_with_offers_and_the_business_sees_what_is_booked(
    tmp_path: Path,
) -> None:
    now = datetime.now(UTC)
    async with serving(tmp_path, {"clock": lambda: now}) as server:
        await taught(
            server, hours={day: [["00:00", "24:00"]] for day in [*SALON["hours"], "sunday"]}
        )
        async with server.call("ann", "salon") as ann:
            asked = await ann.says("Book me a haircut for tomorrow at 2 PM")
            assert asked["booking"]["status"] == "confirming"
            done = await ann.says("yes please")
        assert (done["is_booking"], done["booking"]["status"]) == (True, "booked")
        async with server.call("bob", "salon") as bob:
            full = await bob.says("Book me a haircut for tomorrow at 2:30 PM")
        assert full["booking"]["status"] == "collecting"
        assert "already taken" in full["response_text"]
        assert len(full["booking"]["offers"]) == 3
        listed = await server.json("/bookings?business_id=salon&status=booked")
        [booking] = listed["bookings"]
        assert listed["total"] == 1
        assert booking["booking_id"] == done["booking"]["booking_id"]
        assert (booking["user_id"], booking["duration_minutes"]) == ("ann", 45)
        assert (await server.json("/bookings?business_id=ann"))["total"] == 0

        table = await server.rest.get("/bookings.csv?business_id=salon")
        assert table.headers["content-type"] == "text/csv; charset=utf-8"
        [row] = csv.DictReader(io.StringIO(table.text, newline=""))
        assert row["booking_id"] == booking["booking_id"]
        file = await server.rest.get("/bookings.ics?business_id=salon")
        assert 'filename="bookings.ics"' in file.headers["content-disposition"]
        [event] = Calendar.from_ical(file.content).walk("VEVENT")
        assert str(event["uid"]) == f"{booking['booking_id']}@rapport"

        deleted = (await server.rest.delete("/users/ann")).json()["deleted"]
        assert (deleted["bookings"], deleted["outbox"]) == (1, 1)
        assert (await server.json("/bookings?business_id=salon"))["total"] == 0
        async with server.call("bob", "salon") as bob:
            free = await bob.says("Book me a haircut for tomorrow at 2:30 PM")
        assert free["booking"]["status"] == "confirming"


async def test_hours_given_as_fields_are_spoken_of(tmp_path: Path) -> None:
    async with serving(tmp_path) as server:
        await taught(server)
        async with server.call("ann", "salon") as ann:
            told = await ann.says("what are your opening hours")
        assert "Monday to Saturday from 9 AM to 5 PM" in told["response_text"]


async def test_a_rule_that_cannot_be_used_is_refused_by_name(tmp_path: Path) -> None:
    async with serving(tmp_path) as server:
        await taught(server)
        bad = {**SALON, "hours": {"monday": [["17:00", "09:00"]]}}
        answer = await server.rest.post("/data", json=bad)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")
        assert answer.json()["message"].startswith("hours.monday: a span must end after")
        known = await server.services.context.bookings.known(
            "salon", "ann", server.services.context.clock()
        )
        assert known["rules"].get("hours") == SALON["hours"]


async def test_a_list_is_asked_for_properly(tmp_path: Path) -> None:
    bad = ("from=soon", "to=2026-02-30", "status=lost", "limit=501", "limit=0", "offset=-1")
    queries = ["", "business_id=", "business_id=a%2Fb", *(f"business_id=a&{each}" for each in bad)]
    async with serving(tmp_path) as server:
        for query in queries:
            for path in ("/bookings", "/bookings.csv", "/bookings.ics"):
                answer = await server.rest.get(f"{path}?{query}")
                if "limit" in query and path != "/bookings":
                    assert answer.status_code == 200
                else:
                    assert answer.status_code == 422, query
                    assert answer.json()["code"] in ("invalid_input", "invalid_request")
