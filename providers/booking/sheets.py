"""Bookings as rows of a Google spreadsheet, one row to a booking, through Google's own client.

The row is found by the booking's id and holds the `sequence` it shows, so that an event told
twice, or late, changes nothing: a crash between the row and our note of it makes no second one.
Values are written RAW: text that looks like a formula is text.
"""

import asyncio
import warnings
from pathlib import Path
from typing import Any

from core.errors import VendorError
from core.outbox import BOOKING_KINDS, OutboxEvent
from providers.booking.sheets_errors import sheets_error
from providers.one_line import one_line

SCOPES = ["https://www.googleapis.com/auth/spreadsheets"]
HEADERS = (
    "booking_id",
    "sequence",
    "status",
    "date",
    "time",
    "timezone",
    "duration_minutes",
    "service",
    "party_size",
    "name",
    "phone",
    "email",
    "business_name",
    "user_id",
    "updated_at",
)
LAST = chr(ord("A") + len(HEADERS) - 1)
COLUMNS = f"A:{LAST}"
_RAW = "RAW"


class SheetsSink:
    """Writes to the first sheet of one spreadsheet. `timeout` is the seconds each call may take.

    `url` is another address of the Sheets API; where tokens come from is in the key file.
    The client blocks, so it runs in a thread, one delivery at a time.
    """

    def __init__(
        self,
        spreadsheet_id: str,
        service_account_file: Path,
        url: str | None = None,
        *,
        timeout: float = 15.0,
    ) -> None:
        self._id, self._key = spreadsheet_id, service_account_file
        self._url, self._timeout = url, timeout
        self._credentials: Any = None
        self._spreadsheets: Any = None
        self._one_at_a_time = asyncio.Lock()

    def wants(self, event: OutboxEvent) -> bool:
        return event["kind"] in BOOKING_KINDS

    async def deliver(self, event: OutboxEvent) -> None:
        row = row_of(event)
        async with self._one_at_a_time:
            try:
                await asyncio.to_thread(self._write, row)
            except Exception as error:
                raise sheets_error(error) from error

    def _write(self, row: list[str | int]) -> None:
        # Its transport is HTTP: what becomes of gRPC does not concern us.
        warnings.filterwarnings("ignore", r"Package google\.\S+ depends on grpcio", FutureWarning)
        import httplib2
        from google_auth_httplib2 import AuthorizedHttp

        if self._credentials is None:
            self._credentials = _credentials(self._key)
        http = AuthorizedHttp(self._credentials, http=httplib2.Http(timeout=self._timeout))
        try:
            if self._spreadsheets is None:
                self._spreadsheets = _spreadsheets(http, self._url)
            _Sheet(self._spreadsheets, http, self._id).write(row)
        finally:
            http.close()


def _spreadsheets(http: Any, url: str | None) -> Any:
    """The API as Google's client makes it from the description it brings along (0.3 s of CPU)."""
    from googleapiclient import discovery

    build: Any = discovery.build  # pyright: ignore[reportUnknownVariableType]
    service = build(
        "sheets",
        "v4",
        http=http,
        static_discovery=True,
        cache_discovery=False,
        client_options={"api_endpoint": url} if url else None,
    )
    return service.spreadsheets()


def _credentials(key: Path) -> Any:
    from google.auth.exceptions import GoogleAuthError
    from google.oauth2.service_account import Credentials

    load: Any = Credentials.from_service_account_file  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    try:
        return load(str(key), scopes=SCOPES)
    except (OSError, ValueError, GoogleAuthError) as error:
        raise VendorError("SERVICE_ACCOUNT_FILE holds no key that can be used", "auth") from error


class _Sheet:
    """The first sheet of a spreadsheet, over one connection."""

    def __init__(self, spreadsheets: Any, http: Any, spreadsheet_id: str) -> None:
        self._sheets, self._values = spreadsheets, spreadsheets.values()
        self._http, self._id = http, spreadsheet_id

    def write(self, row: list[str | int]) -> None:
        """Append the booking's row or update it, unless it shows this or a later state."""
        rows = self._rows()
        if not rows or rows[0][:1] != [HEADERS[0]]:
            self._make_headers(rows)
            rows = self._rows()
        mine = _numbers_of(row[0], rows)
        if not mine:
            self._append(row)
            # Google's HTTP client sends a call again when the line drops before the answer.
            mine = _numbers_of(row[0], self._rows())
        elif _sequence(rows[mine[0] - 1]) < int(row[1]):
            self._update(mine[0], row)
        for spare in mine[1:]:
            self._clear(spare)

    def _rows(self) -> list[list[str]]:
        """The ids and sequences of all rows, the headers first; empty cells at the end are cut."""
        answer = self._values.get(spreadsheetId=self._id, range="A:B").execute(http=self._http)
        return answer.get("values", [])

    def _make_headers(self, rows: list[list[str]]) -> None:
        """In the first row; what stands there already moves down."""
        if rows and rows[0]:
            found = self._sheets.get(spreadsheetId=self._id, fields="sheets.properties").execute(
                http=self._http
            )
            first = {
                "sheetId": found["sheets"][0]["properties"]["sheetId"],
                "dimension": "ROWS",
                "startIndex": 0,
                "endIndex": 1,
            }
            insert = {"requests": [{"insertDimension": {"range": first}}]}
            self._sheets.batchUpdate(spreadsheetId=self._id, body=insert).execute(http=self._http)
        self._update(1, list(HEADERS))

    def _append(self, row: list[str | int]) -> None:
        self._values.append(
            spreadsheetId=self._id,
            range=COLUMNS,
            valueInputOption=_RAW,
            insertDataOption="INSERT_ROWS",
            body={"values": [row]},
        ).execute(http=self._http)

    def _update(self, number: int, row: list[Any]) -> None:
        self._values.update(
            spreadsheetId=self._id,
            range=_range(number),
            valueInputOption=_RAW,
            body={"values": [row]},
        ).execute(http=self._http)

    def _clear(self, number: int) -> None:
        self._values.clear(spreadsheetId=self._id, range=_range(number), body={}).execute(
            http=self._http
        )


def row_of(event: OutboxEvent) -> list[str | int]:
    """The cells of a booking, as `HEADERS` names them. Raises KeyError without a booking's id."""
    payload = event["payload"]
    cells: dict[str, Any] = {
        **payload,
        "status": "cancelled" if event["kind"] == "cancelled" else "booked",
        "user_id": event["user_id"],
        "updated_at": event["at"],
    }
    sequence = int(payload.get("sequence") or 0)
    rest = [one_line(cells.get(name)) for name in HEADERS[2:]]
    return [str(payload["booking_id"]), sequence, *rest]


def _numbers_of(booking_id: object, rows: list[list[str]]) -> list[int]:
    """The numbers of the rows that hold this booking; the first row is 1."""
    return [number for number, row in enumerate(rows, 1) if row[:1] == [booking_id]]


def _sequence(row: list[str]) -> int:
    """What the row shows; -1 where somebody has written something else there."""
    shown = row[1] if len(row) > 1 else ""
    return int(shown) if shown.isdecimal() else -1


def _range(number: int) -> str:
    return f"A{number}:{LAST}{number}"
