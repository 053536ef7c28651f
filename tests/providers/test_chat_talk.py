"""How the extractive responder talks: with an unhappy caller, in small talk, about a booking."""

import pytest

from core.state import Moment
from providers.chat.extractive import ExtractiveResponder
from providers.chat.intent import understand
from providers.embeddings.wordllama import WordLlamaEmbeddings
from tests.providers import businesses
from tests.providers.callers import Caller


@pytest.fixture(scope="module")
def extractive() -> ExtractiveResponder:
    return ExtractiveResponder(WordLlamaEmbeddings())


@pytest.fixture
def dentist(extractive: ExtractiveResponder) -> Caller:
    return Caller(extractive, businesses.passages_of("dentist"))


class TestFeeling:
    async def test_an_unhappy_caller_hears_more_and_nothing_twice(self, dentist: Caller) -> None:
        first = await dentist.says("What's your address?")
        assert "48 Linden Avenue" in first
        second = await dentist.says(
            "That doesn't help. Where exactly are you located?", "frustrated"
        )
        assert "beside the pharmacy" in second
        assert "48 Linden Avenue" not in second
        assert second.startswith("I'm sorry")
        third = await dentist.says("you already said that, where are you located", "frustrated")
        assert dentist.gap
        assert "555 0142" in third

    async def test_giving_up_brings_the_open_question_back(self, dentist: Caller) -> None:
        await dentist.says("What's your address?")
        reply = await dentist.says("whatever", "resigned")
        assert "sorry" in reply
        assert "beside the pharmacy" in reply

    async def test_after_a_poor_session_the_first_answer_is_fuller(self, dentist: Caller) -> None:
        reply = await dentist.says("I need your exact address again", opening="repair")
        assert "48 Linden Avenue" in reply
        assert len([said for said in dentist.said if said.cites]) == 2

    async def test_after_a_good_session_the_first_answer_is_warm(self, dentist: Caller) -> None:
        reply = await dentist.says("how much is a crown", opening="continuity_positive")
        assert reply.startswith("With pleasure!")

    async def test_a_question_that_went_badly_before_is_answered_fully(
        self, dentist: Caller
    ) -> None:
        moment: Moment = {
            "turn_id": "t",
            "session_id": "s",
            "text": "where are you located",
            "reply": "In town.",
            "mood": "frustrated",
            "sentiment": -0.6,
            "at": "2026-01-01T00:00:00Z",
            "score": 0.8,
        }
        reply = await dentist.says("whats your address", moments=[moment])
        assert reply.startswith("I remember")
        assert len([said for said in dentist.said if said.cites]) == 2

    async def test_a_frame_is_not_repeated_on_the_next_turn(self, dentist: Caller) -> None:
        first = await dentist.says("how much is a crown", "frustrated")
        second = await dentist.says("do you take insurance", "frustrated")
        assert first.startswith("I'm sorry")
        assert not second.startswith("I'm sorry")

    async def test_the_same_neutral_question_is_answered_in_other_words(
        self, dentist: Caller
    ) -> None:
        first = await dentist.says("how much is a crown")
        second = await dentist.says("how much is a crown")
        assert "$890" in second
        assert first != second


class TestTalk:
    @pytest.mark.parametrize(
        ("text", "mood", "heard"),
        [
            ("Hello!", "neutral", "How can I help"),
            ("hello how are you today", "happy", "I'm well"),
            ("Perfect, thank you!", "happy", "You're welcome"),
            ("no thats all bye", "neutral", "Goodbye"),
            ("bye", "angry", "Goodbye"),
            ("okay", "neutral", "anything else"),
            ("this is ridiculous", "angry", "sorry"),
            ("i had a terrible evening at your place", "disappointed", "sorry to hear"),
            ("are you a robot", "skeptical", "voice assistant"),
            ("yes", "neutral", "help"),
        ],
    )
    async def test_what_asks_for_nothing_needs_no_passage(
        self, dentist: Caller, text: str, mood: str, heard: str
    ) -> None:
        assert heard in await dentist.says(text, mood)
        assert not dentist.gap
        assert not any(said.cites for said in dentist.said)

    async def test_silence_is_met_politely_and_in_other_words(self, dentist: Caller) -> None:
        first, second = await dentist.says(""), await dentist.says("...")
        assert first == "I'm sorry, I did not catch that. Could you say it again?"
        assert second != first

    async def test_asked_to_repeat_it_repeats(self, dentist: Caller) -> None:
        first = await dentist.says("how much is a crown")
        assert first in await dentist.says("sorry can you say that again")

    @pytest.mark.parametrize(
        ("text", "kind", "query"),
        [
            ("Thanks, and where can I park?", "question", "where can i park"),
            ("That doesn't help. Where exactly are you?", "question", "where exactly are you"),
            ("phone number please", "question", "phone number"),
            ("okay thank you bye", "goodbye", ""),
            ("never mind", "resigned", ""),
            ("no, that's wrong", "complaint", ""),
            ("are you sure about that?", "doubt", ""),
            ("  ?! ", "empty", ""),
        ],
    )
    def test_messages_are_understood(self, text: str, kind: str, query: str) -> None:
        message = understand(text)
        assert (message.kind, message.query) == (kind, query)
