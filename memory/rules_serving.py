"""When a business sees people, said in other words than that it is open.

"Dr Amin sees patients Monday to Thursday, 9:30 to 17:30", "Lessons run daily from 8 to 19",
"We work Tuesday to Saturday, 10 to 6": each tells when one may come, where no sentence of
the text tells when it is open.
"""

import re

from memory.rules_sentences import without
from memory.rules_words import DAY

_PEOPLE = (
    r"(?:clients?|patients?|customers?|guests?|visitors?|people|families|groups?|pupils?|"
    r"students?|learners?|members?|players?|pets?|dogs?|cats?|animals?|you)"
)
_VISITS = (
    r"(?:appointments?|bookings?|reservations?|sessions?|lessons?|classes|class|courses?|visits?|"
    r"viewings?|meetings?|consultations?|consultancy|treatments?|tours?|games?|slots?|tables?|"
    r"services?|walks?|rides?|fittings?|check-?ups?|drop-?offs?|check-?ins?|walk-?ins?)"
)
_BOTH = (
    rf"(?:(?:all |new |our |your |private |walk-in )*(?:{_PEOPLE}|{_VISITS})(?:,? (?:and|or|&) )?)+"
)
_ADVERB = r"(?:usually |normally |currently |always |also |only |now )?"
_SERVES = re.compile(
    rf"^(?:\S+ ){{1,6}}?{_ADVERB}(?:can |will |is able to |are able to )?"
    r"(?:sees?|takes?|receives?|treats?|accepts?|serves?|welcomes?|meets?|teach(?:es)?|has|have|"
    rf"hosts?|gives?|offers?|holds?|runs?|grooms?|trains?|coach(?:es)?|takes in) {_BOTH}(?![\w-])"
)
_TAKES_PLACE = re.compile(
    rf"^(?:(?:all|our|the|most|driving|private|group|single|online)\s)*(?:[^\W\d]+ )??{_VISITS}"
    rf"(?: (?:and|or) {_VISITS})?\b ?{_ADVERB}"
    r"(?:(?:are|is|can be|take|takes|run|runs|start|starts|happen|go on)\b ?)?"
    r"(?:available|given|offered|held|possible|place|taken|made|booked|scheduled|arranged|running|"
    r"run|taught)?\b"
)
_WORKS = re.compile(
    rf"^(?:[^\W\d]\S*[ ]){{1,4}}?{_ADVERB}(?:works?|teach(?:es)?|grooms?|treats?|"
    r"coach(?:es)?|practises?|practices?|operates?|plays?|trains?|"
    r"(?:am|are|is) (?:here|available|in|there|at work))\b"
    r"(?: for you| (?:here|in the (?:studio|shop|office|salon|practice)))?"
)
_HOURS = re.compile(
    r"^(?:our |the )?(?:working|visiting|consulting|business|treatment|lesson|\w+'s)"
    r" hours(?: are)?\b"
)
_COME = re.compile(
    r"^(?:you can (?:always )?(?:book|come(?: in| by)?|visit(?: us)?|drop in)|"
    r"(?:we(?:'re| are) |i(?:'m| am) )?available)\b"
)
_FORMS = (_SERVES, _TAKES_PLACE, _WORKS, _HOURS, _COME)
_NOT_THEM = re.compile(
    r"\b(?:not|never|no|don't|doesn't|calls?|phone|online|e-?mails?|deliver\w*|happy|kitchen|bar)\b"
)
_ON_REQUEST = re.compile(r"^[ ,]*by (?:appointment|arrangement)(?: only)?\b")
_WHEN = rf"(?:{DAY}|daily|weekdays?|weekends?|every|each|day|seven|7|days|a|week|24)"
_DATED = re.compile(rf"^[\s:,]*(?:(?:are|from|on|between|all) )*(?:{_WHEN}\b|\d)")
_FIRST = re.compile(
    rf"^(?:(?:from|on|between|and|to|until|-|{_WHEN}|\d[\d:.]*(?:\s?[ap]m)?)(?![\w])[\s,-]*)+"
)


def as_opening(text: str) -> str:
    """The text, made by `plain`, with "we are open" for such words beside days and hours."""
    return without(text, _opened)


def _opened(sentence: str) -> str:
    ahead = _FIRST.match(sentence)
    before = ahead[0] if ahead else ""
    said = sentence[len(before) :]
    for form in _FORMS:
        found = form.match(said)
        if not found or _NOT_THEM.search(found[0]):
            continue
        after = _ON_REQUEST.sub("", said[found.end() :])
        if _DATED.match(after) or (before and not after.strip(" .!")):
            return f"we are open {before}{after.lstrip(' :,')}"
    return sentence
