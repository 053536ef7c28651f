"""What is a yes, what is a no, and what may be said beside a yes without taking it back.

A yes is known by what is left: once the yes and the courtesies are taken out of a message,
every other word must be one that changes nothing. A question, a condition, a request or a
thought still to be had leaves words of its own, so none of them needs to be foreseen.
Texts are plain (`providers.booking.numbers`); patterns are for them without apostrophes,
which recognisers set or leave out.
"""

import re
from collections.abc import Collection, Mapping

_GOOD = (
    r"(?:perfect|great|lovely|wonderful|excellent|awesome|amazing|fantastic|brilliant|splendid|"
    r"ideal|super|superb|good|fine|cool|nice|terrific|marvell?ous)(?: (?:idea|choice))?"
)
_BOOK = r"(?:book|reserve|schedule|confirm|take|lock|finali[sz]e|secure|pencil|arrange|put)"
_IT = r"(?:it|that|this|me|us|the (?:appointment|booking|reservation|slot|table))"
_MAY = (
    r"(?:(?:can|could|will|would) you|you (?:can|may)|i(?: woul)?d like you to|i want you to)"
    r"(?: please)?"
)
_SURE = rf"""
    yes|yeah|yea|yep|yup|yah?|aye|uh huh|mm+ hmm*|mhm+
    sure(?: thing)?|certainly|absolutely|definitely|exactly|precisely|indeed|of course|naturally
    totally|for sure|im sure|correct|right(?: away)?|affirmative|agreed|deal|confirmed
    ok|okay|okey dokey|alright|all right|very well|fair enough|by all means|you bet
    i confirm|i agree|i think so|i guess(?: so)?|i suppose(?: so)?
    go (?:right )?(?:ahead|for it|on)|carry on|(?:please )?(?:proceed|continue)|make it so
    lets (?:do|go|book|take|have|confirm)(?: (?:with|for))?(?: {_IT})?
    do (?:it|that|this|so)|please do|count me in|im in
    (?:{_MAY} )?(?:go ahead and )?{_BOOK} {_IT}(?: (?:in|down|up))?|please book
    i(?: wi)?ll (?:take|have) {_IT}
    works|suits|(?:will|would|thatll|thatd|itll|itd) (?:work|suit)|sounds like a plan
    thats (?:it|me|the 1)|that 1|please and thank you
    im (?:ok|okay|happy|good|fine) with|{_GOOD}
"""
"""What is a yes wherever it is said; a line holds what is alike."""
_MILD = rf"""
    please|(?:thanks|thank you)(?: (?:so|very) much| a lot| again)?|many thanks|cheers
    (?:i|we)(?: woul)?d (?:like|love)(?: {_IT}| to)|i want {_IT}
    make the (?:appointment|booking|reservation)
    i do|we do|i would|you (?:can|may)|why not|no problem|not a problem|no objections?|do
"""
"""What is a yes to "Shall I book it?" where no other courtesy makes it a farewell."""
_COURTESY = r"""
    good ?bye|bye(?: bye)?|see you(?: (?:then|there|soon|later))?|(?:speak|talk) soon
    have a (?:good|nice|great|lovely) (?:day|one|evening|weekend|night|time)
    (?:i|we)(?: have|ve)? (?:already |just )?(?:said|told you|say)(?: that)? (?=yes|yeah|yep)
    in that case|(?:like|as) i (?:already )?(?:said|told you)
    for your (?:help|time)|no worries|youre (?:great|the best|very kind|so kind)
    (?:im )?looking forward(?: to (?:it|that|seeing you))?|(?:i )?cant wait|i dont see why not
    (?<=yes )(?:breathe|breeze|bleed|peas|peace|piece|police|plays|pleas|pleased|plea)
"""
"""What says neither yes nor no; the last line is "please" as recognisers mishear it."""
_NEUTRAL_WORDS = """
    a an the and then so oh well um uh er ah hm hmm hi hello hey just very really quite actually
    it its is be are been that thats thatd thatll this these will would ill id i we were me us my
    for to at on in from with by of under as everything all sorry
    sounds sound looks look seems seem feels
    time day date slot appointment booking reservation table
    name number phone cell mobile email mail dot underscore dash hyphen plus double triple
    people persons guests sir madam miss mate dear
"""
_NEUTRAL = frozenset(_NEUTRAL_WORDS.split())
"""Words that may stand beside a yes: they ask, doubt and change nothing."""

_PARTS = {
    "morning": ("00", "12"),
    "am": ("00", "12"),
    "afternoon": ("12", "18"),
    "pm": ("12", "24"),
    "evening": ("17", "24"),
    "night": ("17", "24"),
    "tonight": ("17", "24"),
}
"""Hours from and before which a time is in that part of the day."""
_DOES = {
    "cancel": frozenset({"cancel"}),
    "change": frozenset({"change", "move", "reschedule", "shift", "make"}),
}
"""What a yes may ask for again where it is what was proposed."""

_NO = r"(?:no|nope|nah)"
_GIVES_UP = (
    r"never ?mind|forget|dont bother|not any ?more|changed my mind|i(?: woul)?d rather not|"
    r"i(?: wi)?ll pass|not interested|(?:leave|skip) it"
)
_NEVER = (
    r"^(?:(?:no|nope|nah|please|oh|well|sorry|just|but) )*(?:dont|do not)(?: do (?:it|that))?"
    r"(?: please| thanks?)?$|\b(?:not a|no) chance\b"
)
_REFUSES = re.compile(
    rf"\b(?:{_GIVES_UP}|(?:cancel|drop|leave|stop|scrap|skip) (?:it|that|this)|"
    r"(?:dont|do not) (?:book|want)|i (?:dont|do not) think so|no way|"
    rf"(?:absolutely|definitely|certainly|of course) not)\b|^(?:cancel|stop)$|{_NEVER}"
)
_ABANDONS = re.compile(rf"\b(?:{_GIVES_UP}|cancel|drop|stop|no (?:thanks?|thank you))\b|{_NEVER}")
_TO_CANCEL = re.compile(r"(?:yes|yeah|yep|yup|sure) (?:please )?(?:go ahead and )?cancel\b")
_CONTRADICTS = re.compile(
    rf"^(?:{_NO}|not)\b|\b(?:incorrect|wrong|isnt|not (?:right|correct|quite))\b"
)
_PUTS_OFF = re.compile(
    r"\b(?:let me|lemme|i(?: wi)?ll|(?:i|we) (?:have|need|want) to|gotta) "
    r"(?:just |first |quickly )*(?:think|check|ask|see(?! you)|look|(?:talk|speak) to|"
    r"(?:call|get) back)\b|"
    r"\b(?:hold|hang) on\b|\b(?:wait|just) a (?:moment|second|minute|sec)\b"
)
_SOFT = re.compile(
    rf"^{_NO} (?:worries|problem|objections?|trouble|(?=(?:that|thats|it|its|this|everything|all|"
    r"the|yes|yeah|go|please do|book)\b))"
)
_ASKS = re.compile(
    r"^(?:is|are|will|would) (?:the|my|all|everything|\d\S*|\w+day|tomorrow|tonight|noon)\b|"
    r"(?<!that )\bis it\b|\bis (?:that|this)\b|\b(?:are|will|would) (?:it|that|this|i|we)\b"
)


def _phrase(lines: str) -> str:
    return rf"(?:{'|'.join(line.strip() for line in lines.strip().splitlines())})\b"


_LIMITS = re.compile(r"\bunder \d")
"""A price to stay under, and no hour said again."""
_SURELY = re.compile(rf"\b{_phrase(_SURE)}")
_MILDLY = re.compile(rf"\b{_phrase(_MILD)}")
_COURTEOUS = re.compile(rf"\b{_phrase(_COURTESY)}")
_LEAD = re.compile(rf"^(?:(?:{_phrase(_SURE)}|and|but|so|then|well|please|just|oh)(?: |$))+")


def is_yes(text: str, besides: Collection[str] = ()) -> bool:
    """Whether a text is a yes that takes nothing back; `besides` are words it may hold as well."""
    left, courtesies = _COURTEOUS.subn(" ", _bare(text))
    left, sure = _SURELY.subn(" ", left)
    left, mild = _MILDLY.subn(" ", left)
    if _LIMITS.search(text) or (not sure and (not mild or courtesies)):
        return False
    allowed = _NEUTRAL.union(besides)
    return all(word in allowed for word in left.split())


def words_of(draft: Mapping[str, object]) -> frozenset[str]:
    """The words that only say again what a draft holds, as `besides` of `is_yes` takes them."""
    values = " ".join(str(draft.get(name) or "") for name in ("service", "name", "email"))
    time, intent = draft.get("time"), str(draft.get("intent"))
    parts = {
        part
        for part, (start, end) in _PARTS.items()
        if isinstance(time, str) and start <= time < end
    }
    said = re.findall(r"\w+", values.lower())
    return _DOES.get(intent, frozenset[str]()).union(parts, said, _numbers_of(draft))


def _numbers_of(draft: Mapping[str, object]) -> set[str]:
    """The numbers that only say again what a draft holds: its hour, minutes, day and party."""
    numbers = {str(draft.get("party_size") or "")}
    day, time = draft.get("date"), draft.get("time")
    if isinstance(day, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", day):
        numbers |= {day[:4], day[8:], day[8:].lstrip("0")}
    if isinstance(time, str) and re.match(r"\d\d:\d\d", time):
        numbers |= {time[:2], str(int(time[:2]) % 12 or 12), time[3:5], time[:5]}
    return numbers - {""}


def asks(text: str) -> bool:
    """Whether what follows a yes asks it back in its own words: "yes, is that all right?"."""
    return bool(_ASKS.search(_bare(without_lead(text))))


def without_lead(text: str) -> str:
    """The text after the yes it opens with: "ok and is there parking" asks for parking."""
    return _LEAD.sub("", text)


def holds_yes(text: str) -> bool:
    """Whether there is a yes somewhere, and nothing that says no or puts it off."""
    said = _bare(text)
    if _CONTRADICTS.search(said) or _PUTS_OFF.search(said):
        return False
    return bool(_SURELY.search(said))


def is_no(text: str) -> bool:
    """Whether a text says no to what was proposed; "no worries" and "no, that's fine" do not."""
    said = _bare(text)
    if _REFUSES.search(said):
        return not _TO_CANCEL.match(said)
    if not re.match(rf"{_NO}\b", said):
        return False
    soft = _SOFT.match(said)
    if not soft:
        return True
    # "No, the time" tells what is wrong: only a word of praise makes that none.
    left = said[soft.end() :]
    return not is_yes(left if left.startswith("the ") else f"ok {left}")


def gives_up(text: str) -> bool:
    """Whether a no is to the whole booking, and not to the times that were offered."""
    return bool(_ABANDONS.search(_bare(text)))


def _bare(text: str) -> str:
    return text.replace("'", "")
