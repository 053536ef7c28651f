"""What one transaction does to a booking: make it, move it, cancel it."""

import re
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.appointments import Appointment, BookingDraft, BusinessRules
from core.errors import BookingError
from memory.refusals import NO_SUCH_TIME, NO_TIME, outside_hours, taken, too_many
from memory.slots import hold, release, units_of
from memory.tables import BookingRow
from memory.wanted import Wanted, service_of, wanted_by

NOT_FOUND = "I cannot find that appointment of yours."
LIMITS = {"service": 200, "name": 200, "phone": 40, "email": 254}
"""Characters kept of what a caller gave; e-mail addresses end there by RFC 5321."""
PARTY = 10_000

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\s]+")


class NotFreeError(Exception):
    """The time is taken or outside the rules: another may be had. Never leaves `memory`."""


def line(value: object, limit: int) -> str | None:
    """What a caller gave as one line of text, cut at the limit; None for nothing.

    Control characters and lone surrogates are no text, and some stores refuse them.
    """
    text = _CONTROL.sub(" ", value if isinstance(value, str) else "").strip()
    return text[:limit].rstrip() or None


def appointment_of(row: BookingRow) -> Appointment:
    return {
        "booking_id": row.id,
        "date": row.date,
        "time": row.time,
        "duration_minutes": row.duration_minutes,
        "service": row.service,
        "party_size": row.party_size,
        "name": row.name,
        "phone": row.phone,
        "email": row.email,
    }


async def make(
    db: AsyncSession,
    rules: BusinessRules,
    key: str,
    business_id: str,
    user_id: str,
    draft: BookingDraft,
    at: str,
) -> BookingRow:
    """A new booking with its slots; raises NotFreeError."""
    wanted = wanted_at(draft, rules)
    row = BookingRow(id=str(uuid4()), key=key, business_id=business_id, user_id=user_id)
    row.status, row.sequence, row.created_at, row.updated_at = "booked", 0, at, at
    _fill(row, draft, wanted)
    await _take(db, rules, row, wanted)
    db.add(row)
    await db.flush()
    return row


async def move(
    db: AsyncSession, rules: BusinessRules, row: BookingRow, draft: BookingDraft, at: str
) -> None:
    """Give up the old slots and take the new; NotFreeError, which undoes both, if they are not."""
    after = changed(row, draft, rules)
    wanted = wanted_at(after, rules)
    await release(db, row.id)
    _fill(row, after, wanted)
    row.sequence, row.updated_at = row.sequence + 1, at
    await _take(db, rules, row, wanted)
    await db.flush()


async def cancel(db: AsyncSession, row: BookingRow, at: str) -> None:
    await release(db, row.id)
    row.status, row.sequence, row.updated_at = "cancelled", row.sequence + 1, at
    await db.flush()


async def own(db: AsyncSession, business_id: str, user_id: str, draft: BookingDraft) -> BookingRow:
    """The caller's own booking that a change or a cancellation is about.

    By its id, or else by `reference`, its date and time. Raises BookingError for another's,
    which is told exactly as one that does not exist, and for a cancelled one.
    """
    mine = select(BookingRow).where(
        BookingRow.business_id == business_id, BookingRow.user_id == user_id
    )
    if booking_id := draft.get("booking_id"):
        found = (await db.scalars(mine.where(BookingRow.id == booking_id))).one_or_none()
    else:
        day, _, clock = (draft.get("reference") or "").replace("T", " ").partition(" ")
        at = mine.where(BookingRow.date == day, BookingRow.time == clock.strip()[:5])
        found = (await db.scalars(at.where(BookingRow.status == "booked").limit(1))).one_or_none()
    if found is None:
        raise BookingError(NOT_FOUND)
    if found.status != "booked":
        raise BookingError("That appointment is already cancelled.")
    return found


def changed(row: BookingRow, draft: BookingDraft, rules: BusinessRules) -> BookingDraft:
    """The booking as a draft, with what the caller wants otherwise.

    Another service takes its own time, not the old one's.
    """
    before: dict[str, Any] = {**appointment_of(row)}
    service = draft.get("service")
    if service and service_of(rules, service) != service_of(rules, row.service):
        before["duration_minutes"] = None
    wishes = {name: value for name, value in draft.items() if name in before and value is not None}
    return {**before, **wishes, "status": "confirmed"}  # pyright: ignore[reportReturnType]


def wanted_at(draft: BookingDraft, rules: BusinessRules) -> Wanted:
    """Raises BookingError for a draft without a day and a time that there are."""
    try:
        wanted = wanted_by(draft, rules)
    except ValueError:
        raise BookingError(NO_SUCH_TIME) from None
    if wanted.start is None:
        raise BookingError(NO_TIME)
    return wanted


def _fill(row: BookingRow, draft: BookingDraft, wanted: Wanted) -> None:
    row.date, row.time = draft.get("date") or "", draft.get("time") or ""
    row.duration_minutes = wanted.minutes
    row.service = line(draft.get("service"), LIMITS["service"])
    party = draft.get("party_size")
    row.party_size = party if isinstance(party, int) and 0 < party <= PARTY else None
    row.name = line(draft.get("name"), LIMITS["name"])
    row.phone = line(draft.get("phone"), LIMITS["phone"])
    row.email = line(draft.get("email"), LIMITS["email"])


async def _take(db: AsyncSession, rules: BusinessRules, row: BookingRow, wanted: Wanted) -> None:
    """Rules that depend on the clock are not asked here: a key booked again must book again."""
    start = wanted.start or 0
    if crowded := too_many(rules, row.party_size or 1):
        raise BookingError(crowded)
    if problem := outside_hours(rules, start, wanted.minutes):
        raise NotFreeError(problem)
    units = units_of(start, wanted.minutes)
    if not await hold(db, row.business_id, row.id, units, wanted.seats):
        raise NotFreeError(taken(start))
