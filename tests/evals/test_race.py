"""Two processes race for the same slots of one database."""

from dataclasses import replace
from pathlib import Path

import pytest

from evals.race import Figures, race, slot


async def test_each_slot_is_booked_once_and_the_rest_are_told_of_others(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'race.sqlite3'}"
    figures = await race(url, count=40, slots=6, processes=2)
    assert (figures.booked, figures.rows, figures.different) == (6, 6, 6)
    assert (figures.refused, figures.with_offers, figures.failed) == (34, 34, 0)
    assert figures.fair


FAIR = Figures(10, 2, 4, 4, 6, 6, 0, 4, 4, 1.0)


@pytest.mark.parametrize(
    ("changes", "fair"),
    [
        ({}, True),
        ({"rows": 5}, False),
        ({"different": 3}, False),
        ({"with_offers": 5}, False),
        ({"booked": 3}, False),
        ({"failed": 1}, False),
    ],
)
def test_a_double_booking_or_a_missing_offer_is_not_fair(
    changes: dict[str, int], fair: bool
) -> None:
    assert replace(FAIR, **changes).fair is fair


def test_every_slot_is_wanted_by_as_many() -> None:
    assert [slot(n, 3) for n in range(6)] == ["00:00", "00:30", "01:00"] * 2
