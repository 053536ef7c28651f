"""Lists of things with how long they take, as businesses write them: name, length, price.

"Cut - 30 minutes, colour - 90 minutes", "Cut (30 min), colour (90 min)", "Cut: 30 minutes; ...",
one to a line or many in one, with prices before or after the length. What stands before a
length, back to the last mark that parts one thing from another, is the name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from memory.rules_words import DAY, words

_WORDS = {"a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0} | {
    "fifteen": 15.0,
    "twenty": 20.0,
    "thirty": 30.0,
    "forty": 40.0,
    "forty five": 45.0,
    "forty-five": 45.0,
    "sixty": 60.0,
    "ninety": 90.0,
}
_COUNT = (
    r"(?:an?|one|two|three|four|\d{1,3}(?:\.\d)?|"
    r"fifteen|twenty|thirty|forty(?:[ -]five)?|sixty|ninety)"
)
LENGTH = (
    rf"(?:(?P<half>half\s+an?\s+hour)|(?:{_COUNT}(?:[-\u2013]|\sto\s))?(?P<count>{_COUNT})"
    r"(?P<half_more>\s+and\s+a\s+half)?[\s-]?(?P<unit>hours?|hrs?|h|minutes?|mins?)(?![^\W\d_])"
    r"(?P<and_half>\s+and\s+a\s+half)?"
    r"(?:\s*(?:and\s+)?(?P<more>\d{1,2})(?:\s?(?:minutes?|mins?|m)\b|(?<=\dh\d\d)(?!\d)))?)"
)
"""How long something takes; of a range the longer is counted."""
ABOUT = r"(?:(?:about|around|approximately|approx\.?|ca\.?|usually|up to|from)\s+)?"

_SIGN = r"[^\w\s,;:.()|/-]"
_MONEY = (
    rf"(?:{_SIGN}\s?\d[\d.,]*|"
    rf"\d[\d.,]*\s?(?:{_SIGN}|(?!(?:min|h|hour|and|or)s?\b)[^\W\d_]{{1,12}}\b)?)"
)
_PRICE = (
    r"(?:(?:for|at|from|only|costs?|price|is|just|rs\.?|inr|eur|usd|gbp|chf)\s*)*"
    rf"{_MONEY}(?:\s(?:each|per person|a head|p\.?p))?"
)
_IS_PRICE = re.compile(rf"\s*{_PRICE}\.?\s*", re.IGNORECASE)
_PRICE_AHEAD = re.compile(rf"^\s*{_PRICE}\s+(?=(?:and|or)\b)", re.IGNORECASE)
_PRICE_BEHIND = re.compile(rf"(?<=[\w)])(?!\s\d{{1,2}}\s*$)\s+{_PRICE}\s*$", re.IGNORECASE)
_TIMED = re.compile(rf"(?<![\w.,/]){ABOUT}{LENGTH}", re.IGNORECASE)
_PARTS = re.compile(r"[,;:|()\[\]\t\u2022\u2013\u2014=]|\s-+\s|-\s|\.{2,}|\u2026")
_SENTENCE = re.compile(r"(?<=[^.\s][.!?])(?<!\bca\.)(?<!approx\.)\s+(?=[^\W\d_a-z])")
_PRICED = re.compile(rf"[\s,;(|\u2013\u2014-]+(?:for )?{_PRICE}\W*", re.IGNORECASE)
_STRONG = re.compile(r"[:|(\[\t\u2013\u2014=\u2026-]\s*$|\.{2,}\s*$")
_BEHIND = re.compile(
    rf"\s*(?:[,;.)\]|/\t\u2013\u2014-]|$|(?:and|or|plus|each)\b|{_PRICE}(?:\W|$))", re.IGNORECASE
)
_AND = re.compile(r"^(?:(?:and|or|plus|also|then)\s+)+", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:.*\b(?:offers?|do|does|provides?|includes?|including|"
    r"(?:services|prices|treatments|these) are|(?:and|or) (?:an?|our|your|the)|"
    r"our|your|each|every|the|an?)\s+)",
    re.IGNORECASE,
)
_WORD = r"(?:[^\W\d_](?:[^\W\d_]|['\u2019.-])*|[&+/])"
_NAME = re.compile(rf"{_WORD}(?: (?:{_WORD}|\d{{1,2}}))*")
_LONG = 5
"""Words of a name; of a longer one the last ones count."""
_MEASURE = re.compile(r"\s+(?:length|duration)s?$", re.IGNORECASE)
_ENDS = words(
    "about after ago all and another are at before by can every for from has have in is it last "
    "lasts least need next of on once or over runs the than then to took take takes under until us "
    "wait was we will with within you"
)
"""With one of these a clause goes on, and no name ends."""
_WEEK = re.compile(rf"(?:{DAY})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Timed:
    """A name with its minutes, and the words that it is the end of.

    `listed` where another one stands in the same sentence.
    """

    name: str
    minutes: int
    said: str = ""
    listed: bool = False


def timed_in(line: str) -> Iterator[Timed]:
    """What a line of a text lists with its length. Never raises.

    With a mark between name and length a single one counts; without, or with a comma, only
    a sentence that is a list from end to end, or that names a price beside.
    """
    for sentence in _SENTENCE.split(line.strip(" \t*-\u2022|")):
        marked, each = list[Timed](), list[Timed]()
        whole, ahead = True, 0
        for match in _TIMED.finditer(sentence):
            before = sentence[ahead : match.start()]
            ahead = match.end()
            found = _named(before, match)
            if not found or not _BEHIND.match(sentence, ahead):
                whole = False
                continue
            each.append(found)
            if _STRONG.search(before) or _bracket(before) is not None:
                marked.append(found)
        is_list = whole and (len(each) > 1 or _PRICED.fullmatch(sentence, ahead))
        counted = each if is_list else marked
        yield from (replace(one, listed=len(counted) > 1) for one in counted)


def minutes_of(match: re.Match[str]) -> int:
    """The minutes of a match of `LENGTH`."""
    if match["half"]:
        return 30
    count = re.sub(r"\s+", " ", match["count"].lower())
    number = _WORDS.get(count) or float(count)
    number += 0.5 if match["half_more"] else 0.0
    if match["unit"].lower().startswith("h"):
        half = 30 if match["and_half"] else 0
        return int(number * 60) + half + int(match["more"] or 0)
    return int(number)


def _bracket(before: str) -> int | None:
    """Where the bracket begins that is open at the end of what stands before a length."""
    opened = before.rfind("(")
    return opened if opened > before.rfind(")") else None


def _named(before: str, match: re.Match[str]) -> Timed | None:
    """The name at the end of what stands before a length."""
    parts = [part for each in _PARTS.split(before[: _bracket(before)]) if (part := each.strip())]
    while parts and (_IS_PRICE.fullmatch(parts[-1]) or parts[-1][0].isdigit()):
        if _PRICE_AHEAD.match(parts[-1]):
            break
        parts.pop()
    if not parts:
        return None
    said = _PRICE_BEHIND.sub("", _AND.sub("", _PRICE_AHEAD.sub("", parts[-1])))
    name = _MEASURE.sub("", _LEAD.sub("", said).strip(" -'."))
    own = name.split()[-_LONG:]
    if not _NAME.fullmatch(name) or _WEEK.match(name) or {own[0], own[-1].lower()} & _ENDS:
        return None
    return Timed(" ".join(own), minutes_of(match), said)
