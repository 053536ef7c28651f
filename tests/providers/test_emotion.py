"""The contract of every emotion model, and what the lexicon makes of callers' words."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.moods import BY_NAME
from core.seams import EmotionModel
from core.state import Utterance
from providers.emotion.fake import FakeEmotion, reading
from providers.emotion.lexicon import LexiconEmotion
from providers.emotion.lexicon_words import CUES, EMOJI, NEGATED
from providers.emotion.llm import LLMEmotion
from providers.emotion.local import LocalEmotion
from tests.providers.llm import OVER_HTTP, vendors

MODELS: dict[str, EmotionModel] = {
    "local": LocalEmotion(),
    "lexicon": LexiconEmotion(),
    "fake": FakeEmotion(),
    **{name: LLMEmotion(chat) for name, chat in vendors().items()},
}

ADDRESS_AGAIN: list[Utterance] = [
    {"speaker": "caller", "text": "What's your address?"},
    {"speaker": "assistant", "text": "We are a bakery."},
]
REPEAT_PLEASE: list[Utterance] = [
    {"speaker": "caller", "text": "What's your address?"},
    {"speaker": "assistant", "text": "Sorry, could you repeat that?"},
]


@pytest.fixture(params=MODELS, name="model")
def a_model(request: pytest.FixtureRequest) -> EmotionModel:
    return MODELS[request.param]


async def mood_of(text: str, context: list[Utterance] | None = None) -> str:
    return (await LexiconEmotion().read(text, context or []))["mood"]


async def sentiment_of(text: str) -> float:
    return (await LexiconEmotion().read(text))["sentiment"]


class TestContract:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            " ",
            "?!",
            "hello",
            "[happy] so nice",
            "😀" * 50,
            "a" * 10_000,
            "no " * 5000,
            "\x00\n",
        ],
    )
    async def test_any_text_gets_a_valid_reading(self, model: EmotionModel, text: str) -> None:
        found = await model.read(text)
        assert found["mood"] in BY_NAME
        assert -1.0 <= found["sentiment"] <= 1.0
        assert 0.0 <= found["confidence"] <= 1.0
        assert list(found["scores"]) == list(BY_NAME)
        assert sum(found["scores"].values()) == pytest.approx(1.0)
        assert all(0.0 <= score <= 1.0 for score in found["scores"].values())
        assert max(found["scores"], key=found["scores"].__getitem__) == found["mood"]
        assert json.loads(json.dumps(found)) == found

    async def test_the_same_words_read_the_same(self, model: EmotionModel) -> None:
        first = await model.read("whatever, thanks", ADDRESS_AGAIN)
        first["scores"].clear()
        second = await model.read("whatever, thanks", ADDRESS_AGAIN)
        assert second == await model.read("whatever, thanks", ADDRESS_AGAIN)
        assert second["scores"]

    @settings(deadline=None)
    @given(text=st.text(max_size=300), before=st.text(max_size=60))
    async def test_nothing_raises(self, text: str, before: str) -> None:
        for name in MODELS.keys() - vendors():
            await assert_sound(MODELS[name], text, before)

    @settings(max_examples=OVER_HTTP, deadline=None)
    @given(text=st.text(max_size=300), before=st.text(max_size=60))
    async def test_nothing_raises_over_http(self, text: str, before: str) -> None:
        for name in vendors():
            await assert_sound(MODELS[name], text, before)


async def assert_sound(model: EmotionModel, text: str, before: str) -> None:
    found = await model.read(text, [{"speaker": "caller", "text": before}])
    mood = BY_NAME[found["mood"]]
    assert -1.0 <= found["sentiment"] <= 1.0
    if not isinstance(model, LocalEmotion):  # It learned sentiment by itself.
        assert mood.low <= found["sentiment"] <= mood.high
    assert sum(found["scores"].values()) == pytest.approx(1.0)


class TestStories:
    @pytest.mark.parametrize(
        ("text", "moods"),
        [
            ("What's your address?", {"neutral"}),
            ("That doesn't help. Where exactly are you located?", {"frustrated"}),
            ("Whatever...", {"resigned"}),
            ("I need your exact address again", {"neutral", "skeptical", "frustrated"}),
            ("Perfect, thank you!", {"happy", "satisfied"}),
            ("Book me for tomorrow at 2 PM", {"neutral"}),
            ("Great, thanks!", {"happy"}),
        ],
    )
    async def test_the_seeds_lines_written_and_as_heard(self, text: str, moods: set[str]) -> None:
        heard = text.lower().translate(str.maketrans("", "", "?.!,"))
        assert await mood_of(text) in moods
        assert await mood_of(heard) in moods
        assert await mood_of(heard.replace("'", "")) in moods

    @pytest.mark.parametrize(
        "text",
        [
            "what are your opening hours",
            "do you have parking",
            "how much is a haircut",
            "is that the price for two people",
            "can i book an appointment for friday at three",
            "which one is closer to the station",
            "do you still have a table for four",
            "whatever time works for you",
            "i was charged a fee, what is that for",
            "no problem",
            "good morning",
            "i'm happy to come in the afternoon",
            "how long does a delivery take",
            "why are you closed on mondays",
            "my number is 555 0142",
        ],
    )
    async def test_plain_requests_are_neutral_and_modest(self, text: str) -> None:
        found = await LexiconEmotion().read(text)
        assert found["mood"] == "neutral"
        assert found["sentiment"] == 0.0
        assert found["confidence"] <= 0.5

    @pytest.mark.parametrize(
        ("text", "mood"),
        [
            ("thank you so much", "happy"),
            ("you've made my day", "happy"),
            ("thanks", "satisfied"),
            ("okay that works", "satisfied"),
            ("oh tell me more about that", "engaged"),
            ("i don't understand", "confused"),
            ("what do you mean", "confused"),
            ("are you sure about that", "skeptical"),
            ("yeah right", "skeptical"),
            ("oh that's a pity", "disappointed"),
            ("i already told you twice", "frustrated"),
            ("this is ridiculous", "frustrated"),
            ("how dare you, you liars", "angry"),
            ("never mind", "resigned"),
            ("what's the point", "resigned"),
            ("😡", "angry"),
        ],
    )
    async def test_each_mood_has_words(self, text: str, mood: str) -> None:
        assert await mood_of(text) == mood
        assert (await LexiconEmotion().read(text))["confidence"] > 0.5


class TestRules:
    @pytest.mark.parametrize(
        ("text", "mood"),
        [
            ("i am not happy", "disappointed"),
            ("that is not good", "frustrated"),
            ("i'm not angry, just asking", "neutral"),
            ("that doesn't help, thanks", "frustrated"),
        ],
    )
    async def test_negation(self, text: str, mood: str) -> None:
        assert await mood_of(text) == mood

    async def test_a_negator_far_away_does_not_reach(self) -> None:
        assert await mood_of("not on the third of june no wait friday, wonderful") == "happy"

    async def test_strength_moves_sentiment_outwards(self) -> None:
        assert await sentiment_of("that is very annoying") < await sentiment_of("that is annoying")
        assert await sentiment_of("wonderful!!!") > await sentiment_of("wonderful")
        assert await sentiment_of("THIS IS RIDICULOUS") < await sentiment_of("this is ridiculous")

    async def test_a_mixed_message_stays_nearer_the_middle(self) -> None:
        mixed = "thanks but this is ridiculous"
        assert await mood_of(mixed) == "frustrated"
        assert await sentiment_of(mixed) > await sentiment_of("this is ridiculous")

    async def test_shouting_and_question_marks_speak_by_themselves(self) -> None:
        assert await mood_of("WHERE ARE YOU LOCATED") == "frustrated"
        assert await mood_of("ABC on the corner of NASA street") == "neutral"
        assert await mood_of("the second floor??") == "confused"

    async def test_a_question_put_again_leans_frustrated(self) -> None:
        assert await mood_of("what is your address", ADDRESS_AGAIN) == "frustrated"
        assert await mood_of("what are your hours", ADDRESS_AGAIN) == "neutral"

    async def test_unless_we_asked_for_it(self) -> None:
        assert await mood_of("what is your address", REPEAT_PLEASE) == "neutral"

    async def test_only_the_end_of_a_long_message_counts(self) -> None:
        assert await mood_of("you liars " + "and then " * 300) == "neutral"
        assert await mood_of("and then " * 300 + "you liars") == "angry"


class TestTable:
    def test_every_mood_has_its_words(self) -> None:
        assert set(CUES) == set(BY_NAME)

    def test_every_mood_named_exists(self) -> None:
        named = {mood for mood, _ in EMOJI.values()} | set(NEGATED)
        assert named | {mood for mood, _ in NEGATED.values()} <= set(BY_NAME)

    def test_phrases_are_as_the_matcher_sees_words(self) -> None:
        lines = [line for cues in CUES.values() for _, line in cues]
        assert all(phrase.split() for line in lines for phrase in line.split(","))
        assert all(char.islower() or char in ", " for line in lines for char in line)

    def test_no_phrase_is_given_twice(self) -> None:
        phrases = [
            phrase.strip()
            for cues in CUES.values()
            for _, line in cues
            for phrase in line.split(",")
        ]
        assert sorted(set(phrases)) == sorted(phrases)


class TestFake:
    async def test_script_first_then_the_last_tag(self) -> None:
        fake = FakeEmotion({"hm": reading("skeptical", -0.4)})
        assert (await fake.read("hm"))["sentiment"] == -0.4
        assert (await fake.read("[angry] well [resigned] [nonsense]"))["mood"] == "resigned"
        assert (await fake.read("hello"))["mood"] == "neutral"
