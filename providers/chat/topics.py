"""The usual topics of a business: how callers ask for each, and how its text tells it.

The idea is that of answer typing in question answering: a question for a price is
answered by a sentence that has a price in it (Li and Roth, "Learning question
classifiers", 2002).
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from providers.chat.words import content, folded, stem

_DAY_WORD = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|mon|tue|wed|thu|fri|sat|sun|weekends?"
_CLOCK = r"\d{1,2}(?::\d{2})?\s*(?:[ap]\.?\s?m\b|o'?clock)|\b\d{1,2}:\d{2}\b|noon|midnight"
_STREET = (
    r"streets?|avenue|ave|road|lane|drive|boulevard|blvd|square|plaza|promenade|way|highway|court"
)


@dataclass(frozen=True, slots=True)
class Topic:
    """`asked` is looked for in the folded question, `told` in the sentence in lower case.

    `around` finds sentences that add to an answer without being one.
    """

    name: str
    asked: re.Pattern[str]
    told: re.Pattern[str]
    around: re.Pattern[str]


def _topic(name: str, asked: str, told: str, around: str = r"(?!)") -> Topic:
    return Topic(name, re.compile(rf"\b(?:{asked})\b"), re.compile(told), re.compile(around))


PHONE_NUMBER = re.compile(r"(?<!\w)\+?\(?\d[\d\s().-]{5,}\d(?!\w)")

TOPICS: tuple[Topic, ...] = (
    _topic(
        "hours",
        r"hours?|(?:when|what time|till when|until when)\b.*\b(?:open|close|there)"
        r"|(?:are|is) \w+(?: \w+)? (?:open|closed)|open (?:on|at|today|now)|when are you open"
        r"|opening times?|do you (?:open|close)|open(?:ing)?",
        rf"\b(?:open|closed?|closes|hours)\b.*(?:{_DAY_WORD}|{_CLOCK}|\d|clock)"
        rf"|(?:{_DAY_WORD})\b.*(?:{_CLOCK}|\d{{1,2}}\s*(?:-|\u2013|to)\s*\d{{1,2}}|\bclosed\b)",
        rf"\b(?:open|close[ds]?|staffed|holidays?|until|kitchen)\b|{_CLOCK}",
    ),
    _topic(
        "address",
        r"where (?:exactly )?(?:is|are|can i find|do i find)(?: (?:you|the|your|it)\b.*)?"
        r"|address|adress|located|location|directions?|find you|get (?:there|to you)|street",
        rf"(?<!email )(?<!e-mail )\baddress\b|\d+[a-z]?,? (?:[\w.'-]+ ){{0,2}}(?:{_STREET})\b"
        r"|\blocated\b|\bfind us\b|\bpostcode\b",
        rf"\b(?:{_STREET}|next to|opposite|across from|beside|behind|between|near|nearest|entrance|"
        r"floor|landmark|corner|minutes? (?:walk|on foot)|bus|tram|train|subway|metro|station|stop|"
        r"park(?:ing)?)\b",
    ),
    _topic(
        "phone",
        r"(?:tele)?phone number|(?:your|the|a) (?:tele)?phone|telephone|phone|number|call you|"
        r"reach you|contact you",
        PHONE_NUMBER.pattern,
    ),
    _topic("email", r"emails?|email address|write to you", r"[\w.+-]+@[\w-]+\.\w"),
    _topic("website", r"website|web ?page|web ?site|online", r"\bweb ?(?:site|page)|\bwww\."),
    _topic(
        "price",
        r"how much|prices?|costs?|fees?|charges?|rates?|expensive|cheap",
        r"[$€£]\s?\d|\d\s?(?:[$€£]|euros?|dollars?|pounds?|bucks|eur|usd|gbp)\b"
        r"|\bfree(?: of charge)?\b",
    ),
    _topic(
        "parking",
        r"park(?:ing)?|garage|leave (?:my|the|our|a) car",
        r"\bpark(?:ing)?\b|\bgarage\b|\blot\b|leave your car",
    ),
    _topic(
        "payment",
        r"pay(?:ment)?|(?:credit )?cards?|cash|apple pay",
        r"\b(?:cash|credit cards?|payments?|by card|pay)\b",
    ),
)
_CUE_WORDS = """
        hours open opening closed close address adress located location direction find street
        telephone phone number call reach contact email write website page site online price
        expensive cheap park parking garage car pay card time"""
_CUES = frozenset(map(stem, _CUE_WORDS.split()))
_PLACES = re.compile(
    r"\b(?:the|your|this) (?:restaurant|hotel|gym|salon|studio|practice|clinic|office|cafe|bar|"
    r"pizzeria|store|spa|dentist|garage|school|museum|bakery|pharmacy|trattoria|business)\b"
)


def asked(question: str) -> frozenset[str]:
    """The topics a question is about; an email address is no postal one."""
    text = folded(question)
    names = {topic.name for topic in TOPICS if topic.asked.search(text)}
    if names & {"email", "website"}:
        names -= {"address"}
    return frozenset(names)


@lru_cache(maxsize=4096)
def told(text: str) -> frozenset[str]:
    """The topics a sentence of the business tells something about."""
    lower = text.lower()
    return frozenset(topic.name for topic in TOPICS if topic.told.search(lower))


@lru_cache(maxsize=4096)
def around(text: str) -> frozenset[str]:
    """The topics a sentence of the business adds something to."""
    lower = text.lower()
    return frozenset(topic.name for topic in TOPICS if topic.around.search(lower))


def specifics(question: str) -> frozenset[str]:
    """The stems that only this question has: no topic's cue words, not "the restaurant"."""
    return content(_PLACES.sub(" ", folded(question))) - _CUES
