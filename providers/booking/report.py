"""What an assistant's line says of a booking: it worked, it did not, is this right?"""

import re
from dataclasses import dataclass
from typing import Literal

from providers.booking import consent
from providers.booking.numbers import plain

Outcome = Literal["made", "failed"] | None

LONGEST = 1000
"""Characters of a line that are read."""

_SENTENCE = re.compile(r"(?<=[.!?])\s*(?=[A-Z])|(?<=[!?;])\s+|, (?=but\b|and\b)|\bbut\b", re.I)
_TITLE = re.compile(r"\b(dr|mrs?|ms|st|m\.?d|d\.?d\.?s|d\.?o|[a-z])\.(?=[ ,])", re.I)
_MADE = re.compile(
    r"\b(?:booked|made|scheduled|confirmed|reserved|completed?|success\w*|sucess\w*|done|placed|"
    r"fixed|finali[sz]ed|secured|arranged|congrat\w*|all set|good to go|taken care of|"
    r"(?:went|gone|go) through|(?:is|been|was|are|have|all) set|set (?:up )?(?:an?|the|your)|"
    r"set up|"
    r"is in place|you're in|got (?:you|your|the|it))\b"
)
_NOT_MADE = re.compile(
    r"\b(?:not|no|none|nothing|never|unable|un\w*able|un\w*success\w*|fail\w*|unfortunately|"
    r"\w+n't|cannot|cant|couldnt|wasnt|didnt|problem|error|trouble|crash\w*|fully|already)\b"
)
_FAILED = re.compile(
    r"\b(?:sorry|apolog\w+|unfortun\w+|regret|unable|un\w*success\w*|fail\w*|unavailable|"
    r"(?:not|no longer) (?:able|available|possible|successful|done|work\w*|made|booked|go)|"
    r"(?:could|can|did|was|is)(?:n't|nt| not) (?:\w+ )?(?:book|make|made|schedule|reserve|get|go|"
    r"work|"
    r"able|available|possible|successful\w*|complete|do|confirm\w*|set|be|find|secure|place)|"
    r"cannot|"
    r"problem|trouble|crash\w*|nothing (?:at|available)|no (?:\w+ )?(?:availab\w+|reservations|"
    r"tables|openings?))\b"
)
_ANSWERS = re.compile(
    r"\b(?:music|alcohol\w*|liquor|drinks|unisex|cosmetic|serve|feature|offer|new patients|price)\b"
)
_WILL = re.compile(
    r"\b(?:would|shall|should|may i|can i|do you|did you|want|wish|will be|i'll|i will|let me|"
    r"going to|kindly|ensure|verify|to review|confirming|to confirm|please confirm|do confirm|"
    r"confirm (?:the|that|if|you|your)|confirmation|is that|"
    r"is this|correct|to be|like me to|once|if)\b"
)
_CONFIRM = re.compile(
    r"\b(?:please|kindly|(?:can|could|would|will|do) you|need you to) (?:\w+ )?(?:confirm|"
    r"verify)\b|"
    r"\b(?:is (?:that|this|it|everything)|am i|sound|does that) (?:\w+ )?(?:correct|right|good|"
    r"work)\b"
    r"[^.!]*\?",
    re.I,
)
_ASKS = re.compile(
    r"\b(?:would you (?:like|prefer) (?:me )?to|shall i|should i|do you want (?:me )?to) "
    r"(?:\w+ ){0,4}(?:book\w*|try|schedul\w+|reserv\w+|make|set|different|another)\b|"
    r"\b(?:what (?:time|date|day)|which (?:day|date|time)|when (?:would|do|should|is)|how many|"
    r"how about|what about|instead|please confirm|confirm the|is that (?:right|correct|ok)|"
    r"is (?:this|it|everything) (?:right|correct|ok)|correct$|right$|at what time|for what)\b"
)
_BACK = re.compile(
    r"\b(?:confirm\w*|correct|right|appointment|table|reserv\w+|book\w*|schedul\w+)\b"
)
_FREE = re.compile(
    r"\b(?:free|available (?:from|time|slot)|open (?:from|slots?)|starts? at|starting)\b"
)


@dataclass(frozen=True, slots=True)
class Report:
    """`text` is the sentence that reports it, plain; empty without an outcome."""

    outcome: Outcome
    text: str = ""


def report_of(line: str) -> Report:
    """Judged sentence by sentence: an answer beside the report may say sorry for its own part."""
    failed = Report(None)
    if _CONFIRM.search(line):
        return failed
    for sentence in _SENTENCE.split(_TITLE.sub(r"\1 ", line[:LONGEST])):
        text = plain(sentence)
        if _FAILED.search(text) and not _ANSWERS.search(text):
            failed = Report("failed", text)
        elif "?" in sentence or _WILL.search(text) or _NOT_MADE.search(text):
            continue
        elif _MADE.search(text):
            return Report("made", text)
    return failed


def reads_back(text: str) -> bool:
    """Whether a line says what would be booked, for the caller to agree."""
    return bool(_BACK.search(text))


def lists_times(text: str) -> bool:
    """Whether a line tells when somebody is free, which is no read-back."""
    return bool(_FREE.search(text))


def asks(text: str) -> bool:
    return bool(_ASKS.search(text))


def agrees(text: str) -> bool:
    """Whether a caller's line holds a yes and no no, whatever else it says or asks."""
    return consent.holds_yes(text)
