"""What a caller wants of a booking: a new one, another time, none any more, or to know."""

import re

from core.appointments import BookingIntent
from providers.booking import wish
from providers.booking.learned import probability
from providers.booking.numbers import plain
from providers.booking.verbs import refuses, without_refused

SURE = 0.5
"""From here on the trained reader's word is taken for a wish that no rule foresees."""

_THING = r"(?:appointment|reservation|booking|table|slot|session|visit|one)"
_AHEAD = (
    r"(?:^|\b(?:to|please|can (?:you|i|we)|could (?:you|i|we)|i'll|i'd|and|then|must|just|"
    r"need|want|ok|yes|no|hi|hello) )(?:\w+ )??"
)
_CANCEL = re.compile(
    rf"{_AHEAD}(?:cancel|call off|delete|drop|get rid of) (?:(?!how\b)\w+ ){{0,4}}{_THING}\b|"
    r"\b(?:won't|can't|cannot|will not|not able to|unable to) (?:be able to )?"
    r"(?:make it|come|attend)\b|"
    r"\b(?:want|need|like|have) to cancel(?: it| that)?(?: please)?$|"
    r"^(?:(?:please|yes|ok|no|actually|then|just|wait|sorry|oh|so|well|let's|i'd|rather) ){0,4}"
    r"cancel(?: it| that)?(?: please| instead| altogether)?$|"
    rf"{_AHEAD}cancel (?:both|all|them|everything)\b|"
    r"^(?:please )?cancel (?:everything|all of it|tomorrow|my|the|for)\b"
)
_CHANGE = re.compile(
    rf"{_AHEAD}(?:change|move|reschedule|re schedule|postpone|shift|push|amend|alter|modify|update|"
    rf"bring|delay|switch) (?:(?!how\b)[\w']+ ){{0,6}}(?:{_THING}|to|back|forward|later|earlier)\b|"
    rf"{_AHEAD}(?:reschedule|postpone)\b"
)
_OTHER_TIME = re.compile(
    r"\b(?:(?<!cancel )(?<!cancel it )(?<!cancel that )instead|another|different|later|earlier|"
    r"reschedule|move)\b"
)
_AVAILABLE = re.compile(
    r"\b(?:do you have|have you got|are there|is there|got) (?:(?:any|an|a|something|anything) )?"
    r"(?:\w+ ){0,2}(?:free|available|availability|openings?|slots?|tables?|appointments?)\b|"
    r"\b(?:do you have|have you got) (?:anything|something|time|space|room)\b|"
    r"\b(?:when|what (?:day|time)s?|which (?:day|time)s?) (?:\w+ ){0,3}(?:free|available|"
    r"openings?)\b|"
    r"\b(?:is|are) (?:\w+ ){0,4}(?:free|available)\b|"
    r"^is (?!it )(?:\w+ ){1,6}(?:possible|ok|okay|all right)$|"
    r"\b(?:what|which) (?:\w+ )?(?:times?|slots?) (?:do|have|can|would) you\b|"
    r"\bwhat(?:'s| is)? (?:do you have|have you got|the (?:earliest|first|next)) (?:\w+ )*"
    r"(?:for|on|today|tomorrow|this|next)\b|"
    r"\b(?:when|what time|how soon) (?:is|are) (?:your |the )?(?:next|earliest|first|soonest)\b|"
    r"\bwhen (?:can|could) (?:you|i|we) (?:fit|see|squeeze|come|get)\b|"
    r"^any(?:thing| times?)? (?:free|available|open)\b|"
    r"\b(?:any|what) (?:availability|openings|free slots)\b"
)
_CLAUSE = re.compile(r"[,.;:!?]+(?=\s)")
_FILLER = re.compile(r",?\s+(?:um+|uh+|er+|you know|i mean)\s*,", re.IGNORECASE)
"""What parts no clause: "I don't want to, um, cancel"."""
_QUESTION_OF_RULES = re.compile(
    r"\b(?:how (?:do|can|could|does|would|late|long|far)|what (?:happens|if|is your|does)|"
    r"is it possible|(?:can|may) (?:i|we) still|fee|policy|free of charge|for free|charge)\b"
)


def _clauses(text: str) -> list[str]:
    """The whole text and its clauses, plain and without what is refused in them.

    An upset caller says other things first: "This is the worst ever, cancel my appointment".
    """
    text = _FILLER.sub(" ", text)
    said = plain(text)
    parts = [] if refuses(said) else [plain(part) for part in _CLAUSE.split(text)]
    return [without_refused(said), *parts]


def intent_of(text: str, *, dated: bool = False) -> BookingIntent | None:
    """None for a message that wants nothing of a booking, or only mentions one.

    How to cancel or what it costs is a question to the business, and no wish to cancel.
    """
    said = plain(text)
    about_rules = bool(_QUESTION_OF_RULES.search(said))
    asked = [] if about_rules else _clauses(text)
    if any(_CANCEL.search(clause) for clause in asked):
        return "change" if _OTHER_TIME.search(said) else "cancel"
    if any(_CHANGE.search(clause) for clause in asked):
        return "change"
    if wish.wishes(said, dated=dated):
        return "book"
    if probability(said) >= SURE and not wish.only_mentions(said):
        return "book"
    return "availability" if _AVAILABLE.search(said) and not about_rules else None
