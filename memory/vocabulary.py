"""Words that a recogniser should expect: a business's name, its services, its own terms."""

import asyncio
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from memory.records import Records
from memory.tables import BusinessRow

LONGEST = 300
"""Characters; Whisper reads 224 tokens of its prompt, which is a good deal more."""

SCANNED = 100_000
"""Characters of a business's text that are looked through: about 20 ms."""

KEPT = 256
"""Businesses whose words are remembered; those asked for longest ago are read again."""

_WORD = re.compile(r"[^\W\d_][\w'\u2019-]*\w")
_BEGINS = re.compile(r"(?:\A|[.!?:;\n*#\u2022|(\"-])\s*\Z")
_LONG = 7
_COMMON = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december i we you our your the this it they am pm
    about above address already although another anything appointment appointments available
    because before between booking bookings business cancel cancelled cannot certain changes
    children closing contact customer customers directly during evening everyone everything
    example families following further general holiday holidays however include included
    includes including information morning necessary nothing offered offering office online opening
    options ourselves parking payment payments people please possible prices private product
    products provide provided quality question questions receive regular request require required
    reservation reservations schedule several service services someone something special
    standard support telephone therefore through together tomorrow towards website weekday
    weekdays weekend weekends welcome whatever whether without yourself
    """.split()  # noqa: SIM905
)
"""Words that any business uses, as far as they are long or written with a capital."""


class Vocabulary:
    """Implements the seam of that name; a business's text is read once after each training."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._known: dict[str, tuple[str, str]] = {}

    async def words(self, business_id: str) -> str:
        """As the seam says: one read by primary key where the words are known."""
        mine = BusinessRow.business_id == business_id
        async with self._records.read() as db:
            taught_at = await db.scalar(select(BusinessRow.updated_at).where(mine))
            known_at, words = self._known.pop(business_id, ("", ""))
            if taught_at is None:
                return ""
            if known_at != taught_at:
                fields = (BusinessRow.name, BusinessRow.rules, BusinessRow.content)
                taught = (await db.execute(select(*fields).where(mine))).one()
                words = await asyncio.to_thread(words_of, *taught)
        self._known[business_id] = (taught_at, words)
        if len(self._known) > KEPT:
            del self._known[next(iter(self._known))]
        return words


def words_of(name: str, rules: Mapping[str, Any] | None, text: str) -> str:
    """At most `LONGEST` characters: the name, the services, then the terms of the text."""
    services = [str(service["name"]) for service in (rules or {}).get("services", [])]
    chosen: dict[str, str] = {}
    room = LONGEST
    for words in (name, *services, *terms(text)):
        words = " ".join(words.split())[:80]
        if words and words.casefold() not in chosen and len(words) + 2 <= room:
            chosen[words.casefold()] = words
            room -= len(words) + 2
    return ", ".join(chosen.values())


def terms(text: str) -> Iterable[str]:
    """Names first, then long words that come again; of each the most frequent first.

    A name is a word that has a capital within a sentence and is never written without.
    """
    text = text[:SCANNED]
    names, plain = Counter[str](), Counter[str]()
    for found in _WORD.finditer(text):
        word, before = found[0], text[max(0, found.start() - 4) : found.start()]
        if word.lower() in _COMMON:
            continue
        if word[0].islower():
            plain[word] += 1
        elif not _BEGINS.search(before):
            names[word] += 1
    yield from (word for word, _ in names.most_common() if word.lower() not in plain)
    yield from (word for word, n in plain.most_common() if n > 1 and len(word) >= _LONG)
