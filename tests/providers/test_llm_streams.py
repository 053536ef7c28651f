"""Streams as servers end them, each in its own way: what was received is heard."""

from typing import Any

import pytest

from core.errors import VendorError
from core.seams import Brief
from core.state import no_reading
from providers.chat.llm import LLMResponder
from providers.llm.models import VENDORS, Chat, Vendor, chat_model, groq_chat
from tests.providers.callers import replied
from tests.vendors.odd_stream import Ending, last, odd_stream, words
from tests.vendors.patience import PATIENT

TWO = "We open at nine. See you soon \U0001f600"
OVER = last(delta={})


async def heard(chat: Chat) -> str:
    brief = Brief("When do you open?", no_reading(), "neutral")
    return " ".join([each.text for each in await replied(LLMResponder(chat), brief)])


@pytest.mark.parametrize("vendor", VENDORS)
class TestEnding:
    @pytest.mark.parametrize("ending", ["done", "clean"])
    @pytest.mark.parametrize(
        ("said", "spoken"),
        [
            ("We open at 9 AM", "We open at 9 AM."),
            (TWO, "We open at nine. See you soon \U0001f600."),
            ("All is well.", "All is well."),
        ],
    )
    async def test_without_a_reason_the_rest_is_spoken(
        self, vendor: Vendor, ending: Ending, said: str, spoken: str
    ) -> None:
        async with odd_stream([words(said)], ending) as (url, _):
            assert await heard(chat_model(vendor, "m", url, timeout=PATIENT)) == spoken

    @pytest.mark.parametrize("ending", ["cut", "reset"])
    async def test_a_body_that_is_cut_is_told(self, vendor: Vendor, ending: Ending) -> None:
        async with odd_stream([words("We open at nine. On Sun"), words("day")], ending) as (url, _):
            responder = LLMResponder(chat_model(vendor, "m", url, timeout=PATIENT))
            with pytest.raises(VendorError) as raised:
                await replied(responder, Brief("When?", no_reading(), "neutral"))
        assert raised.value.fault in ("network", "protocol"), "as the vendor's SDK tells it"

    @pytest.mark.parametrize("ending", ["cut", "reset"])
    async def test_after_the_reason_a_cut_takes_nothing(
        self, vendor: Vendor, ending: Ending
    ) -> None:
        async with odd_stream([words("We open at nine"), OVER], ending) as (url, _):
            assert await heard(chat_model(vendor, "m", url, timeout=PATIENT)) == "We open at nine."


TAILS: dict[str, dict[str, Any]] = {
    "delta is null": last(delta=None),
    "no delta": last(),
    "choices are null": {"choices": None, "usage": {"prompt_tokens": 1}},
    "no choices": {"usage": {"prompt_tokens": 1}},
    "no choice": {"choices": []},
}


@pytest.mark.parametrize("tail", TAILS.values(), ids=TAILS)
@pytest.mark.parametrize("vendor", VENDORS)
async def test_a_tail_in_a_form_of_its_own(vendor: Vendor, tail: dict[str, Any]) -> None:
    async with odd_stream([words("We open at nine. See you"), tail]) as (url, _):
        assert (
            await heard(chat_model(vendor, "m", url, timeout=PATIENT))
            == "We open at nine. See you."
        )


@pytest.mark.parametrize("tail", TAILS.values(), ids=TAILS)
async def test_groqs_own_sdk_may_stumble_after_the_end(tail: dict[str, Any]) -> None:
    async with odd_stream([words("We open at nine. See you"), OVER, tail]) as (url, _):
        assert await heard(groq_chat("m", url, timeout=PATIENT)) == "We open at nine. See you."
