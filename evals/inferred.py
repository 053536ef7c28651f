"""What an assistant's line says about itself, for sessions that come without our records.

The server knows whether a reply rested on the business's own text (`answered`) and whether it
booked. In other people's transcripts only the words tell, so this reads the words; on our own
labelled sessions it agrees with the label as `tests/evals/test_inferred.py` says.
"""

import re

_LACKING = re.compile(
    r"\b(?:sorry|apologi[sz]e|unfortunately|afraid|regret)\b"
    r"|\b(?:do(?:n't| not)|did(?:n't| not)|does(?:n't| not)|could(?:n't| not)|can(?:'t|not)|"
    r"unable to|was(?:n't| not) able to|no longer) (?:\w+ ){0,2}?"
    r"(?:have|find|see|know|understand|catch|help|answer|complete|process|access|hear|get)\b"
    r"|\bno (?:information|record|details|data|results?)\b|\bnot (?:sure|certain|available)\b"
    r"|\b(?:rephrase|say that again|repeat that|try again|come again)\b"
    r"|\bsomething went wrong\b|\b(?:failed|invalid|error)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\?\s*$")
_BOOKED = re.compile(
    r"^(?:\w+[,!.] )?booked\b|\b(?:is|are|you're|you are|that's|i've|i have|have|been) "
    r"(?:now |all )?(?:booked|reserved|scheduled)\b|\b(?:booking|appointment|reservation) "
    r"(?:is |has been )(?:made|booked|confirmed)\b|\bsuccessfully (?:booked|reserved|scheduled)\b",
    re.IGNORECASE,
)
_GREETS = re.compile(
    r"^(?:hello|hi|welcome|good (?:morning|afternoon|evening|day)|thank you for calling|"
    r"you're welcome|goodbye|bye|take care|have a|i(?:'m| am) glad|thank(?:s| you)\.)(?=\W|$)",
    re.IGNORECASE,
)


def answered_of(reply: str) -> bool | None:
    """Whether a line answered: False for an apology, a lack or "say that again".

    None for a greeting and for a line that ends in a question back; True for anything else,
    so a fluent answer to another question than the caller's is taken for an answer.
    """
    if _LACKING.search(reply):
        return False
    if _ASKS.search(reply) or _GREETS.match(reply.strip()):
        return None
    return True


def booked_of(reply: str) -> bool:
    """Whether a line tells that a booking was made."""
    return bool(_BOOKED.search(reply)) and not _LACKING.search(reply)
