"""Settings: validated at boot with the variable and the choices named, and documented."""

from pathlib import Path

import pytest

from core.errors import SettingsError
from server.settings import load_settings


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("PORT", "many", "PORT"),
        ("PORT", "70000", "PORT"),
        ("STT", "telepathy", "pocketsphinx"),
        ("TIMEZONE", "Mars/Olympus", "TIMEZONE"),
        ("LOG_LEVEL", "loud", "warning"),
        ("EMOTION_MODEL", "mine.py", "module"),
        ("OPENAI_BASE_URL", "localhost:8000/v1", "http://localhost:8000/v1"),
        ("OPENAI_BASE_URL", "http://", "http://localhost:8000/v1"),
        ("GROQ_BASE_URL", "api.groq.com", "such as http"),
        ("GROQ_BASE_URL", "ws://localhost/v1", "such as http"),
        ("GROQ_BASE_URL", "https://gateway/v1?key=1", "such as http"),
        ("MOODS", '[{"name": "Very Odd"}]', "MOODS"),
        ("OUTCOME_SATISFIED", "0.9", "OUTCOME_HIGHLY_SATISFIED"),
    ],
)
def test_a_wrong_setting_is_named_with_what_it_may_be(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, says: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError, match=says) as raised:
        load_settings()
    assert variable in str(raised.value)


@pytest.mark.parametrize(
    "address", ["http://localhost:11434/v1", "https://api.groq.com", "HTTP://[::1]:8000/a/v1/"]
)
def test_addresses_of_models(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    for name in ("OPENAI_BASE_URL", "GROQ_BASE_URL"):
        monkeypatch.setenv(name, address)
    settings = load_settings()
    assert (settings.openai_base_url, settings.groq_base_url) == (address, address)


def test_the_seeds_variables_are_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CHROMA_DB_PATH", str(tmp_path / "index"))
    monkeypatch.setenv("BUSINESS_NAME", "Harbour Bikes")
    monkeypatch.setenv("PORT", "")
    settings = load_settings()
    assert settings.chroma_path == tmp_path / "index"
    assert settings.business_name == "Harbour Bikes"
    assert settings.port == 5000


def test_what_is_wrong_is_told_without_the_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROQ_API_KEY", "gsk-quince")
    monkeypatch.setenv("SENDER_PASSWORD", "pw-quince")
    monkeypatch.setenv("OUTCOME_SATISFIED", "0.9")
    with pytest.raises(SettingsError) as raised:
        load_settings()
    assert "OUTCOME_SATISFIED" in str(raised.value)
    assert "quince" not in str(raised.value)
    assert raised.value.__cause__ is None
