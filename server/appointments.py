"""The business's view of its appointments: a page as JSON, all of them for a table or calendar."""

import asyncio
from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel

from memory.booking_exports import as_csv, as_ics
from memory.booking_list import BookingList, Entry, Page
from server.errors import ErrorBody
from server.rest import TheServices
from server.wire import checked_id

router = APIRouter(responses={422: {"model": ErrorBody}, 500: {"model": ErrorBody}})

PAGE = 500
TABLE = 10_000
CALENDAR = 2_000
"""The most appointments in one answer; `offset` gives the rest. An event costs half a ms."""


class Bookings(BaseModel):
    """`total` counts all that were asked for; `bookings` are those from `offset` on."""

    business_id: str
    total: int
    limit: int
    offset: int
    bookings: list[Entry]


class Asked(BaseModel):
    """Which appointments: `first` and `last` are days of the business, both included."""

    business_id: str
    first: str | None
    last: str | None
    status: Literal["booked", "cancelled"] | None
    offset: int

    async def page(self, of: BookingList, limit: int) -> Page:
        return await of.page(
            self.business_id, self.first, self.last, self.status, limit, self.offset
        )


def asked(
    business_id: Annotated[str, Query(examples=["user123"])],
    first: Annotated[date | None, Query(alias="from", description="The first day")] = None,
    last: Annotated[date | None, Query(alias="to", description="The last day")] = None,
    status: Literal["booked", "cancelled"] | None = None,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> Asked:
    return Asked(
        business_id=checked_id(business_id, "business_id"),
        first=first.isoformat() if first else None,
        last=last.isoformat() if last else None,
        status=status,
        offset=offset,
    )


TheAsked = Annotated[Asked, Depends(asked)]


@router.get("/bookings", summary="A business's appointments, soonest first")
async def bookings(
    asked: TheAsked,
    services: TheServices,
    limit: Annotated[int, Query(ge=1, le=PAGE)] = 100,
) -> Bookings:
    page = await asked.page(services.memory.booking_list, limit)
    return Bookings(
        business_id=asked.business_id,
        total=page.total,
        limit=limit,
        offset=asked.offset,
        bookings=page.entries,
    )


@router.get("/bookings.csv", summary="The same as a table", response_class=Response)
async def bookings_csv(asked: TheAsked, services: TheServices) -> Response:
    """Cells that begin with = + - @ or a tab have an apostrophe before them. At most 10,000."""
    page = await asked.page(services.memory.booking_list, TABLE)
    table = await asyncio.to_thread(as_csv, page.entries)
    return _file(table, "text/csv; charset=utf-8", "bookings.csv")


@router.get("/bookings.ics", summary="The same as a calendar", response_class=Response)
async def bookings_ics(asked: TheAsked, services: TheServices) -> Response:
    """An event for each appointment, the cancelled ones marked as such. At most 2,000."""
    page = await asked.page(services.memory.booking_list, CALENDAR)
    calendar = await asyncio.to_thread(as_ics, page.entries, page.business_name, page.zone)
    return _file(calendar, "text/calendar; charset=utf-8", "bookings.ics")


def _file(content: str | bytes, kind: str, name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)
