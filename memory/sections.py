"""Find the headings of plain or Markdown text, and what each one heads."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

HEADING_CHARS = 80
"""A longer line is text, whatever it looks like."""

_MARKDOWN = re.compile(r"\s*#{1,6}\s+(?P<title>.*?)(\s+#+)?\s*")
_BOLD = re.compile(r"\s*\*\*(?P<title>[^*]+)\*\*:?\s*")
_RULE = re.compile(r"\s*([=\-_*~])\1{2,}\s*")
_ITEM = re.compile(r"\s*([-*•\u2013·]|\d{1,3}[.)])\s+\S|\s*[^\s:.!?][^:.!?]{0,40}:\s+\S")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading ("" for none) and the text below it, paragraphs parted by an empty line."""

    heading: str
    body: str


def sections(text: str) -> Iterator[Section]:
    """Cut a text at its headings; a heading directly under another continues it."""
    heading, body = "", list[str]()
    lines = [line.rstrip() for line in text.splitlines()]
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if _RULE.fullmatch(line):
            continue
        title = _title(line, following)
        if title is None:
            body.append(line)
            continue
        if _has_text(body) or len(heading) + len(title) > HEADING_CHARS:
            yield Section(heading, _joined(body))
            heading = ""
        heading, body = f"{heading}\n{title}".strip(), []
    yield Section(heading, _joined(body))


def _title(line: str, following: str) -> str | None:
    """The heading that a line is, without its marks; None for text.

    Headings are Markdown's, bold or upper-case lines, lines that end with a colon or are
    underlined, and short unfinished lines right above a list or "Key: value" lines.
    """
    if not line.strip() or len(line) > HEADING_CHARS:
        return None
    for mark in (_MARKDOWN, _BOLD):
        if found := mark.fullmatch(line):
            return found["title"].strip() or None
    if _ITEM.match(line):
        return None
    unfinished = not line.endswith((".", "!", "?", ",", ";", "…"))
    underlined = bool(_RULE.fullmatch(following)) and following.strip()[0] in "=-"
    loud = line.isupper() and len(_LETTER.findall(line)) > 3
    heads = bool(_ITEM.match(following)) and unfinished
    if line.endswith(":") or (unfinished and (underlined or loud or heads)):
        return line.strip()
    return None


def _has_text(body: list[str]) -> bool:
    return any(line.strip() for line in body)


def _joined(body: list[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(body)).strip()
