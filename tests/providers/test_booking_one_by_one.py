"""A second wish in one breath with the yes to the first."""

import pytest

from core.appointments import Known, nothing_known
from providers.booking.rules import draft_after
from tests.providers.booking_knowledge import NOW, played, values

ASKED = "That's your haircut tomorrow at 10 AM. Shall I book it, and under what name?"
WISH = "book a haircut tomorrow at ten"


def salon() -> Known:
    known = nothing_known()
    names = {"Haircut": 30, "Massage": 60}
    known["rules"]["services"] = [
        {"name": name, "duration_minutes": minutes} for name, minutes in names.items()
    ]
    return known


@pytest.mark.parametrize("known", [nothing_known(), salon()])
@pytest.mark.parametrize(
    "said",
    [
        "yes and also a massage on friday at two",
        "yes, and a massage on friday",
        "yes and another one on friday",
        "sure, and i also need a massage",
        "yes and can you do friday as well",
        "yes and book me a massage too",
    ],
)
def test_the_first_is_asked_for_once_more_as_it_is(said: str, known: Known) -> None:
    before = played(WISH, known=known)
    draft = draft_after(said, before, NOW, known, reply=ASKED)
    problem = draft.get("problem") or ""
    assert problem.casefold() == (
        "one at a time: shall i first book your haircut tomorrow at 10 am?"
    )
    assert len(draft.get("later") or []) == 1
    assert {name: value for name, value in draft.items() if name != "later"} == {
        **before,
        "problem": draft.get("problem"),
    }
    assert played("yes", draft=draft, known=known)["status"] == "confirmed"
    assert played("no", draft=draft, known=known)["status"] != "confirmed"


def test_the_second_is_come_to_by_itself() -> None:
    second = "yes and also a massage on friday at two"
    draft = draft_after(second, played(WISH, known=salon()), NOW, salon(), reply=ASKED)
    agreed = played("yes", draft=draft, known=salon())
    after = played("yes", draft={**agreed, "status": "booked"}, known=salon())
    wanted = ("confirmed", "Massage", "2026-10-16", "14:00")
    assert values(after, "status", "service", "date", "time") == wanted


@pytest.mark.parametrize(
    ("said", "status", "date", "time"),
    [
        ("yes but friday", "confirming", "2026-10-16", "10:00"),
        ("yes and at eleven", "confirming", "2026-10-15", "11:00"),
        ("yes, but another day, friday", "confirming", "2026-10-16", "10:00"),
        ("yes and my number is 415 555 2671", "confirmed", "2026-10-15", "10:00"),
        ("yes and also for Sam", "confirming", "2026-10-15", "10:00"),
    ],
)
def test_a_correction_or_a_detail_is_no_second_booking(
    said: str, status: str, date: str, time: str
) -> None:
    draft = draft_after(said, played(WISH), NOW, nothing_known(), reply=ASKED)
    assert values(draft, "status", "date", "time") == (status, date, time)
    assert "One at a time" not in (draft.get("problem") or "")
