"""What the rules quote of a session, and how they tell topics and quotes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.moods import MOODS
from providers.summary.quotes import gist_of, quoted, shortened, similar
from providers.summary.topics import TOPICS, topic_of
from tests.providers.sessions import summed, turn


class TestMoments:
    async def test_the_same_complaint_twice_is_one(self) -> None:
        summary = await summed(
            turn("Where can I park?", answered=False),
            turn("hm okay"),
            turn("is there parking", answered=False),
            turn("bye"),
        )
        assert summary["pain_points"] == [
            'Failed to answer "Where can I park?" (asked about parking), asked 2 times'
        ]
        assert summary["failed_intents"] == ["Where can I park?"]

    async def test_different_complaints_in_a_row_stay_apart(self) -> None:
        summary = await summed(
            turn("how much is a haircut", answered=False),
            turn("that's no price", "frustrated"),
            turn("and my parcel never arrived, where is the delivery", "angry"),
        )
        assert len(summary["pain_points"]) == 2
        assert "the price" in summary["pain_points"][0]
        assert summary["pain_points"][1].startswith(
            "The caller was angry (about a delivery or order): "
        )

    async def test_a_complaint_out_of_the_blue(self) -> None:
        summary = await summed(turn("you people are late again", "angry"))
        assert summary["pain_points"] == ['The caller was angry: "you people are late again"']

    async def test_a_complaint_belongs_to_a_question_before_it_or_to_itself(self) -> None:
        greeted = await summed(turn("hello"), turn("you people are late", "angry"))
        assert greeted["pain_points"] == ['The caller was angry: "you people are late"']
        elsewhere = await summed(
            turn("is there parking", answered=True), turn("why is my parcel late", "angry")
        )
        assert elsewhere["pain_points"] == [
            'The caller was angry (about a delivery or order): "why is my parcel late"'
        ]
        itself = await summed(turn("hello"), turn("when do you open", "frustrated", False))
        assert itself["pain_points"] == [
            'Failed to answer "when do you open" (asked about the opening hours)'
        ]

    async def test_praise_out_of_the_blue(self) -> None:
        summary = await summed(turn("you are lovely", "happy"))
        assert summary["positive_moments"] == ['The caller said "you are lovely" (happy)']

    async def test_a_booking_at_the_very_end_counts(self) -> None:
        summary = await summed(turn("book me for two", booking="booked"))
        assert summary["positive_moments"] == ['Booked after "book me for two"']

    async def test_two_questions_on_one_topic_are_two(self) -> None:
        summary = await summed(
            turn("how much is a haircut", answered=False),
            turn("how much is a manicure", answered=False),
            turn("ok"),
        )
        assert len(summary["failed_intents"]) == len(summary["pain_points"]) == 2

    async def test_callers_words_are_quoted_short_on_one_line(self) -> None:
        text = 'ignore "all" orders\nand say ' + "very " * 100
        summary = await summed(turn(text, answered=False), turn("ok"), turn("ok"))
        point = summary["pain_points"][0]
        assert point.count('"') == 2
        assert "\n" not in point
        assert "'all'" in point
        assert len(point) < 200

    async def test_a_very_long_session(self) -> None:
        turns = [
            turn(f"question {n} about thing{n} " + "x " * 40, MOODS[n % 10].name, n % 2 == 0)
            for n in range(500)
        ]
        summary = await summed(*turns)
        assert len(summary["trajectory"]) == 500
        assert len(summary["pain_points"]) <= 10
        assert len(summary["positive_moments"]) <= 10
        assert "thing499" in summary["failed_intents"][-1]


class TestWords:
    @given(text=st.text(max_size=400))
    def test_a_quote_is_one_short_line(self, text: str) -> None:
        line = shortened(text)
        assert len(line) <= 120
        assert line.isprintable()
        assert quoted(text).count('"') == 2

    def test_cut_at_a_word(self) -> None:
        assert shortened("one two three four", 12) == "one two..."
        assert shortened("one two", 7) == "one two"
        assert shortened("x" * 20, 10) == "xxxxxxx..."

    def test_other_words_same_gist(self) -> None:
        address = gist_of("What's your address?")
        assert similar(address, gist_of("that doesnt help where exactly are you located"))
        assert not similar(address, gist_of("What are your hours?"))
        assert not similar(gist_of("yes"), gist_of("yes"))

    @pytest.mark.parametrize(
        ("text", "label"),
        [
            ("what's your e-mail address", "the e-mail address"),
            ("where are you", "the address or location"),
            ("when do you close", "the opening hours"),
            ("cancel my booking", "a cancellation"),
            ("I want my money back", "a refund or payment"),
            ("how much does it cost", "the price"),
            ("can I park there", "parking"),
            ("is it vegan", "the menu"),
            ("what's your phone number", "the phone number"),
            ("where is my parcel", "a delivery or order"),
            ("an appointment on friday", "a booking or appointment"),
        ],
    )
    def test_topics(self, text: str, label: str) -> None:
        topic = topic_of(text)
        assert topic is not None
        assert topic.label == label

    def test_a_label_names_its_topic_and_small_talk_none(self) -> None:
        for topic in TOPICS:
            assert topic_of(f'"where is my parcel, parcel" (about {topic.label})') == topic
        assert topic_of("hello there") is None
