"""The words that the embedded recogniser can pronounce."""

from importlib.util import find_spec
from pathlib import Path

_DICTIONARY = Path("model", "en-us", "cmudict-en-us.dict")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz'")


def pronounceable() -> frozenset[str]:
    """The plain words of pocketsphinx's dictionary, in lower case.

    Abbreviations with a full stop and words with a hyphen, which its own language model
    does not use either, are left out. Raises FileNotFoundError without pocketsphinx.
    """
    spec = find_spec("pocketsphinx")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("pocketsphinx is not installed.")
    lines = (Path(spec.origin).parent / _DICTIONARY).read_text().splitlines()
    words = (line.partition(" ")[0] for line in lines)
    return frozenset(word for word in words if _LETTERS.issuperset(word))
