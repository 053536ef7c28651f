"""An hour that was said once is not asked for again, whatever was said around it."""

import pytest

from core.appointments import BookingDraft, nothing_known
from tests.providers.booking_knowledge import open_from, played, values


@pytest.mark.parametrize(
    "said",
    [
        "book me tomorrow at 5, sorry, long day",
        "book me tomorrow at five - phew, what a week",
        "book a table tomorrow at 5, whatever works",
        "book me tomorrow at five. Gosh, busy here",
        "book me tomorrow at five because nobody is home",
    ],
)
def test_what_follows_an_hour_takes_nothing_from_it(said: str) -> None:
    assert values(played(said), "date", "time") == ("2026-10-15", "17:00")


def test_a_number_of_a_name_is_no_hour() -> None:
    assert played("book me at 8 Dragons tomorrow, please").get("time") is None


@pytest.mark.parametrize("said", ["six then", "then just six", "ok, six it is", "well, six"])
def test_the_number_that_was_asked_for(said: str) -> None:
    known = nothing_known()
    known["rules"]["required"] = ["party_size"]
    draft = played("book a table tomorrow at seven", said, known=known)
    assert values(draft, "status", "party_size", "time") == ("confirming", 6, "19:00")
    crowded: BookingDraft = {
        **played("book a table for 20 tomorrow at seven", known=known),
        "status": "collecting",
        "missing": ["party_size"],
        "problem": "We can take 8 people at most.",
    }
    draft = played(said, draft=crowded, known=known)
    assert values(draft, "status", "party_size", "time") == ("confirming", 6, "19:00")


@pytest.mark.parametrize("said", ["six then", "then six", "six it is"])
def test_the_hour_that_was_asked_for(said: str) -> None:
    draft = played("book a table for four tomorrow", said)
    assert values(draft, "status", "party_size", "time") == ("confirming", 4, "18:00")


@pytest.mark.parametrize(
    ("said", "date", "time"),
    [
        ("Tuesday then", "2026-10-20", "12:00"),
        ("Tuesday at ten", "2026-10-20", "10:00"),
        ("the second one", "2026-10-20", "09:30"),
    ],
)
def test_the_hour_of_a_closed_day_is_that_of_another(said: str, date: str, time: str) -> None:
    closed: BookingDraft = {
        **played("book me monday at noon"),
        "status": "collecting",
        "date": None,
        "missing": ["date", "time"],
        "problem": "We are closed on Mondays.",
        "offers": ["2026-10-20T09:00", "2026-10-20T09:30"],
    }
    draft = played(said, draft=closed)
    assert values(draft, "status", "date", "time") == ("confirming", date, time)


@pytest.mark.parametrize(
    ("said", "date", "time"),
    [
        ("ten on Saturday", "2026-10-17", "10:00"),
        ("Saturday at ten", "2026-10-17", "10:00"),
        ("four", "2026-10-16", "16:00"),
        ("two on Saturday", "2026-10-17", "14:00"),
    ],
)
def test_another_hour_than_those_of_the_afternoon(said: str, date: str, time: str) -> None:
    known = open_from("09:00", "17:00", saturday=True)
    offered: BookingDraft = {
        **played("do you have anything friday afternoon", known=known),
        "offers": ["2026-10-16T14:00", "2026-10-16T16:00"],
    }
    draft = played(said, draft=offered, known=known)
    assert values(draft, "status", "date", "time") == ("confirming", date, time)


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("actually do book it", "confirming"),
        ("no wait, book it after all", "confirming"),
        ("don't book it", "none"),
        ("how do I book it", "none"),
        ("yes", "none"),
    ],
)
def test_who_wants_what_was_dropped_after_all(said: str, status: str) -> None:
    draft = played("book me friday at ten", "forget it", said)
    assert values(draft, "status", "date", "time") == (status, "2026-10-16", "10:00")
