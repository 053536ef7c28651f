"""The name in an answer to "Shall I book it, and under what name?"."""

import re
from dataclasses import dataclass

from providers.booking.consent import is_yes
from providers.booking.contact import NO_NAME, find_name
from providers.booking.given_names import GIVEN
from providers.booking.numbers import plain
from providers.booking.spelled import unspelled

_YES = (
    r"(?:yes|yeah|yep|yup|sure|ok|okay|of course|please|do|right|perfect|great|fine|good|"
    r"book it|go ahead|that's fine|sounds good)"
)
_NAMED = r"(?:(?:my|the) name(?:'s| is)|name is|(?:in|under) the name(?: of)?)"
"""What nothing but a name follows."""
_INTRODUCED = (
    rf"(?:{_NAMED}|under|for|i'm|i am|this is|it's|it is|that's|make it|put it|put|down|and)"
)
_NAME = r"[^\W\d_](?:[^\W\d_]|['.-](?=[^\W\d_]))*\.?"
_ANSWER = re.compile(
    rf"^(?P<yes>(?:{_YES}[\s,.!-]+)*)(?P<introduced>(?:{_INTRODUCED} )*)"
    rf"(?P<name>{_NAME}(?: {_NAME}){{0,2}}?)"
    r"(?:,? (?:please|thanks|thank you))?[.!]?$",
    re.IGNORECASE,
)
_ORDINARY = frozenset(
    """brilliant wonderful lovely excellent cool cheers absolutely definitely certainly exactly
    confirmed confirm work works wait stop hold cancel never change later earlier instead actually
    help pardon repeat agent human operator goodbye bye too amazing awesome super nice alright
    deal perfect sir mate book booked let's lets let go ahead fantastic cheap possible agreed
    anything something else different other another not thing works whichever nobody whatever
    speak talk do slower louder again don't dont won't can't maybe nah nope
    everything bad worse worst crazy insane far away long short much depends doesn't doesnt matter
    half past quarter shut up god god's gods heaven's sake goodness christ jesus protest duress
    pressure circumstances conditions stupid dumb rubbish trash nonsense shame joke weird odd wild
    rude slow hard tough strange unfair absurd gross pathetic lame boring confused lost tired
    bored broke unsure dollars bucks euros pounds like
    """.split()  # noqa: SIM905 - as prose it can be read
)
"""What people answer besides a name."""


@dataclass(frozen=True, slots=True)
class Answered:
    """`agrees` tells that there is a yes beside the name, `plain` that it is surely a name.

    Only a plain one agrees: what may be no name is to be read back.
    """

    name: str
    agrees: bool
    plain: bool


def name_answered(text: str) -> Answered | None:
    """The name in "yes, Sam", "it's Sam Miller" or "Sam"; None for any other answer.

    A word is plainly a name if it is a common one, if only names follow what is before it, or
    if it has a capital that is not that of the sentence: "that's terrible" and "yes under
    protest" begin like names; "yes breathe" is a "yes please" that was misheard.
    """
    match = _ANSWER.match(unspelled(text.strip().replace("\u2019", "'")))
    if not match or is_yes(plain(text)):
        return None
    said = match["name"].rstrip(".")
    if any(word.casefold().strip(".'") in _ORDINARY for word in said.split()):
        return None
    name = find_name(said, bare=True)
    if not name or name.casefold() != said.casefold():
        return None
    words, introduced = said.split(), match["introduced"].casefold().strip()
    if words[0].casefold() in GIVEN or re.search(rf"{_NAMED}$", introduced):
        return Answered(name, bool(match["yes"]), True)
    if len(words) == 1 and NO_NAME.search(said.casefold()):
        return None
    has_capital = said.istitle() and (match.start("name") > 0 or len(words) > 1)
    if has_capital or (introduced == "under" and not match["yes"]):
        return Answered(name, bool(match["yes"]), True)
    return Answered(name, False, False) if introduced or not match["yes"] else None
