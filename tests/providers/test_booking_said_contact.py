"""Addresses and numbers as people say them, beside each other and in several words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.appointments import BookingDraft, nothing_known
from providers.booking.contact import find_email
from providers.booking.named import named
from providers.booking.numbers import plain
from providers.booking.phone import find_phone, phone_in
from providers.booking.slots import slots_of
from tests.providers.booking_knowledge import NOW

BOTH = "my number is 415-555-2671 and my email is ana at example dot com"


@pytest.mark.parametrize(
    ("said", "email"),
    [
        ("siobhan underscore o brien at gmail dot com", "siobhan_obrien@gmail.com"),
        ("mary ann dot smith at example dot com", "maryann.smith@example.com"),
        ("yes, it's mary ann at example dot com", "maryann@example.com"),
        ("my email is j o h n at example dot com", "john@example.com"),
        ("my e-mail address is ann lee five five at example dot com", "annlee55@example.com"),
        ("you can write to john at example dot com", "john@example.com"),
        ("I'm Ann Lee, ann at example dot com", "ann@example.com"),
        ("my name is ann lee ann at example dot com", "ann@example.com"),
        ("Siobhan at example.com", "Siobhan@example.com"),
        ("ana@example.com", "ana@example.com"),
        ("let's meet at noon. thanks", None),
        ("I'd like it at 4. Thanks", None),
    ],
)
def test_an_address_is_all_its_words(said: str, email: str | None) -> None:
    assert find_email(said) == email


def test_number_and_address_in_one_breath() -> None:
    assert (find_phone(BOTH), find_email(BOTH)) == ("+14155552671", "ana@example.com")
    slots = slots_of(BOTH, NOW)
    assert (slots["phone"], slots["email"]) == ("+14155552671", "ana@example.com")


@pytest.mark.parametrize("asked", ["phone", "email"])
def test_whichever_was_asked_for(asked: str) -> None:
    draft: BookingDraft = {"status": "collecting", "intent": "book", "missing": [asked]}
    found = named(BOTH, draft, NOW, nothing_known(), bare=True, wished=False)
    assert found.problem is None
    assert found.slots == {"phone": "+14155552671", "email": "ana@example.com"}


def test_digits_of_an_address_are_no_number() -> None:
    assert find_phone("ana4155552671@example.com") is None
    assert find_phone("ana four one five five five five two at example dot com") is None


PLAIN = st.sampled_from(["ann", "mary", "o", "brien", "lee", "smith"])
SIGNED = st.tuples(st.sampled_from(["", "dot ", "underscore ", "dash "]), PLAIN).map("".join)
SIGNS = {"dot": ".", "underscore": "_", "dash": "-"}


@given(PLAIN, st.lists(SIGNED, max_size=4))
def test_no_word_of_an_address_is_lost(first: str, others: list[str]) -> None:
    said = " ".join([first, *others])
    local = "".join(SIGNS.get(word, word) for word in said.split())
    assert find_email(f"my email is {said} at example dot com") == f"{local}@example.com"


@given(st.text(alphabet="ab1 @.,'at dot com my email is", max_size=80))
def test_any_text_gives_an_address_or_none(text: str) -> None:
    found = find_email(text)
    assert found is None or found.count("@") == 1


@pytest.mark.parametrize(
    ("said", "slots"),
    [
        (
            "book me tomorrow at ten, my number is 415 555 2671",
            {"date": "2026-10-15", "time": "10:00", "phone": "+14155552671"},
        ),
        (
            "book me tomorrow at 10 under Ann Lee, phone 415 555 2671",
            {"date": "2026-10-15", "time": "10:00", "phone": "+14155552671", "name": "Ann Lee"},
        ),
        (
            "book me tomorrow at 10 under Ann Lee",
            {"date": "2026-10-15", "time": "10:00", "name": "Ann Lee"},
        ),
        ("friday at three, name of Bob", {"date": "2026-10-16", "time": "15:00", "name": "Bob"}),
        (
            "my number is double four one five five five five two six seven, for an hour",
            {"duration_minutes": 60, "phone": "+14415555267"},
        ),
        ("friday at eleven, 415-555-2671", {"date": "2026-10-16", "time": "11:00"}),
        ("call me at 4 1 5 5 5 5 2 6 7 1", {"phone": "+14155552671"}),
    ],
)
def test_a_number_hides_no_day_and_no_time(said: str, slots: dict[str, object]) -> None:
    found = named(said, {"status": "none"}, NOW, nothing_known(), bare=False, wished=False).slots
    assert {name: found.get(name) for name in slots} == slots
    assert {name: slots_of(said, NOW).get(name) for name in slots} == slots


@given(st.text(alphabet="0123456789 +-.,()at:/o", max_size=60))
def test_a_number_is_cut_from_any_text(text: str) -> None:
    if phone := phone_in(text):
        assert phone.digits in phone.number.lstrip("+") or phone.digits.startswith(("0", "1"))
        assert len(phone.cut(plain(text))) <= len(plain(text))
