"""Which language models the settings name, and in which order they are asked."""

import time
from typing import Any

import pytest

from core.errors import SettingsError, VendorError
from server.language import Candidates, Language, language
from server.settings import Settings
from tests.vendors.chat_server import ChatServer

LOCAL = "http://localhost:1/v1"


def made(**given: Any) -> Language:
    return language(Settings(_env_file=None, **given))  # pyright: ignore[reportCallIssue]


def names(candidates: Candidates[Any]) -> list[str]:
    return [name for name, _ in candidates]


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for vendor in ("GROQ", "OPENAI"):
        monkeypatch.delenv(f"{vendor}_API_KEY", raising=False)
        monkeypatch.delenv(f"{vendor}_BASE_URL", raising=False)


class TestOrder:
    def test_nothing_configured_is_no_language_model(self) -> None:
        assert made() == Language((), (), (), (), ())

    @pytest.mark.parametrize(
        ("given", "order"),
        [
            ({"openai_api_key": "k"}, ["openai"]),
            ({"groq_api_key": "k"}, ["groq"]),
            ({"openai_base_url": LOCAL}, ["openai"]),
            ({"groq_base_url": LOCAL}, ["groq"]),
            ({"groq_api_key": "k", "openai_api_key": "k"}, ["groq", "openai"]),
            (
                {"groq_api_key": "k", "openai_api_key": "k", "responder": "openai"},
                ["openai", "groq"],
            ),
            ({"groq_api_key": "k", "responder": "extractive"}, []),
        ],
    )
    def test_of_the_replies(self, given: dict[str, Any], order: list[str]) -> None:
        assert names(made(**given).responders) == order

    @pytest.mark.parametrize(
        ("setting", "field"),
        [
            ("emotion", "emotions"),
            ("opening_chooser", "opening_choosers"),
            ("booking_detector", "booking_detectors"),
        ],
    )
    def test_of_the_rest_only_where_it_is_asked_for(self, setting: str, field: str) -> None:
        keys = {"groq_api_key": "k", "openai_api_key": "k"}
        assert names(getattr(made(**keys), field)) == []
        assert names(getattr(made(**keys, **{setting: "openai"}), field)) == ["openai", "groq"]

    @pytest.mark.parametrize(
        ("given", "order"),
        [
            ({}, ["groq", "openai"]),
            ({"emotion": "local"}, ["groq", "openai"]),
            ({"emotion_refine": "openai"}, ["openai", "groq"]),
            ({"emotion_refine": "off"}, []),
            ({"emotion": "groq"}, []),
            ({"emotion": "openai", "emotion_refine": "groq"}, []),
        ],
    )
    def test_of_the_second_look_at_moods(self, given: dict[str, Any], order: list[str]) -> None:
        assert names(made(groq_api_key="k", openai_api_key="k", **given).refiners) == order

    def test_of_the_summaries_unless_rules_are_asked_for(self) -> None:
        assert names(made(groq_api_key="k", openai_api_key="k").summarizers) == ["groq", "openai"]
        assert names(made(openai_api_key="k", summarizer="openai").summarizers) == ["openai"]
        assert names(made(openai_api_key="k", summarizer="rules").summarizers) == []

    @pytest.mark.parametrize("setting", ["responder", "emotion", "summarizer", "emotion_refine"])
    def test_a_vendor_without_key_or_address_is_named(self, setting: str) -> None:
        with pytest.raises(SettingsError, match=f"{setting.upper()} is groq.*GROQ_API_KEY"):
            made(**{setting: "groq"})


async def test_what_a_turn_waits_for_is_bounded_by_its_patience() -> None:
    with ChatServer(fault="silent") as server:
        found = made(openai_base_url=server.openai_url, emotion="openai", llm_timeout=60)
        began = time.monotonic()
        with pytest.raises(VendorError) as raised:
            await found.emotions[0][1].read("hello")
    assert raised.value.fault == "timeout"
    assert time.monotonic() - began < 20, "the server is silent, and the setting longer"


def test_keys_are_shown_nowhere() -> None:
    assert "secret-key" not in repr(made(openai_api_key="secret-key", openai_base_url=LOCAL))
