"""What the trained local model must hold to, beyond the contract in test_emotion.py."""

import json
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.moods import BY_NAME
from core.state import Utterance
from providers.emotion.local import FOLDER, LocalEmotion, as_reading, probabilities
from providers.emotion.pieces import CONTEXT_PIECES, TEXT_HEAD, TEXT_PIECES, Pieces

MEGABYTES = 25

UTTERANCES = st.lists(
    st.builds(
        Utterance,
        speaker=st.sampled_from(["caller", "assistant"]),
        text=st.text(max_size=400),
    ),
    max_size=6,
)


@pytest.fixture(scope="module", name="model")
def a_model() -> LocalEmotion:
    return LocalEmotion()


@pytest.fixture(scope="module", name="pieces")
def some_pieces() -> Pieces:
    return Pieces(FOLDER / "tokenizer.json")


class TestReadings:
    @pytest.mark.parametrize(
        ("text", "moods"),
        [
            ("Oh that's wonderful, thank you so much!", {"happy"}),
            ("okay thanks that works", {"satisfied", "happy"}),
            ("what are your opening hours", {"neutral"}),
            ("can i book a table for four on friday", {"neutral"}),
            ("Sorry, I don't understand what you mean.", {"confused"}),
            ("I've told you three times already, this is ridiculous", {"frustrated", "angry"}),
            ("You are a bunch of liars and I hate you!", {"angry"}),
            ("oh forget it, it doesn't matter anymore", {"resigned"}),
            ("That doesn't help. Where exactly are you located?", {"frustrated"}),
            ("Perfect, thank you!", {"satisfied", "happy"}),
            ("Great, thanks!", {"satisfied", "happy"}),
            ("Whatever...", {"resigned"}),
        ],
    )
    def test_plain_cases(self, model: LocalEmotion, text: str, moods: set[str]) -> None:
        assert model.read_now(text)["mood"] in moods

    def test_feelings_have_their_sign(self, model: LocalEmotion) -> None:
        assert model.read_now("this is great, i love it")["sentiment"] > 0.3
        assert model.read_now("this is awful, i hate it")["sentiment"] < -0.3
        assert abs(model.read_now("my number is 555 0142")["sentiment"]) < 0.2

    def test_what_came_before_counts(self, model: LocalEmotion) -> None:
        refused: list[Utterance] = [
            {"speaker": "caller", "text": "Cancel it, please."},
            {"speaker": "assistant", "text": "I have booked a second table for you."},
        ]
        alone, after = model.read_now("Great."), model.read_now("Great.", refused)
        assert alone["scores"] != after["scores"]
        assert after["sentiment"] < alone["sentiment"]

    @pytest.mark.parametrize("text", ["", "   ", "?!", "...", "\x00\n"])
    def test_nothing_said_is_neutral_without_confidence_in_feeling(
        self, model: LocalEmotion, text: str
    ) -> None:
        found = model.read_now(text)
        assert found["mood"] == "neutral"
        assert found["sentiment"] == 0.0

    async def test_read_and_read_now_agree_in_any_instance(self, model: LocalEmotion) -> None:
        text = "well, that is not what i asked for"
        assert await LocalEmotion().read(text) == model.read_now(text)

    @settings(max_examples=60, deadline=None)
    @given(text=st.text(max_size=3000), context=UTTERANCES)
    def test_anything_at_all_gives_a_valid_reading(
        self, model: LocalEmotion, text: str, context: list[Utterance]
    ) -> None:
        found = model.read_now(text, context)
        assert -1.0 <= found["sentiment"] <= 1.0
        assert list(found["scores"]) == list(BY_NAME)
        assert sum(found["scores"].values()) == pytest.approx(1.0)
        assert max(found["scores"], key=found["scores"].__getitem__) == found["mood"]
        assert json.loads(json.dumps(found)) == found

    def test_lone_surrogates_are_read(self, model: LocalEmotion) -> None:
        assert model.read_now("ok \ud800", [{"speaker": "caller", "text": "\udfff"}])["mood"]


class TestThreshold:
    def test_unsure_is_neutral_with_low_confidence(self) -> None:
        scores = dict.fromkeys(BY_NAME, 0.1) | {"angry": 0.19, "neutral": 0.01}
        found = as_reading(scores, -0.4, 0.3)
        assert found["mood"] == "neutral"
        assert found["confidence"] == pytest.approx(0.19)
        assert sum(found["scores"].values()) == pytest.approx(1.0)

    def test_sure_is_left_alone(self) -> None:
        scores = dict.fromkeys(BY_NAME, 0.05) | {"angry": 0.55}
        assert as_reading(scores, -0.9, 0.3)["mood"] == "angry"

    def test_moods_that_the_weights_do_not_know_score_nothing(self) -> None:
        scores = {name: 1 / 9 for name in BY_NAME if name != "engaged"}
        found = as_reading(scores, 0.0, 0.0)
        assert found["scores"]["engaged"] == 0.0
        assert sum(found["scores"].values()) == pytest.approx(1.0)

    def test_temperature_softens_and_bias_shifts(self) -> None:
        import numpy as np

        logits = np.array([2.0, 0.0], np.float32)
        assert probabilities(logits, 1.0, [0, 0])[0] > probabilities(logits, 3.0, [0, 0])[0] > 0.5
        assert probabilities(logits, 1.0, [0, 4.0])[1] > 0.5


class TestPieces:
    def test_the_message_comes_first_then_the_latest_turn(self, pieces: Pieces) -> None:
        own, length = pieces.encode("hello there")
        both, same = pieces.encode("hello there", [{"speaker": "assistant", "text": "welcome"}])
        assert len(own) == length == same
        assert both[:length] == own
        assert len(both) > length

    def test_speakers_are_told_apart(self, pieces: Pieces) -> None:
        turns: list[Utterance] = [
            {"speaker": "caller", "text": "yes"},
            {"speaker": "assistant", "text": "yes"},
        ]
        assert pieces.encode("no", turns[:1]) != pieces.encode("no", turns[1:])

    def test_long_messages_keep_both_ends(self, pieces: Pieces) -> None:
        numbers = " ".join(str(at % 10) for at in range(200))
        before: list[Utterance] = [{"speaker": "caller", "text": numbers}] * 5
        ids, length = pieces.encode(numbers, before)
        whole, _ = pieces.encode(numbers[: TEXT_HEAD * 2])
        assert length == TEXT_PIECES + 2
        assert ids[: TEXT_HEAD + 1] == whole[: TEXT_HEAD + 1]
        assert len(ids) == length + CONTEXT_PIECES + 1

    def test_case_does_not_matter(self, pieces: Pieces) -> None:
        assert pieces.encode("WHERE Are You") == pieces.encode("where are you")


class TestFiles:
    def test_all_together_are_small(self) -> None:
        assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= MEGABYTES * 1e6

    def test_the_card_names_every_source_and_licence(self) -> None:
        card = (FOLDER / "CARD.md").read_text()
        for name in ("GoEmotions", "XED", "EmoBank", "VADER", "MiniLM"):
            assert name in card
        for licence in ("CC BY 4.0", "CC BY-SA 4.0", "MIT", "Apache-2.0"):
            assert licence in card

    def test_the_labels_are_the_moods(self) -> None:
        meta = json.loads((FOLDER / "meta.json").read_text())
        assert meta["moods"] == list(BY_NAME)
        assert len(meta["bias"]) == len(BY_NAME)
        assert meta["temperature"] > 0

    def test_missing_files_are_told(self, tmp_path: Path) -> None:
        with pytest.raises(OSError, match=r"meta\.json"):
            LocalEmotion(tmp_path).load()

    def test_importing_it_loads_no_runtime(self) -> None:
        import subprocess

        code = "import sys, providers.emotion.local; print('onnxruntime' in sys.modules)"
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == "False"
