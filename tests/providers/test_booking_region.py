"""Phone numbers are dialled as where the business is."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from core.appointments import no_booking, nothing_known
from providers.booking.region import region_at
from providers.booking.rules import RulesBookingDetector
from providers.chat.read_back import _groups  # pyright: ignore[reportPrivateUsage]


@pytest.mark.parametrize(
    ("zone", "said", "number"),
    [
        ("Europe/Dublin", "oh eight seven, double five five, one two three four", "+353875551234"),
        ("Europe/London", "oh seven nine double one, one two three four five six", "+447911123456"),
        ("Asia/Kolkata", "98220 12345", "+919822012345"),
        ("America/New_York", "415 555 2671", "+14155552671"),
        ("Pacific/Auckland", "+49 30 901820", "+4930901820"),
        ("Etc/UTC", "415 555 2671", "+14155552671"),
    ],
)
async def test_a_number_is_of_the_zones_country(zone: str, said: str, number: str) -> None:
    now = datetime(2026, 10, 14, 10, 0, tzinfo=ZoneInfo(zone))
    known = nothing_known()
    known["rules"] = {"required": ["phone"]}
    draft, detector = no_booking(), RulesBookingDetector()
    for text in ("book me in tomorrow at ten", said):
        draft = await detector.detect(text, draft, [], now, known)
    assert draft.get("phone") == number


def test_where_no_zone_is_known_the_given_one_counts() -> None:
    assert region_at(datetime(2026, 10, 14, 10, 0, tzinfo=UTC), "FR") == "FR"


@pytest.mark.parametrize(
    ("number", "spoken"),
    [
        ("+353871234567", "0 8 7, 1 2 3, 4 5 6 7"),
        ("+14155552671", "4 1 5, 5 5 5, 2 6 7 1"),
        ("+447911123456", "0 7 9 1 1, 1 2 3 4 5 6"),
    ],
)
def test_a_number_is_read_back_as_it_is_dialled_there(number: str, spoken: str) -> None:
    assert " ".join(_groups(number)) == spoken
