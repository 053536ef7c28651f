"""A name that is spelt out: "Kate, that's K A T E"."""

import re
from difflib import get_close_matches

_LETTER = r"(?:double [^\W\d_]|[^\W\d_](?!['\u2019]))"
_SPELLED = re.compile(
    r"(?:[\s,.:;-]*\b(?:that's|that is|it's|it is|spel(?:led|t)|as in|with|which is))*[\s,.:;-]*"
    rf"(?<!\w)(?P<letters>{_LETTER}(?:[\s,.-]+{_LETTER}){{2,}})\b",
    re.IGNORECASE,
)
_LIKE = 0.5
"""A word and its spelling share at least this much: recognisers write names as they sound."""


def unspelled(text: str) -> str:
    """The text with the name as it was spelt, and without the letters."""
    match = _SPELLED.search(text)
    if not match:
        return text
    letters = re.sub(r"double (.)", r"\1 \1", match["letters"], flags=re.IGNORECASE)
    name = re.sub(r"[^\w]+", "", letters).capitalize()
    before, after = text[: match.start()], text[match.end() :]
    words = re.findall(r"[^\W\d_]{2,}", before)
    lowered = [word.lower() for word in words]
    if alike := get_close_matches(name.lower(), lowered, n=1, cutoff=_LIKE):
        word = words[lowered.index(alike[0])]
        at = before.rindex(word)
        return f"{before[:at]}{name}{before[at + len(word) :]}{after}"
    return f"{before} {name}{after}".strip()
