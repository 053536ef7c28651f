"""A time that is said by another clock than the business's: "3 PM Eastern time"."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from providers.booking.times import clock_words

_USUAL = {
    "eastern": "America/New_York", "et": "America/New_York", "est": "America/New_York",
    "edt": "America/New_York", "central": "America/Chicago", "cst": "America/Chicago",
    "cdt": "America/Chicago", "mountain": "America/Denver", "mst": "America/Denver",
    "mdt": "America/Denver", "pacific": "America/Los_Angeles", "pst": "America/Los_Angeles",
    "pdt": "America/Los_Angeles", "gmt": "Etc/UTC", "utc": "Etc/UTC", "bst": "Europe/London",
    "uk": "Europe/London", "british": "Europe/London", "irish": "Europe/Dublin",
    "cet": "Europe/Berlin", "cest": "Europe/Berlin", "central european": "Europe/Berlin",
    "german": "Europe/Berlin", "french": "Europe/Paris", "indian": "Asia/Kolkata",
    "india": "Asia/Kolkata", "japan": "Asia/Tokyo", "japanese": "Asia/Tokyo",
}  # fmt: skip
_TIME = re.compile(
    r"\b(?P<zone>[a-z]{2,}(?: [a-z]{2,})?) (?:standard |daylight |summer )?time\b"
    r"|(?:\d|[ap]m|noon|oclock) (?P<short>[ecmp][sd]t|et|gmt|utc|cet|cest|bst)\b"
)


@dataclass(frozen=True, slots=True)
class Moved:
    """A day and time by the business's clock, and one sentence that says so."""

    date: str
    time: str
    told: str


def by_our_clock(said: str, day: str, clock: str, now: datetime) -> Moved | None:
    """What `day` and `clock` (HH:MM) are here, where the plain text names another zone.

    None where none is named, or one that has the same time as the business. Zones go by their
    usual names or by their cities, as the tz database has them.
    """
    zone, name = _named(said)
    if not zone or now.tzinfo is None:
        return None
    there = datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), ZoneInfo(zone))
    here = there.astimezone(now.tzinfo)
    if here.replace(tzinfo=None) == there.replace(tzinfo=None):
        return None
    at = f"{here:%H:%M}"
    on = "" if here.date() == there.date() else f" on {here:%A}"
    spoken = name.upper() if len(name) < 5 else name.title()
    told = f"{clock_words(clock)} {spoken} time is {clock_words(at)}{on} here."
    return Moved(here.date().isoformat(), at, told)


def _named(said: str) -> tuple[str | None, str]:
    for match in _TIME.finditer(said):
        words = (match["zone"] or match["short"]).split()
        for name in (" ".join(words), words[-1]):
            if zone := _USUAL.get(name) or _cities().get(name):
                return zone, name
    return None, ""


@cache
def _cities() -> dict[str, str]:
    """Zones by the city that they are called after."""
    zones = sorted(zone for zone in available_timezones() if "/" in zone and "Etc" not in zone)
    return {zone.rpartition("/")[2].replace("_", " ").lower(): zone for zone in zones}
