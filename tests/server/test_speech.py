"""Which ears and voices the settings put before the embedded ones."""

from pathlib import Path
from typing import Any

import pytest

from core.errors import SettingsError
from server.settings import Settings
from server.speech import Keys, hearing, voices

GROQ, OPENAI = Keys(groq_api_key="g"), Keys(openai_api_key="o")
LOCAL = Keys(groq_base_url="http://127.0.0.1:1/v1", openai_base_url="http://127.0.0.1:1/v1")


def _settings(**fields: Any) -> Settings:
    return Settings.model_construct(**fields)


@pytest.mark.parametrize(
    ("chosen", "keys", "names"),
    [
        ("auto", Keys(), []),
        ("auto", GROQ, ["groq"]),
        ("auto", OPENAI, ["openai"]),
        ("auto", LOCAL, ["groq", "openai"]),
        ("pocketsphinx", LOCAL, []),
        ("openai", LOCAL, ["openai"]),
        ("groq", LOCAL, ["groq"]),
    ],
)
def test_who_listens(chosen: str, keys: Keys, names: list[str]) -> None:
    assert [name for name, _ in hearing(_settings(stt=chosen), keys)] == names


@pytest.mark.parametrize(
    ("chosen", "keys", "names"),
    [
        ("auto", Keys(), ["edge"]),
        ("auto", OPENAI, ["edge"]),
        ("edge", Keys(), ["edge"]),
        ("espeak", OPENAI, []),
        ("openai", OPENAI, ["openai"]),
    ],
)
def test_who_speaks(chosen: str, keys: Keys, names: list[str]) -> None:
    assert [name for name, _ in voices(_settings(tts=chosen), keys)] == names


def test_what_is_chosen_and_cannot_be_had_is_said(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="GROQ_API_KEY"):
        hearing(_settings(stt="groq"), OPENAI)
    with pytest.raises(SettingsError, match="OPENAI_API_KEY"):
        hearing(_settings(stt="openai"), GROQ)
    with pytest.raises(SettingsError, match="OPENAI_API_KEY"):
        voices(_settings(tts="openai"), GROQ)
    with pytest.raises(SettingsError, match="WHISPER_FOLDER"):
        hearing(_settings(stt="faster-whisper", whisper_folder=tmp_path / "none"), Keys())
    with pytest.raises(SettingsError, match="EDGE_VOICE"):
        voices(_settings(edge_voice="Emma"), Keys())


def test_keys_are_not_shown() -> None:
    assert "secret" not in repr(Keys(groq_api_key="secret", openai_api_key="secret"))
