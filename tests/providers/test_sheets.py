"""The spreadsheet through Google's own client, against a server that speaks the Sheets API."""

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from core.errors import VendorError
from core.outbox import OutboxEvent
from providers.booking.sheets import HEADERS, SheetsSink
from providers.one_line import one_line
from tests.providers.events import TROUBLE, booking_event, session_event
from tests.vendors.certificate import service_account
from tests.vendors.http_server import served
from tests.vendors.patience import HASTY, PATIENT, nobody
from tests.vendors.sheets_server import SPREADSHEET, Fault, SheetsServer


@asynccontextmanager
async def spreadsheet(
    folder: Path, patience: float = PATIENT
) -> AsyncGenerator[tuple[SheetsServer, SheetsSink]]:
    sheets = SheetsServer()
    async with served(sheets.app) as port:
        key = service_account(folder, f"http://127.0.0.1:{port}/token")
        url = f"http://127.0.0.1:{port}/"
        yield sheets, SheetsSink(SPREADSHEET, key, url, timeout=patience)


async def failure(sink: SheetsSink, event: OutboxEvent | None = None) -> VendorError:
    with pytest.raises(VendorError) as raised:
        await sink.deliver(event or booking_event())
    return raised.value


def shown(sheets: SheetsServer, number: int = 1) -> dict[str, Any]:
    return dict(zip(HEADERS, sheets.grid[number], strict=True))


async def test_headers_are_made_and_a_booking_is_a_row(tmp_path: Path) -> None:
    async with spreadsheet(tmp_path) as (sheets, sink):
        await sink.deliver(booking_event())
        assert sheets.grid[0] == list(HEADERS)
        assert shown(sheets) == {
            "booking_id": "booking-1",
            "sequence": 0,
            "status": "booked",
            "date": "2026-12-03",
            "time": "14:00",
            "timezone": "Europe/Berlin",
            "duration_minutes": "45",
            "service": "Haircut",
            "party_size": "",
            "name": "Ann Lee",
            "phone": "+4930123456",
            "email": "ann@example.com",
            "business_name": "Harbour Hair",
            "user_id": "ann",
            "updated_at": "2026-11-24T12:00:00+00:00",
        }
        await sink.deliver(booking_event(booking_id="booking-2", event_id="event-2"))
        assert sheets.ids() == ["booking-1", "booking-2"]
        assert sheets.tokens == 1


async def test_a_change_and_a_cancellation_update_the_row(tmp_path: Path) -> None:
    async with spreadsheet(tmp_path) as (sheets, sink):
        for n in (1, 2, 3):
            await sink.deliver(booking_event(booking_id=f"booking-{n}", event_id=f"e{n}"))
        await sink.deliver(
            booking_event("changed", booking_id="booking-2", sequence=1, time="15:30")
        )
        assert (shown(sheets, 2)["time"], shown(sheets, 2)["status"]) == ("15:30", "booked")
        await sink.deliver(booking_event("cancelled", booking_id="booking-2", sequence=2))
        assert shown(sheets, 2)["status"] == "cancelled"
        assert sheets.ids() == ["booking-1", "booking-2", "booking-3"]


async def test_an_event_told_twice_or_late_changes_nothing(tmp_path: Path) -> None:
    async with spreadsheet(tmp_path) as (sheets, sink):
        await sink.deliver(booking_event("cancelled", sequence=2))
        await sink.deliver(booking_event("changed", sequence=1))
        for _ in range(2):
            await sink.deliver(booking_event())
        assert sheets.ids() == ["booking-1"]
        assert shown(sheets)["status"] == "cancelled"


async def test_what_stands_in_the_sheet_already_stays(tmp_path: Path) -> None:
    async with spreadsheet(tmp_path) as (sheets, sink):
        sheets.grid = [["notes of the owner", "x"], ["more"]]
        await sink.deliver(booking_event())
        assert sheets.grid[0] == list(HEADERS)
        assert sheets.grid[1:3] == [["notes of the owner", "x"], ["more"]]
        assert sheets.grid[3][0] == "booking-1"


async def test_headers_cut_by_a_crash_are_made_again(tmp_path: Path) -> None:
    async with spreadsheet(tmp_path) as (sheets, sink):
        sheets.grid = [[], ["booking-0", 0]]
        await sink.deliver(booking_event())
        assert sheets.grid[0] == list(HEADERS)
        assert sheets.ids() == ["booking-0", "booking-1"]


async def test_whatever_is_written_is_kept_as_text(tmp_path: Path) -> None:
    async with spreadsheet(tmp_path) as (sheets, sink):
        for n, text in enumerate(TROUBLE):
            await sink.deliver(booking_event(booking_id=f"booking-{n}", name=text, service=text))
            # The server itself refuses any call that is not RAW.
            name = shown(sheets, n + 1)["name"]
            assert name == one_line(text)


def google_error(status: int, reason: str, name: str) -> dict[str, Any]:
    """Both forms that Google's error takes."""
    return {
        "error": {
            "code": status,
            "message": "Quota exceeded for ann@example.com",
            "status": name,
            "errors": [{"reason": reason, "domain": "usageLimits", "message": "no"}],
        }
    }


@pytest.mark.parametrize(
    ("fault", "kind", "wait"),
    [
        (Fault(401, google_error(401, "authError", "UNAUTHENTICATED")), "auth", None),
        (Fault(403, google_error(403, "forbidden", "PERMISSION_DENIED")), "auth", None),
        (Fault(403, google_error(403, "rateLimitExceeded", "X")), "limit", 60.0),
        (Fault(429, google_error(429, "rateLimitExceeded", "RESOURCE_EXHAUSTED")), "limit", 60.0),
        (Fault(429, {}, {"retry-after": "7"}), "limit", 7.0),
        (Fault(404, google_error(404, "notFound", "NOT_FOUND")), "protocol", None),
        (Fault(500, "nonsense"), "server", None),
        (Fault(503, {}, {"retry-after": "3"}), "server", 3.0),
    ],
)
async def test_each_failure_has_its_fault(
    tmp_path: Path, fault: Fault, kind: str, wait: float | None
) -> None:
    async with spreadsheet(tmp_path) as (sheets, sink):
        # Google's client asks anew for a token after a 401, twice.
        sheets.faults = [fault] * (3 if fault.status == 401 else 1)
        error = await failure(sink)
        assert (error.fault, error.retry_after) == (kind, wait)
        assert str(fault.status) in str(error)
        assert "ann" not in str(error)
        await sink.deliver(booking_event())
        assert sheets.ids() == ["booking-1"]


async def test_a_key_that_is_refused_or_is_none(tmp_path: Path) -> None:
    async with spreadsheet(tmp_path) as (sheets, sink):
        sheets.token_fault = Fault(400, {"error": "invalid_grant"})
        assert (await failure(sink)).fault == "auth"
        sheets.token_fault = None
        await sink.deliver(booking_event())
    (tmp_path / "key.json").write_text(json.dumps({"type": "service_account"}))
    for key in (tmp_path / "key.json", tmp_path / "nowhere.json"):
        assert (await failure(SheetsSink(SPREADSHEET, key))).fault == "auth"


async def test_a_server_that_is_silent(tmp_path: Path) -> None:
    async with spreadsheet(tmp_path, patience=HASTY) as (sheets, sink):
        sheets.go.clear()
        assert (await failure(sink)).fault == "timeout"
        sheets.go.set()


async def test_a_server_that_is_down(tmp_path: Path) -> None:
    with nobody() as port:
        url = f"http://127.0.0.1:{port}/"
        key = service_account(tmp_path, f"{url}token")
        no_token = SheetsSink(SPREADSHEET, key, url, timeout=PATIENT)
        assert (await failure(no_token)).fault == "network"
        async with spreadsheet(tmp_path) as (sheets, _):
            # The same file now says that tokens come from a server that is there.
            no_sheet = SheetsSink(SPREADSHEET, key, url, timeout=PATIENT)
            assert (await failure(no_sheet)).fault == "network"
            assert (sheets.tokens, sheets.calls) == (1, [])


async def test_a_row_written_before_the_answer_was_lost_is_not_written_again(
    tmp_path: Path,
) -> None:
    async with spreadsheet(tmp_path) as (sheets, sink):
        await sink.deliver(booking_event(booking_id="booking-0"))
        sheets.faults = [Fault(200, {"values": [["booking_id"], ["booking-0", "0"]]})]
        sheets.faults.append(Fault(500, applied=True))
        assert (await failure(sink)).fault == "server"
        assert sheets.ids() == ["booking-0", "booking-1"]
        await sink.deliver(booking_event())
        assert sheets.ids() == ["booking-0", "booking-1"]


async def test_a_row_that_the_http_client_sent_twice_is_cleared(tmp_path: Path) -> None:
    async with spreadsheet(tmp_path) as (sheets, sink):
        await sink.deliver(booking_event(booking_id="booking-0"))
        twice = [*sheets.grid[1]]
        sheets.grid.append(twice)
        await sink.deliver(booking_event("changed", booking_id="booking-0", sequence=1))
        assert sheets.ids() == ["booking-0"]
        assert shown(sheets)["sequence"] == 1


def test_sessions_are_none_of_its_business(tmp_path: Path) -> None:
    sink = SheetsSink(SPREADSHEET, tmp_path / "key.json")
    assert sink.wants(booking_event("cancelled"))
    assert not sink.wants(session_event())
