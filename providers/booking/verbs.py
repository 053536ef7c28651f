"""What is to be done with an appointment that is spoken of already: "no, cancel it"."""

import re

_DOING = r"(?:cancel|move|chang|reschedul)\w*"
_REFUSED = re.compile(
    r"\b(?:don't|do not|didn't|did not|wouldn't|not|never|no need to|instead of|rather than|"
    r"without|can't|cannot) "
    r"(?:(?:want(?:ed)?|wanna|need|wish|say|said|mean|meant|ask(?:ed)?|tell|told|"
    r"to|you|it|please|ever|have|having|going|just|really|be|for|even|i|me) ){0,4}?"
    rf"{_DOING}(?:(?: (?:it|that|this))? (?:or|and|nor) {_DOING})?"
)
"""What is not to be done; in "I can't come, cancel it" nothing is refused."""
_DONT = re.compile(
    r"^(?:(?:no|please|oh|wait|just|stop|hey) )*(?:don't|do not|not a chance)"
    r"(?: (?:do (?:it|that|this)|please|you dare))*$"
)
_CANCELS = re.compile(
    r"\b(?:cancel|delete|scrap|call (?:it|that|the \w+) off)\b"
    r"(?! (?:the|that|this) (?:change|move|request)\b)"
)
_CHANGES = re.compile(
    r"\b(?:change|move|reschedule|re schedule|postpone|shift|push|switch|swap|bring)\b(?! my mind)"
)
_SEEKS = re.compile(
    r"\b(?:another|other|different|new) (?:time|day|date)\b|\bfind\b|\bmake it (?!\w+ again)"
)
_BOOKS = re.compile(
    r"\b(?:book|reserve|schedule)\b(?! (?:it|that|this)\b|\w*(?: \w+){0,2} instead\b)"
)
_CANNOT = re.compile(
    r"\b(?:won't|can't|cannot|will not|not able to|unable to) (?:be able to )?"
    r"(?:make it|make that|come|attend)\b"
)
_ALL = re.compile(r"\b(?:both|all|everything|them)\b")
_UNDOES = re.compile(r"\bcancel (?:the|that|this) (?:change|move|request)\b")
_SAYS_CANCEL = re.compile(
    r"^(?:(?:yes|yeah|yep|yup|sure|ok|okay|right|please|do|just|exactly|go ahead and|i want to|"
    r"i'd like to|you can) )*cancel"
    r"(?: (?:it|that|this|(?:the|my) (?:appointment|booking|reservation)))?"
    r"(?: (?:please|then|now))*$"
)
_KEEPS = re.compile(
    r"\b(?:keep|leave|neither|none|nothing|never ?mind|forget it|as it is|stays?)\b"
)
_PROPOSES = re.compile(
    r"\b(?:can|could|may) (?:we|i|you)\b|\b(?:how|what) about\b|\b(?:instead|rather|let's|later|"
    r"earlier)\b"
)


def cancels(said: str) -> bool:
    """Plain text, as all here: "no, just cancel it", and not "don't cancel it"."""
    return bool(_CANCELS.search(without_refused(said)))


def says_cancel(said: str) -> bool:
    """Whether a message says nothing but that: "yes, cancel it"."""
    return bool(_SAYS_CANCEL.match(said))


def undoes(said: str) -> bool:
    """Whether what was to be done is not to be: "cancel the change"."""
    return bool(_UNDOES.search(said))


def changes(said: str) -> bool:
    """Whether it is to be moved: "no, change it to Friday"."""
    return bool(_CHANGES.search(without_refused(said)))


def means_all(said: str) -> bool:
    """Whether more than one appointment is meant: "cancel both"."""
    return bool(_ALL.search(said))


def refuses(said: str) -> bool:
    """Whether something is not to be done: "I never said cancel", "please don't"."""
    return bool(_REFUSED.search(said) or _DONT.search(said))


def without_refused(said: str) -> str:
    """The text without what is not to be done: "change not cancel" is "change"."""
    return " ".join(_REFUSED.sub(" ", said).split())


def seeks(said: str) -> bool:
    """Whether another time is wanted, with or without the word for it."""
    return changes(said) or (bool(_SEEKS.search(said)) and not _CANNOT.search(said))


def books(said: str) -> bool:
    """Whether another appointment is wanted, whatever is spoken of now."""
    return bool(_BOOKS.search(said)) and not re.search(r"\bnot\b|\bdon't\b", said)


def cannot_come(said: str) -> bool:
    """Whether a caller only tells that an appointment cannot be kept."""
    return bool(_CANNOT.search(said))


def keeps(said: str) -> bool:
    return bool(_KEEPS.search(said) or _DONT.search(said))


def proposes(said: str) -> bool:
    """Whether another day is proposed in the same breath: "could we do Friday instead"."""
    return bool(_PROPOSES.search(said))
