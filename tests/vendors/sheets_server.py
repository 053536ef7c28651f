"""A spreadsheet that speaks the Sheets API v4, and can fail in the ways the real one does."""

import asyncio
import re
from typing import Any
from urllib.parse import unquote

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

TOKEN = "token-of-the-test"
SPREADSHEET = "sheet-1"


class Fault:
    """One answer that goes wrong. `applied`: only after the call has had its effect."""

    def __init__(
        self, status: int, body: Any = None, headers: Any = None, applied: bool = False
    ) -> None:
        self.status, self.body, self.headers, self.applied = status, body, headers, applied


class SheetsServer:
    """`grid` is the first sheet, rows of cells as they are kept; `faults` come first in, first out.

    No call is answered while `go` is not set; `calls` are the method and path of each.
    """

    def __init__(self) -> None:
        self.grid: list[list[Any]] = []
        self.faults: list[Fault] = []
        self.token_fault: Fault | None = None
        self.go = asyncio.Event()
        self.go.set()
        self.calls: list[str] = []
        self.tokens = 0
        self.app = FastAPI()
        self.app.post("/token")(self._token)
        self.app.api_route("/v4/spreadsheets/{rest:path}", methods=["GET", "PUT", "POST"])(
            self._api
        )

    def ids(self) -> list[str]:
        return [row[0] for row in self.grid[1:] if row]

    async def _token(self, request: Request) -> Response:
        assert (await request.body()).startswith(b"assertion=") or b"jwt-bearer" in (
            await request.body()
        )
        if self.token_fault is not None:
            return JSONResponse(self.token_fault.body, self.token_fault.status)
        self.tokens += 1
        return JSONResponse({"access_token": TOKEN, "expires_in": 3600, "token_type": "Bearer"})

    async def _api(self, rest: str, request: Request) -> Response:
        self.calls.append(f"{request.method} {rest}")
        await self.go.wait()
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return JSONResponse({"error": {"code": 401, "status": "UNAUTHENTICATED"}}, 401)
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None and not fault.applied:
            return JSONResponse(fault.body or {"error": {}}, fault.status, fault.headers)
        answer = await self._apply(rest, request)
        if fault is not None:
            return JSONResponse(fault.body or {"error": {}}, fault.status, fault.headers)
        return JSONResponse(answer)

    async def _apply(self, rest: str, request: Request) -> dict[str, Any]:
        body: Any = await request.json() if request.method != "GET" else None
        if rest == SPREADSHEET:
            return {"sheets": [{"properties": {"sheetId": 7, "title": "Sheet1"}}]}
        if rest == f"{SPREADSHEET}:batchUpdate":
            return self._insert(body)
        found = re.fullmatch(rf"{SPREADSHEET}/values/([^:]+:[A-Z]+\d*)(:append|:clear)?", rest)
        assert found, rest
        place, verb = unquote(found[1]), found[2]
        if request.method == "GET":
            return self._get(place)
        if verb == ":clear":
            self.grid[_row(place) - 1] = []
            return {}
        assert request.query_params["valueInputOption"] == "RAW", "values would become formulas"
        [values] = body["values"]
        if verb == ":append":
            assert request.query_params["insertDataOption"] == "INSERT_ROWS"
            self.grid.append(values)
        else:
            assert request.method == "PUT"
            number = _row(place)
            self.grid += [[] for _ in range(number - len(self.grid))]
            self.grid[number - 1] = values
        return {"updates": {"updatedRows": 1}}

    def _get(self, place: str) -> dict[str, Any]:
        assert place == "A:B"
        shown = [[str(cell) for cell in row[:2]] for row in self.grid]
        return {"range": place, "majorDimension": "ROWS", **({"values": shown} if shown else {})}

    def _insert(self, body: Any) -> dict[str, Any]:
        [request] = body["requests"]
        where = request["insertDimension"]["range"]
        assert where == {"sheetId": 7, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
        self.grid.insert(0, [])
        return {}


def _row(place: str) -> int:
    found = re.fullmatch(r"A(\d+):[A-Z](\d+)", place)
    assert found, place
    assert found[1] == found[2]
    return int(found[1])
