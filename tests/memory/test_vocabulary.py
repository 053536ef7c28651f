"""The words that a recogniser is to expect of a business."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from memory.store import Memory
from memory.vocabulary import LONGEST, words_of

TEXT = """\
# Welcome
Please ask. We repair derailleurs by Shimano on Monday. Open: nine to five, and we open early.
Our Open Day is in May; derailleurs by Shimano or by SRAM are half price. Campagnolo too.
"""


def test_name_services_and_terms_in_this_order() -> None:
    rules = {"services": [{"name": "wheel truing"}, {"name": "Bike\n fitting"}]}
    assert words_of("Harbour Bikes", rules, TEXT) == (
        "Harbour Bikes, wheel truing, Bike fitting, Shimano, Day, SRAM, derailleurs"
    )
    assert words_of("", None, "") == ""


@given(
    name=st.text(max_size=200),
    services=st.lists(st.text(max_size=200), max_size=30),
    text=st.text(max_size=2000),
)
def test_any_text_gives_one_short_line(name: str, services: list[str], text: str) -> None:
    words = words_of(name, {"services": [{"name": each} for each in services]}, text)
    assert len(words) <= LONGEST
    assert len(words.splitlines()) <= 1


async def train(memory: Memory, text: str, business_id: str = "bikes", **extra: Any) -> None:
    await memory.businesses.train(business_id, "Harbour Bikes", "", "", "", text, extra)


async def test_they_follow_what_was_taught_last(memory: Memory) -> None:
    assert await memory.vocabulary.words("bikes") == ""
    await train(memory, "We like Shimano.", services=[{"name": "wash", "duration_minutes": 30}])
    for _ in range(2):
        assert await memory.vocabulary.words("bikes") == "Harbour Bikes, wash, Shimano"
    await train(memory, "We like Campagnolo.")
    assert await memory.vocabulary.words("bikes") == "Harbour Bikes, Campagnolo"
