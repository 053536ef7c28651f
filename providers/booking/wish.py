"""Does a message wish for an appointment, say yes, say no, or ask for something else?"""

import re
from collections.abc import Mapping
from typing import Any

from providers.booking import consent
from providers.booking.contact import find_email, find_name
from providers.booking.topic import topic_of

_THING = r"(?:appointment|reservation|booking|table|room|slot|time slot|seat|session|consultation)"
_WANT = (
    r"(?:(?:i|we)(?:'d| would|'ll| will)? (?:like|love|want|need|wanna|wish)(?: to)?|"
    r"(?:i|we) (?:have|need|want) to|(?:can|could|may|might) (?:i|we|you)(?: please| maybe| just)?|"
    r"would you(?: please)?|let(?:'s| us| me)|please|trying to|and|then|yes|hi|hello)"
)
_WISHES = tuple(
    re.compile(pattern)
    for pattern in (
        r"^(?:please |then |so |ok |okay |well |yes |hi |hello |hey )*(?:book|reserve|schedule) "
        r"(?!(?:a |the )?(?:club|shop|store|report|value)\b)\w+",
        rf"\b{_WANT} (?:book|reserve|schedule)\b(?! (?:online|club|shop|store)\b)",
        rf"\b{_WANT} (?:make|get|have|set up|arrange|take|place) (?:an?|another|my|the) "
        rf"(?:\w+ )?{_THING}\b",
        rf"^(?:\w+ )?(?:make|get me|set up|arrange) (?:an?|another) (?:\w+ )?{_THING}\b",
        rf"\b(?:i|we)(?:'d| would)? (?:like|want|need) (?:an?|another|to have an?) "
        rf"(?:\w+ )?{_THING}\b",
        rf"^(?:an? |another )?(?:\w+ )?{_THING} (?:for|on|tomorrow|today|next|this|at)\b",
        r"\b(?:put|pencil|sign|fit|squeeze|book) me (?:down|in|up)\b",
    )
)
_NEED = re.compile(
    r"\b(?:i|we)(?:'d| would)? (?:like|love|want|need) (?:to (?:have|get) )?(?:an?|my|another) \w+|"
    r"\b(?:can|could|may) (?:i|we) (?:get|have) (?:an?|my|another) \w+"
)
_COME = re.compile(
    r"\b(?:can|could|may) (?:i|we) (?:come|stop|drop)(?: in| by| over)?\b|"
    r"\bi(?:'d| would)? (?:like|want|need) to come\b"
)
_BRING = re.compile(
    r"\b(?:(?:i|we)(?:'d| would)? (?:like|love|want|need|have|hope|prefer) to|(?:can|could|may) "
    r"(?:i|we)|(?:i'd|we'd|i'll|we'll)(?: like to)?) (?:please )?(?:bring|drop|come|visit|see|have|"
    r"get|try|do|join|attend|start|send)\b"
)
_NOT_A_WISH = re.compile(
    r"\b(?:cancel|reschedule|move|change|confirm|check|find) (?:\w+ ){0,2}"
    r"(?:booking|appointment|reservation)|"
    r"\b(?:do|did|should|must|would|will|when|where|why) (?:i|we|you|people) (?:really |always )?"
    r"(?:need|have|take|accept|offer|require|book|make|reserve)\b|\bhow (?:do|can|could|far|long|"
    r"much|early|would|to|does)\b|\b(?:is|are) (?:an? |the )?"
    r"(?:booking|appointment|reservation)s?\b|\b(?:when|where|why) (?:can|could) (?:i|we)\b|"
    r"\b(?:don't|do not|not|never) (?:want to |need to |going to )?(?:book|reserve|make|schedule|"
    r"need|want)\b|\b(?:already|yesterday i|"
    r"(?<!can )(?<!could )(?<!may )i have|i've|i had|we had) (?:\w+ ){0,2}(?:booked|an "
    r"appointment|a reservation|a booking)\b|\bwhat (?:happens|if|does|is|are)\b"
)
_TRAVEL = re.compile(
    r"\b(?:flights?|(?:bus|train|movie|event|concert|plane)? ?tickets?|rental|cab|taxi)\b"
)
_QUESTION = re.compile(
    r"^(?:what(?! about)|when(?!ever)|where|who|why(?! not$)|which|how(?! about)|is there|"
    r"are (?:you|there)|does|do you(?! have (?:anything|something|time|a slot|space|room))|"
    r"(?:can|could) you tell)\b"
)
_SERVICE = re.compile(
    r"\b(?:for an?|(?:book|reserve|schedule)(?: me| us)?(?: in)? (?:for )?an?) "
    r"([a-z][a-z'-]+(?: [a-z][a-z'-]+)?)"
)
_NOT_SERVICE_WORDS = """
    appointment booking reservation slot time session visit spot place day moment for on at in
    tomorrow today tonight next this with to and please of monday tuesday wednesday thursday
    friday saturday sunday from around by the my me us about i we party group"""
_NOT_SERVICE = frozenset(_NOT_SERVICE_WORDS.split())


_NAMES_THING = re.compile(
    r"\b(?:appointments?|tables?|slots?|openings?|availability|reservations?|free times?|"
    r"bookings?)\b"
)


def consents(text: str, rest: str, draft: Mapping[str, Any] | None = None) -> bool:
    """Whether a caller says yes to a read-back; `rest` is the text without day and time.

    "Yes, and it is for Sam" does; "yes, but not at two", "yes, let me think" and "yes, is there
    parking?" do not. What the `draft` holds already may be said again beside the yes.
    """
    if consent.asks(text) or inquires(text):
        return False
    contact = {"name": find_name(text), "email": find_email(text)}
    besides = consent.words_of(draft or {}) | consent.words_of(contact)
    return consent.is_yes(rest, besides) or consent.is_yes(text, besides)


def only_mentions(text: str) -> bool:
    """Whether a booking is only spoken of, or is of what is nobody's appointment."""
    return bool(_NOT_A_WISH.search(text) or _TRAVEL.search(text))


def gives_up(text: str) -> bool:
    """Whether a no is to the whole booking, and not to the times that were offered."""
    return consent.gives_up(text)


def names_thing(text: str) -> bool:
    """Whether what is to be had is named, as in "any free slots?"."""
    return bool(_NAMES_THING.search(text))


def wishes(text: str, *, dated: bool = False) -> bool:
    """Whether the caller wants to book; `dated` says that a day or time is named.

    "Book me" is a wish, "I need a haircut" and "can I come" are with a day or time; "is booking
    required?" and "how do I cancel a booking?" only mention one.
    """
    if only_mentions(text):
        return False
    return any(wish.search(text) for wish in _WISHES) or (
        dated and bool(_COME.search(text) or _NEED.search(text))
    )


def brings(text: str) -> bool:
    """Whether somebody wants to come, or have something done, at a place such as the business.

    What is about a ride, a film or an alarm is an errand of another kind.
    """
    is_theirs = topic_of(text, None, caller=True) in ("booking", None)
    return is_theirs and bool(_BRING.search(text)) and not only_mentions(text)


def needs(text: str) -> bool:
    """Whether something is wanted that may be a service: "I'd like a haircut"."""
    return bool(_NEED.search(text)) and not only_mentions(text)


def inquires(text: str) -> bool:
    """Whether the message is a question about something else than a day or time to come."""
    if _QUESTION.match(consent.without_lead(text)):
        return True
    return bool(_NOT_A_WISH.search(text)) and not (declines(text) or agrees(text))


def agrees(text: str) -> bool:
    return consent.is_yes(text) and not consent.asks(text)


def declines(text: str) -> bool:
    return consent.is_no(text)


def service(text: str) -> str | None:
    """One or two words of what is to be booked ("for a haircut"), where they are named."""
    match = _SERVICE.search(text)
    while match:
        words: list[str] = []
        for word in match[1].split():
            if word in _NOT_SERVICE:
                break
            words.append(word)
        if words:
            return " ".join(words)
        match = _SERVICE.search(text, match.start() + 1)
    return None
