"""Cut what a business taught into passages that each answer something by themselves.

Contact fields become sentences, so that "how can I call you" finds text. Content is cut
into sections by its headings; a section of up to `SIZE` characters stays whole, a longer
one is split between paragraphs, then lines, then sentences (never within a word, unless
the word alone is too long), and each piece carries its heading. Nothing overlaps: a reply
that quotes two passages should not say one sentence twice.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

from memory.sections import sections

SIZE = 400
"""Characters of a passage, without its heading."""

SEPARATORS = [
    r"\n\n+",
    r"\n",
    r"(?<=[.!?…])\s+",
    r"(?<=[。！？।])",  # noqa: RUF001 - CJK and Hindi sentence ends stand without a space
    r"(?<=[;:,])\s+",
    r"\s+",
    "",
]


def chunk_business(
    name: str,
    industry: str,
    phone: str,
    email: str,
    content: str,
    extra: Mapping[str, Any],
) -> list[str]:
    """Every passage of a business, contact sentences first; none is empty."""
    name = name.strip()
    return [
        *_contact(name, industry.strip(), phone.strip(), email.strip()),
        *(line for key, value in extra.items() for line in _facts(key, value)),
        *chunk_text(content),
    ]


def chunk_text(content: str) -> list[str]:
    """Cut free text into passages of about `SIZE` characters; every word is in one of them."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        separators=SEPARATORS,
        is_separator_regex=True,
        keep_separator="end",
        chunk_size=SIZE,
        chunk_overlap=0,
    )
    return [
        f"{section.heading}\n{piece}".strip()
        for section in sections(content)
        for piece in (splitter.split_text(section.body) or [""])
        if section.heading or piece
    ]


def _contact(name: str, industry: str, phone: str, email: str) -> Iterator[str]:
    who = name or "us"
    whose = f"of {name}" if name else "to use"
    if name and industry:
        yield f"{name} is a business in {industry}."
    elif name or industry:
        yield f"The business is called {name}." if name else f"The industry is {industry}."
    if phone:
        yield f"You can call {who} on {phone}. The phone number {whose} is {phone}."
    if email:
        yield f"You can write to {who} by e-mail. The e-mail address {whose} is {email}."


def _facts(key: str, value: object) -> Iterator[str]:
    """A further field as a "Key: value" passage; a nested one has a line for each value."""
    label = re.sub(r"[_\s]+", " ", key).strip().capitalize()
    lines = "\n".join(_lines(value))
    if lines.strip():
        yield from chunk_text(f"{label}:\n{lines}" if _is_nested(value) else f"{label}: {lines}")


def _lines(value: object) -> list[str]:
    if isinstance(value, Mapping):
        inner = cast(Mapping[str, object], value)
        return [f"{key}: {', '.join(_lines(part))}" for key, part in inner.items()]
    if isinstance(value, list):
        return [", ".join(_lines(part)) for part in cast(list[object], value)]
    return [] if value is None else [str(value)]


def _is_nested(value: object) -> bool:
    return isinstance(value, Mapping | list)
