"""Text made fit for speaking: no markup, no control characters, facts left as they are."""

import re
import unicodedata

_LINK = re.compile(r"!?\[([^\]\n]{0,200})\]\([^)\s]{0,500}\)")
_URL = re.compile(r"https?://(?:www\.)?([^\s/?#<>()\"']+)[^\s<>()\"']*", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>")
_NUMBER_SIGN = re.compile(r"#(?=\d)")
_UNDERSCORES = re.compile(r"(?<!\w)_+|_+(?!\w)")
_MARKUP = str.maketrans(dict.fromkeys("*`~#<>[]{}\\", "") | {"|": ", "})
_SPACES = re.compile(r"\s+")
_ENDED = re.compile(
    r"[.!?\u2026\u3002\uff01\uff1f\u061f\u0964][\"'\u201c\u201d\u2019\u00ab\u00bb\u300d)]*\Z"
)
_GAPS = re.compile(r"(?:\s*,){2,}|\s+,")


def spoken(text: str) -> str:
    """One line of plain text: links become their words, addresses of pages their host.

    Control, format, private and unassigned characters (Unicode category C) are dropped,
    so nothing invisible can steer a display or a voice.
    """
    text = unicodedata.normalize("NFC", text)
    text = "".join(" " if c.isspace() else c for c in text if c.isspace() or _visible(c))
    text = _TAG.sub(" ", _URL.sub(r"\1", _LINK.sub(r"\1", text)))
    text = _NUMBER_SIGN.sub("number ", text).translate(_MARKUP)
    text = _SPACES.sub(" ", _UNDERSCORES.sub("", text))
    return _GAPS.sub(",", text).strip(" ,;")


def sentence(text: str, *, begins: bool = True, ends: bool = True) -> str:
    """Spoken text that begins with a capital letter and ends like a sentence.

    A part that is not where the sentence `begins` keeps its case, and one that is not where
    it `ends` has a comma there.
    """
    text = spoken(text).rstrip(":-\u2013 ")
    if not text:
        return ""
    if begins and "@" not in text.split()[0]:
        text = text[0].upper() + text[1:]
    if not ends:
        return f"{text},"
    return text if _ENDED.search(text) else f"{text}."


def shortened(text: str, limit: int) -> str:
    """At most `limit` characters, cut after a clause or else after a word."""
    if len(text) <= limit:
        return text
    room = text[: limit - 1]
    for end in ("; ", ", ", " "):
        cut = room.rfind(end)
        if cut > limit // 2:
            return f"{room[:cut].rstrip(' ,;:')}."
    return f"{room}."


def _visible(character: str) -> bool:
    return not unicodedata.category(character).startswith("C")
