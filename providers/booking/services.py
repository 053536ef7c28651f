"""Which of a business's services a caller means."""

import re
from collections.abc import Sequence
from difflib import get_close_matches

_WORDS = re.compile(r"[^\W\d_]+(?=['\u2019]s\b)|(?<!['\u2019])[^\W\d_]+|(?<=['\u2019])[^\W\d_]{2,}")
_COMMON = {"a", "an", "and", "appointment", "booking", "consultation", "for", "of", "session",
           "service", "the", "treatment", "visit", "with"}  # fmt: skip
"""Words of a service's name that tell nothing."""


def matched(said: str, names: Sequence[str | None]) -> str | None:
    """The service whose words are best found in the text; None for a tie or none.

    A word counts where it, or one spelt almost like it, is said.
    """
    spoken = [_stem(word) for word in _WORDS.findall(said.lower())]
    joined = "".join(spoken)
    scores = {name: _share(name, spoken, joined) for name in dict.fromkeys(names) if name}
    best = max(scores.values(), default=0.0)
    found = [name for name, score in scores.items() if score == best]
    return found[0] if best >= 0.5 and len(found) == 1 else None


def named_in_part(said: str, names: Sequence[str | None]) -> bool:
    """Whether some service is named, be it not clear which: "a lesson" where there are two."""
    spoken = [_stem(word) for word in _WORDS.findall(said.lower())]
    return any(_share(name, spoken, "".join(spoken)) >= 0.5 for name in names if name)


def _share(name: str, spoken: Sequence[str], joined: str) -> float:
    """The share of a name's own words that are said; the longer of two full ones is ahead."""
    words = [_stem(word) for word in _WORDS.findall(name.lower())]
    own = [word for word in words if word not in _COMMON] or words
    if not own:
        return 0.0
    if len("".join(own)) > 4 and "".join(own) in joined:
        return 1.0 + len(own) / 100
    hits = sum(1 for word in own if word in spoken or _close(word, spoken))
    return hits / len(own) + (len(own) / 100 if hits == len(own) else 0.0)


def _close(word: str, spoken: Sequence[str]) -> bool:
    return len(word) > 4 and bool(get_close_matches(word, spoken, n=1, cutoff=0.84))


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word
