"""Feasts that people name a day by."""

from datetime import date

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

_FROM_EASTER = {
    "ash wednesday": -46,
    "maundy thursday": -3,
    "good friday": -2,
    "easter saturday": -1,
    "easter sunday": 0,
    "easter monday": 1,
    "whit monday": 50,
}
_FIXED = {
    "new years day": (1, 1),
    "valentines day": (2, 14),
    "halloween": (10, 31),
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "boxing day": (12, 26),
    "new years eve": (12, 31),
}


def feast_day(name: str, today: date) -> date:
    """The feast as it comes next, today included; Easter is that of the Western churches."""
    this_year = _of_year(name.replace("'", ""), today.year)
    return this_year if this_year >= today else _of_year(name.replace("'", ""), today.year + 1)


def _of_year(name: str, year: int) -> date:
    if name in _FROM_EASTER:
        return easter(year) + relativedelta(days=_FROM_EASTER[name])
    return date(year, *_FIXED[name])
