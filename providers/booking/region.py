"""The country whose phone numbers are meant where none is named: that of the time zone."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo


def region_at(now: datetime, default: str) -> str:
    """The two-letter code of the country that the zone of `now` is of, else `default`."""
    zone = now.tzinfo.key if isinstance(now.tzinfo, ZoneInfo) else ""
    return _regions().get(zone, default)


@cache
def _regions() -> Mapping[str, str]:
    """Countries by zone, as the tz database's own table `zone.tab` has them."""
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {row[2]: row[0] for row in rows if len(row) > 2}
