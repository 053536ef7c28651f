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


def sentence(text: str) -> str:
    """Spoken text that begins with a capital letter and ends like a sentence."""
    text = spoken(text).rstrip(":-\u2013 ")
    if not text:
        return ""
    text = text if "@" in text.split()[0] else text[0].upper() + text[1:]
    return text if text[-1] in ".!?" else f"{text}."


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
