"""Which of a business's services is meant."""

import pytest

from providers.booking.services import matched


@pytest.mark.parametrize(
    ("said", "service"),
    [
        ("a hair cut please", "Haircut"),
        ("haircut and beard", "Haircut and beard"),
        ("a beard trimm", "Beard trim"),
        ("the deep tissue one", "Deep tissue massage"),
        ("something else", None),
    ],
)
def test_services(said: str, service: str | None) -> None:
    names = ["Haircut", "Beard trim", "Haircut and beard", "Deep tissue massage"]
    assert matched(said, names) == service
