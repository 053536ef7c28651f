"""What callers of a business ask about, for naming a topic in a pain point or a greeting."""

import re
from dataclasses import dataclass

READ_LENGTH = 1000
"""Characters of a message that are read for its topic; a spoken one is seldom longer."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic. `label` names it in a report; `spoken` may be said aloud in a greeting.

    `spoken` is None where naming the topic in front of others would be indiscreet.
    `pattern` finds its words in lower-case text, transcribed or written.
    """

    label: str
    spoken: str | None
    pattern: re.Pattern[str]


def _topic(label: str, spoken: str | None, words: str) -> Topic:
    return Topic(label, spoken, re.compile(rf"\b(?:{words})\b"))


# Order decides ties: the narrow before the broad ("cancel my booking" is a cancellation,
# "e-mail address" is not a place).
TOPICS: tuple[Topic, ...] = (
    _topic("a cancellation", None, r"cancel\w*|call off"),
    _topic("a refund or payment", None, r"refund\w*|money back|(?:over)?charged|invoices?|bills?"),
    _topic("parking", "parking", r"park|parking|car park"),
    _topic("the e-mail address", "our e-mail address", r"e-?mail(?: address)?"),
    _topic("the phone number", "our phone number", r"(?:tele)?phone(?: number)?|call you back"),
    _topic(
        "the address or location",
        "our address",
        r"address|locat\w+|directions|post ?code|zip code|landmarks?|"
        r"where (?:exactly )?(?:are|is) (?:you|your|the)|find you|get to you|get there",
    ),
    _topic(
        "the opening hours",
        "our opening hours",
        r"hours|opening times?|open(?:ing)?|clos(?:e|ed|es|ing)(?: times?)?",
    ),
    _topic(
        "a delivery or order",
        "your order",
        r"deliver\w*|orders?|ordered|parcels?|packages?|shipp\w+|tracking",
    ),
    _topic(
        "a booking or appointment",
        "your booking",
        r"book|booked|bookings?|appointments?|reserv\w+|reschedul\w+|time ?slots?",
    ),
    _topic(
        "the price",
        "our prices",
        r"pric\w+|costs?|how much|fees?|expensive|cheap\w*|discounts?|quotes?",
    ),
    _topic("the menu", "our menu", r"menus?|dish(?:es)?|vegan|vegetarian|gluten|allerg\w+"),
)


def topic_of(text: str) -> Topic | None:
    """The topic with most words in a text; None when there is none.

    A sentence that names a topic by its label, as our pain points do, is about that one.
    """
    lowered = text[:READ_LENGTH].lower()
    named = [topic for topic in TOPICS if f"about {topic.label})" in lowered]
    if named:
        return named[0]
    found = [(len(topic.pattern.findall(lowered)), topic) for topic in TOPICS]
    count, best = max(found, key=lambda pair: pair[0])
    return best if count else None
