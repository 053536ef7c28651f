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
