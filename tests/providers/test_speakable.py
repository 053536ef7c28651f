from hypothesis import given
from hypothesis import strategies as st

from providers.tts.speakable import MAX_CHARACTERS, plain, speakable


@given(text=st.text())
def test_what_is_speakable_is_safe(text: str) -> None:
    clean = speakable(text)
    assert len(clean) <= MAX_CHARACTERS
    assert clean.isprintable()
    assert all(char <= "\uffff" for char in clean)
    assert speakable(clean) == clean
    assert plain(text).isascii()


def test_a_cap_falls_between_words() -> None:
    text = speakable("hello " * 1_000)
    assert set(text.split()) == {"hello"}
    assert len(speakable("a" * 5_000)) == MAX_CHARACTERS
    assert speakable("." * MAX_CHARACTERS + "unheard") == ""
    assert plain("Crème brûlée, 你好") == "Creme brulee,"
