"""Appointments in the records: made, moved and cancelled exactly once, within the rules."""

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from typing import Literal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.appointments import Appointment, BookingDraft, BusinessRules, Contact, Known
from core.context import utc_now
from core.errors import BookingError
from core.seams import Clock
from memory.booking_writes import (
    NotFreeError,
    appointment_of,
    cancel,
    changed,
    make,
    move,
    own,
    wanted_at,
)
from memory.effects import KINDS, Effect, claim, tell
from memory.host import Host, host_of
from memory.offers import offers
from memory.opening import earliest_start, minute_at
from memory.records import Records
from memory.refusals import NO_SUCH_TIME, outside_hours, shut, taken, too_many, too_soon
from memory.slots import alone, full, units_of
from memory.tables import BookingRow
from memory.wanted import Wanted, party_of, wanted_by

UPCOMING = 10
"""Appointments of one caller that a turn is told of."""
LATEST = 50
"""Appointments of one caller, latest day first, that a turn reads."""


class SqlBookings:
    """Implements `Bookings`. The primary key of `booking_slots` settles a race for a seat.

    `timezone` is that of businesses that gave none; `told` is called when an event of a
    booking has been committed to the outbox.
    """

    def __init__(
        self,
        records: Records,
        clock: Clock = utc_now,
        timezone: tzinfo = UTC,
        told: Callable[[], None] = lambda: None,
    ) -> None:
        self._told = told
        self._records = records
        self._clock = clock
        self._timezone = timezone

    async def known(self, business_id: str, user_id: str, now: datetime) -> Known:
        """As `Bookings` says, of this caller's `LATEST` appointments by date."""
        mine = select(BookingRow).where(
            BookingRow.user_id == user_id, BookingRow.business_id == business_id
        )
        async with self._records.read() as db:
            host = await host_of(db, business_id)
            rows = await db.scalars(mine.order_by(BookingRow.date.desc()).limit(LATEST))
            found = sorted(rows, key=lambda row: (row.date, row.time))
        here = f"{host.local(now):%Y-%m-%d %H:%M}"
        coming = [r for r in found if r.status == "booked" and f"{r.date} {r.time}" >= here]
        over = [r for r in found if r.status == "booked" and f"{r.date} {r.time}" < here]
        by_change = sorted(found, key=lambda row: row.updated_at, reverse=True)
        return {
            "rules": host.rules,
            "contact": _contact([appointment_of(row) for row in by_change]),
            "upcoming": [appointment_of(row) for row in coming[:UPCOMING]],
            "last": appointment_of(over[-1]) if over else None,
        }

    async def check(self, business_id: str, draft: BookingDraft, now: datetime) -> BookingDraft:
        """As `Bookings` says. A slot that cannot be had is taken out of the draft again.

        Then the draft is "collecting", with what must be chosen anew in `missing`: the time,
        and the date too where no time of that day can be had; the hour then stays as it was,
        for another day. That is told as soon as day and
        time are sure, or the day is a closed one, whatever else is still to be asked. A question
        for free times gets `offers` for its day. Whether a confirmed draft's seat is free is
        for `book` to say: in a turn that is run again, the draft itself has taken it.
        """
        asking = draft.get("intent") == "availability"
        if draft["status"] not in ("collecting", "confirming", "confirmed"):
            return draft
        if draft.get("intent") == "cancel" or not (asking or _settled(draft, "date")):
            return draft
        if asking and draft.get("problem") and draft.get("offers") and not draft.get("time"):
            return draft
        timed = _settled(draft, "date") and _settled(draft, "time")
        async with self._records.read() as db:
            host = await host_of(db, business_id)
            subject, but = await _subject(db, host, business_id, draft)
            try:
                wanted = wanted_by(
                    subject if timed or asking else {**subject, "time": None}, host.rules
                )
            except ValueError:
                return _again({**draft, "time": None}, NO_SUCH_TIME, [])
            here = minute_at(host.local(now))
            if crowded := too_many(host.rules, party_of(subject)):
                return _too_many(draft, crowded)
            problem = _against(host.rules, wanted, here)
            if not problem and draft["status"] != "confirmed":
                problem = await _gone(db, business_id, wanted, but)
            if not (problem or asking):
                return draft
            earliest = earliest_start(host.rules, here)
            free = await offers(db, business_id, host.rules, wanted, earliest, but)
        if problem and (timed or wanted.start is None):
            return _again(draft, problem, free)
        return {**draft, "problem": draft.get("problem"), "offers": free}

    async def book(self, key: str, business_id: str, user_id: str, draft: BookingDraft) -> str:
        """As `Bookings` says; a booking's id is a UUID.

        One transaction holds the slots, writes the booking and its outbox row. Raises
        BookingError, with offers, for a time that is taken or outside the rules, and without
        for a draft that lacks its date or time, or is about a booking that is not the caller's.
        """
        try:
            async with self._records.write() as db:
                booked = await self._apply(db, key, business_id, user_id, draft)
        except NotFreeError as error:
            free = await self._nearest(business_id, user_id, draft)
            raise BookingError(str(error), free) from error
        self._told()
        return booked

    async def _apply(
        self, db: AsyncSession, key: str, business_id: str, user_id: str, draft: BookingDraft
    ) -> str:
        intent, at = draft.get("intent") or "book", self._clock().isoformat()
        if intent not in KINDS:
            raise BookingError("There is nothing to book yet.")
        await alone(db, business_id)
        who = {"business_id": business_id, "user_id": user_id, "booking_id": ""}
        row = {**who, "kind": KINDS[intent], "created_at": at}
        outbox_id, done = await claim(db, self._records, key, row)
        if outbox_id is None:
            return done
        host = await host_of(db, business_id)
        previous: Appointment | None = None
        if intent == "book":
            booking = await make(db, host.rules, key, business_id, user_id, draft, at)
        else:
            booking = await own(db, business_id, user_id, draft)
            if intent == "cancel":
                await cancel(db, booking, at)
            else:
                previous = appointment_of(booking)
                await move(db, host.rules, booking, draft, at)
        await tell(db, outbox_id, booking.id, self._effect(host, booking, previous))
        return booking.id

    def _effect(self, host: Host, row: BookingRow, previous: Appointment | None) -> Effect:
        return {
            **appointment_of(row),
            "business_name": host.name,
            "timezone": host.rules.get("timezone") or str(self._timezone),
            "sequence": row.sequence,
            "previous": previous,
        }

    async def _nearest(self, business_id: str, user_id: str, draft: BookingDraft) -> list[str]:
        async with self._records.read() as db:
            host = await host_of(db, business_id)
            subject, but = await _subject(db, host, business_id, draft)
            now = host.local(self._clock().astimezone(self._timezone))
            earliest = earliest_start(host.rules, minute_at(now))
            wanted = wanted_at(subject, host.rules)
            return await offers(db, business_id, host.rules, wanted, earliest, but)


def _against(rules: BusinessRules, wanted: Wanted, now: int) -> str | None:
    """What the rules have against a time or a whole day, at the minute that it is."""
    if wanted.start is None:
        return shut(rules, wanted.day) if wanted.day else None
    soon = too_soon(rules, wanted.start, now)
    return soon or outside_hours(rules, wanted.start, wanted.minutes)


async def _gone(db: AsyncSession, business_id: str, wanted: Wanted, but: str | None) -> str | None:
    if wanted.start is None:
        return None
    span = (wanted.start, wanted.start + wanted.minutes)
    filled = await full(db, business_id, span, wanted.seats, but)
    return taken(wanted.start) if filled & set(units_of(wanted.start, wanted.minutes)) else None


async def _subject(
    db: AsyncSession, host: Host, business_id: str, draft: BookingDraft
) -> tuple[BookingDraft, str | None]:
    """The draft with what a change leaves as it was, and the booking that it moves."""
    booking_id = draft.get("booking_id") if draft.get("intent") == "change" else None
    row = await db.get(BookingRow, booking_id) if booking_id else None
    if row is None or row.business_id != business_id:
        return draft, None
    return changed(row, draft, host.rules), row.id


def _settled(draft: BookingDraft, field: Literal["date", "time"]) -> bool:
    """Whether it is known and not still to be asked, as a doubtful one is."""
    return bool(draft.get(field)) and field not in (draft.get("missing") or [])


def _again(draft: BookingDraft, problem: str, free: list[str]) -> BookingDraft:
    """The draft without the time, or else the day, that cannot be had.

    Where the whole day is lost, the hour may do on another one: it stays beside the question.
    """
    day = draft.get("date")
    same_day = any(offer.startswith(f"{day}T") for offer in free)
    lost = ["time"] if same_day else ["date", "time"]
    others = [name for name in draft.get("missing") or [] if name not in ("date", "time")]
    again: BookingDraft = {
        **draft,
        "status": "collecting",
        "time": None if same_day else draft.get("time"),
        "missing": [*lost, *others],
        "problem": problem,
        "offers": free,
    }
    return again if same_day else {**again, "date": None}


def _too_many(draft: BookingDraft, problem: str) -> BookingDraft:
    """The number stays, so that nothing is booked before the caller gives another."""
    others = [name for name in draft.get("missing") or [] if name != "party_size"]
    return {
        **draft,
        "status": "collecting",
        "missing": ["party_size", *others],
        "problem": problem,
        "offers": [],
    }


def _contact(latest: list[Appointment]) -> Contact:
    """Each of name, phone and e-mail as it was given last."""
    contact: Contact = {}
    for field in ("name", "phone", "email"):
        given = next((booking[field] for booking in latest if booking[field]), None)
        if given:
            contact[field] = given
    return contact
