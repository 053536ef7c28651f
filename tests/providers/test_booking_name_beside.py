"""A name that is said among other things, or spelt out; and what is none."""

import pytest

from core.appointments import Known, nothing_known
from providers.booking.rules import draft_after
from providers.booking.spelled import unspelled
from tests.providers.booking_knowledge import NOW, played, values


def needing(*required: str) -> Known:
    known = nothing_known()
    known["rules"] = {"required": list(required)}
    return known


@pytest.mark.parametrize(
    ("text", "name", "phone"),
    [
        ("Siobhan Daly, 415 555 2671", "Siobhan Daly", "+14155552671"),
        ("shkodran daly 415 555 2671", "Shkodran Daly", "+14155552671"),
        ("Jim Beam four one five double five five two six seven one", "Jim Beam", "+14155552671"),
        ("yes please, two of us, Shkodran Wills", "Shkodran Wills", None),
        ("it is for ten o'clock sharp, Hannah", "Hannah", None),
        ("Kate, that's K A T E", "Kate", None),
        ("Cate, K-A-T-E", "Kate", None),
        ("k a t e", "Kate", None),
        ("Tom Burk, that's B U R K E", "Tom Burke", None),
        ("it's Anna Lee, spelled A double N A", "Anna Lee", None),
    ],
)
def test_a_name_beside_other_things_is_heard(text: str, name: str, phone: str | None) -> None:
    draft = played("book me in tomorrow at ten", text, known=needing("name", "phone"))
    assert values(draft, "name", "phone") == (name, phone)


def test_a_name_that_the_read_back_asked_for_may_have_a_number_right_behind_it() -> None:
    before, asked = played("book me in tomorrow at ten"), "Shall I book it, and under what name?"
    draft = draft_after("shkodran stone 415 555 2671", before, NOW, nothing_known(), reply=asked)
    assert values(draft, "name", "phone") == ("Shkodran Stone", "+14155552671")


def test_a_single_name_before_an_address() -> None:
    draft = played("book me in tomorrow at ten", "Al, a@b.co", known=needing("name", "email"))
    assert values(draft, "status", "name", "email") == ("confirming", "Al", "a@b.co")


def test_all_in_one_message() -> None:
    draft = played("Book me in on Thursday at 9 please, Nuala Fox, 415 555 2671")
    assert values(draft, "date", "time", "name") == ("2026-10-15", "09:00", "Nuala Fox")


@pytest.mark.parametrize("text", ["aye", "yeah", "go for it", "yep, sure", "um, yeah"])
def test_a_yes_is_no_name(text: str) -> None:
    draft = played("book me in tomorrow at ten", text, known=needing("name"))
    assert values(draft, "status", "name") == ("collecting", None)


def test_with_what_a_name_is_written_is_no_part_of_it() -> None:
    draft = played("book me in tomorrow at ten", "my name is Sara without h")
    assert values(draft, "name") == ("Sara",)


@pytest.mark.parametrize("text", ["Ann", "plan A or B", "at 3 p m", "it's a big one", ""])
def test_other_letters_stay(text: str) -> None:
    assert unspelled(text) == text
