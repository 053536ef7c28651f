"""The business that is booked at, as far as its appointments need to know it."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import cast
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.appointments import BusinessRules
from core.errors import InputError
from memory.rules import rules_of
from memory.tables import BusinessRow


@dataclass(frozen=True, slots=True)
class Host:
    """A business that never taught anything has no rules and no name."""

    rules: BusinessRules
    name: str = ""

    def zone(self, otherwise: tzinfo) -> tzinfo:
        """Its own time zone, if it gave one."""
        name = self.rules.get("timezone")
        return ZoneInfo(name) if name else otherwise

    def local(self, now: datetime) -> datetime:
        """An aware time on the business's own clock; `now`'s zone is taken where it gave none."""
        return now.astimezone(self.zone(now.tzinfo)) if now.tzinfo else now


async def host_of(db: AsyncSession, business_id: str) -> Host:
    """One read by primary key; rules of what was taught before there were any are read anew."""
    fields = (BusinessRow.rules, BusinessRow.name)
    row = (await db.execute(select(*fields).where(BusinessRow.business_id == business_id))).first()
    if row is None:
        return Host({})
    rules, name = row
    if rules is None:
        rules = await _read(db, business_id)
    return Host(cast(BusinessRules, rules), name)


async def _read(db: AsyncSession, business_id: str) -> BusinessRules:
    taught = select(BusinessRow.content, BusinessRow.extra)
    content, extra = (await db.execute(taught.where(BusinessRow.business_id == business_id))).one()
    try:
        return await asyncio.to_thread(rules_of, content, extra)
    except InputError:
        return {}  # a field that meant something else when it was taught
