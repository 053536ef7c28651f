"""Does a caller ask what is booked already: "when is my appointment", "am I down for Friday"?

Only a question about the caller's own appointments is one. What an appointment costs, where
it is or how to get one is for the business's text, and another person's is for nobody.
Texts are plain (`providers.booking.numbers`): without punctuation, "one" as "1".
"""

import re

from providers.booking import wish
from providers.booking.intent import intent_of
from providers.booking.numbers import plain

_THING = r"(?:appointment|appt|booking|reservation)s?(?:'s)?"
_TREATMENT = (
    r"(?:hair ?cut|haircut|trim|massage|facial|manicure|pedicure|check ?up|cleaning|consultation|"
    r"session|visit|table|dinner|lunch|class|lesson|treatment)s?"
)
"""What is booked often enough to be asked for by its name, whether or not it is booked."""
_MY = r"(?:my|our)"
_KIND = (
    r"(?:(?!(?:last|past|previous|old|wife|husband|partner|mother|mom|mum|father|dad|parents?|"
    r"son|daughter|kid|child|children|brother|sister|friend|boss|girlfriend|boyfriend|dog|cat|"
    r"colleague|own)s?\b)(?![a-z]+'s )[a-z]+ ){0,2}?"
)
"""Such as "next" or "dentist"; not what is past, and nobody else's."""
_OWN = rf"{_MY} {_KIND}(?:{_THING}|{_TREATMENT})"
_THE = rf"(?:the|that|this) {_THING}"
_DAY = (
    r"(?:today|tonight|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:this|next|the) "
    r"(?:week|weekend|month|morning|afternoon|evening|(?:mon|tues|wednes|thurs|fri|satur|sun)day))"
)
_I = r"(?:i|we)"
_SOON = r"(?:still |already |even |currently |all |also |actually )?"
_END = r"(?: (?:again|please|for|exactly|scheduled|booked|now|then|thanks|thank you|you know))*$"
_BOOKED = r"(?:booked|scheduled|reserved|down|expected|registered)"

_ASKS = tuple(
    re.compile(pattern)
    for pattern in (
        # When is it?
        rf"\b(?:when|(?:what|which) (?:time|day|date))(?:'s|s| is| was| are| were) (?:{_OWN}|"
        rf"{_THE}(?={_END}))\b",
        rf"\b(?:when|(?:what|which) (?:time|day|date)) (?:(?:am|are|were|was) {_I}|{_I} (?:am|are)|"
        rf"i'm|we're|im) {_SOON}(?:{_BOOKED}|coming(?: in)?|due|supposed to (?:come|be)|seeing you)"
        r"\b(?! to (?:pay|be (?:charged|billed)))",
        rf"\b(?:when|(?:what|which) (?:time|day|date)) (?:do {_I}|have {_I}) (?:have|got) "
        rf"(?:{_OWN}|an? {_KIND}{_THING})\b",
        rf"\b(?:when|(?:what|which) (?:time|day|date)|what) (?:(?:did|have|had) {_I}|{_I}|i've|"
        rf"we've) (?:book|booked|reserved?|scheduled?)\b",
        # Inverted, as after "remind me" or "I forgot".
        rf"\b(?:when|(?:what|which) (?:time|day|date)) {_OWN} (?:is|was|are|were){_END}",
        # What is booked?
        rf"\b(?:what|which) (?:\w+ )?{_THING} (?:do|have|are) {_I}\b",
        rf"\b(?:what|which) (?:\w+ )?{_THING} {_I} have\b",
        rf"\b(?:what|anything|everything|all)(?: do| have)? (?:{_I}|i've|we've) (?:have |got )?"
        rf"(?:booked|scheduled|reserved|coming up)\b",
        rf"\bwhat(?: am| are) {_I} {_SOON}{_BOOKED}\b",
        rf"\bwhat do {_I} have (?:on |for |coming up )?{_DAY}",
        rf"\bwhat(?:'s|s| is| are| were| was) {_MY} {_KIND}{_THING}(?= (?:for|on|at|{_DAY}|times?|"
        rf"dates?|days?|details|again|please|status|here|with you)\b|$)",
        rf"\bstatus of {_OWN}\b",
        # Is there one?
        rf"\b(?:do {_I} {_SOON}have|have {_I} {_SOON}got) (?:an?|any|{_MY}|another|other|some)? ?"
        rf"{_KIND}(?:{_THING}|table)(?: ?{_END}| (?:booked|scheduled|reserved|on|for|at|with you|"
        rf"here|coming|left|under|in|{_DAY})\b)",
        rf"\b(?:do {_I} {_SOON}have|have {_I} {_SOON}got) an? {_KIND}{_TREATMENT} (?:(?:on|for) )?"
        rf"(?:booked|scheduled|reserved|coming up|{_DAY})",
        rf"\b(?:do {_I} {_SOON}have|have {_I} {_SOON}got) (?:anything|something) (?:(?:on|for) )?"
        rf"(?:booked|scheduled|reserved|coming up|{_DAY})",
        rf"\b(?:am|are|was|were) {_I} {_SOON}(?:{_BOOKED}\b|on the (?:books?|schedule|list|"
        rf"calendar)|in (?:the|your) (?:books?|system|calendar)|(?<=still )on for\b)"
        r"(?! (?:to|as)\b)",
        rf"\b(?:know|check|tell me|see|sure|wonder(?:ing)?|remember|confirm) (?:if|whether) "
        rf"(?:{_I} (?:am |are )?|i'm |we're |i've |we've ){_SOON}(?:(?:have|got) (?:an?|any|{_MY}) "
        rf"{_KIND}{_THING}|{_BOOKED})",
        rf"\b(?:do|have) you (?:have|got) (?:me|us) (?:{_BOOKED}|in (?:the|your))\b",
        rf"\b(?:do you have|have you got|did you get|can you see|do you see) (?:{_MY} {_KIND}"
        rf"{_THING}|(?:an?|any) {_KIND}(?:{_THING}|table) (?:under|in) {_MY} name)\b",
        rf"\b(?:did you book|have you booked) (?:me|us|{_OWN})\b",
        # Does it stand?
        rf"\b(?:is|was|are|were) (?:{_OWN}|{_THE}) {_SOON}(?:really )?(?:confirmed|booked|made|set|"
        rf"on|at|ok|okay|scheduled|there|registered|for {_DAY}|{_DAY}|cancell?ed|moved|changed|"
        r"in (?:the|your) (?:books?|system|calendar))\b(?! (?:line|free))",
        rf"\b(?:did|has|have) (?:{_OWN}|{_THE}) (?:really |actually |already )?(?:been |get |got )?"
        r"(?:go|gone|went|come|made|booked|confirmed|registered|scheduled|saved|moved|changed|"
        r"cancell?ed)\b",
        # Tell me.
        rf"\b(?:remind me (?:of|about)|tell me|give me|read me|show me|check|look up|list|"
        rf"what about|find) (?:about |all |again )?{_MY} {_KIND}{_THING}(?: (?:times?|dates?|"
        rf"details|on {_DAY}|for {_DAY}|{_DAY}))*{_END}",
    )
)
_CALLED = re.compile(rf"\b(?:{_MY}|an?) {_KIND}(?P<name>{_TREATMENT})\b(?! (?:{_THING}))")
_ELSE = re.compile(
    r"\b(?:how (?:do|can|could|long|much|far|late|early)|where|who|why|what (?:if|happens)|cost|"
    r"price|pay|charged?|fee|bring|wear|park|parking|directions?)\b"
)
"""With these the appointment is only what a question to the business is about."""


def asks_own(text: str) -> bool:
    """Whether a message asks which appointments the caller has, and wants nothing done."""
    said = plain(text)
    if _ELSE.search(said) or not any(pattern.search(said) for pattern in _ASKS):
        return False
    return intent_of(text, dated=True) not in ("change", "cancel") and not wish.wishes(said)


def treatment_asked(said: str) -> str | None:
    """What the caller calls it: "massage" in "when is my massage"; None for "appointment"."""
    match = _CALLED.search(said)
    return match["name"] if match else None
