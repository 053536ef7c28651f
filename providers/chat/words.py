"""The words that carry a question, folded so that callers and businesses meet.

Stemming is Harman's S-stemmer ("How effective is suffixing?", 1991) with -ing and -ed
taken off; a few homophones are what speech recognition writes for the usual questions.
"""

import re
from collections.abc import Set
from difflib import SequenceMatcher
from functools import lru_cache

_HEARD = tuple(
    (re.compile(rf"\b(?:{wrong})\b"), right)
    for wrong, right in (
        (r"(open|opening|business|office|working) ours?", r"\1 hours"),
        (r"(your|youre) ours", r"\1 hours"),
        (r"wear (?=are|is|can|do)|were (?=are you|is the)", "where "),
        (r"wi[- ]fi|why[- ]fi|y fi", "wifi"),
        (r"e[- ]mail", "email"),
        (r"check[- ](in|out|up)", r"check\1"),
        (r"walk[- ]ins?", "walkin"),
        (r"what s|whats", "what is"),
        (r"(how much)s", r"\1 is"),
        (r"dr", "doctor"),
        (r"how (?:late|early|soon)", "when"),
    )
)
_STOP_WORDS = """
    a about actually again all also am an and any anything are as ask at be been but by can
    could did do does doing don for from get getting give go going got had happen has have
    hello hey hi how i if im in into is it its just know let like long ll look looking m make
    many may maybe me might mine more much my need no not now of off ok okay on one or our out
    over please possible question re really s say see she should so some someone something
    somewhere anywhere anyone
    still sure t tell than that the their them then there these they thing this to today
    tomorrow tonight too up us use ve very want wanted was way we well were what when where
    which who whose why will with would yes you your youre yours
    exactly exact wonder wondering business company shop place offer information info
    already asked said told mean understand talk speak help"""
_STOP = frozenset(_STOP_WORDS.split())


def _root(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        word = f"{word[:-3]}y"
    elif len(word) > 3 and word.endswith("s") and not word.endswith(("us", "ss")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


_SAME = {
    key: _root(word)
    for word, forms in {
        "child": "kid children baby toddler",
        "price": "cost pricing fee charge rate",
        "email": "mail",
        "colour": "color",
        "pet": "dog cat animal",
        "subway": "metro underground tube",
        "doctor": "dentist physician",
        "fix": "repair mend",
        "replace": "replacement new",
        "cancel": "cancellation cancelled",
        "deliver": "delivery",
        "member": "membership",
        "apartment": "flat",
        "car": "vehicle auto",
        "trial": "try",
        "laptop": "notebook",
        "discount": "percent reduction off",
        "company": "firm",
        "pay": "payment paid",
        "pickup": "collect",
        "smoke": "smoking",
        "old": "age year",
        "group": "party",
        "reserve": "reservation booking book",
    }.items()
    for form in forms.split()
    for key in (form, _root(form))
}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = r"(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur|r)?(?:day)?s?\.?"
_DAY_RANGE = re.compile(rf"\b{_DAY}\s*(?:to|through|thru|until|till|-|\u2013)\s*{_DAY}(?!\w)")
_ONE_DAY = re.compile(rf"\b{_DAY}(?!\w)")
_TOKEN = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """Lower case, straight apostrophes gone, homophones and compounds set right."""
    text = text.lower().replace("\u2019", "'").replace("'s", "s").replace("'", "")
    for wrong, right in _HEARD:
        text = wrong.sub(right, text)
    return text


@lru_cache(maxsize=4096)
def content(text: str) -> frozenset[str]:
    """The stems of the words that carry meaning; days in a range ("Mon-Fri") are all there."""
    text = folded(text)
    days = _days(text)
    text = _ONE_DAY.sub(" ", text)
    return frozenset(stem(w) for w in _TOKEN.findall(text) if w not in _STOP) | days


def stem(word: str) -> str:
    """A word without its ending, and one word for all of a synonym set."""
    root = _root(word)
    return _SAME.get(word) or _SAME.get(root) or root


def coverage(wanted: Set[str], present: Set[str]) -> float:
    """How much of what is wanted is present, in [0, 1]; a near miss in spelling counts 0.8."""
    if not wanted:
        return 0.0
    return sum(_found(word, present) for word in wanted) / len(wanted)


def _found(word: str, present: Set[str]) -> float:
    if word in present:
        return 1.0
    near = len(word) >= 5 and any(_near(word, other) for other in present if len(other) >= 5)
    return 0.8 if near else 0.0


@lru_cache(maxsize=8192)
def _near(word: str, other: str) -> bool:
    if abs(len(word) - len(other)) > 2 or word[0] != other[0]:
        return False
    return SequenceMatcher(None, word, other).ratio() >= 0.86


def _days(text: str) -> frozenset[str]:
    indices: set[int] = set()
    for first, last in _DAY_RANGE.findall(text):
        start, end = _index(first), _index(last)
        indices.update(day % 7 for day in range(start, (end if end >= start else end + 7) + 1))
    indices.update(_index(day) for day in _ONE_DAY.findall(text))
    if re.search(r"\bweekends?\b", text):
        indices.update((5, 6))
    if re.search(r"\b(?:every day|daily|around the clock|24/7|seven days)\b", text):
        indices.update(range(7))
    return frozenset(_DAYS[index] for index in indices)


def _index(day: str) -> int:
    return next(i for i, name in enumerate(_DAYS) if name.startswith(day))
