"""The name in an answer to "Shall I book it, and under what name?"."""

import re
from dataclasses import dataclass

from providers.booking.contact import find_name
from providers.booking.given_names import GIVEN

_YES = (
    r"(?:yes|yeah|yep|yup|sure|ok|okay|of course|please|do|right|perfect|great|fine|good|"
    r"book it|go ahead|that's fine|sounds good)"
)
_INTRODUCED = (
    r"(?:under|for|i'm|i am|(?:my|the) name(?:'s| is)|name is|this is|it's|it is|that's|make it|"
    r"put it|put|down|in the name of|and)"
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
    """.split()  # noqa: SIM905 - as prose it can be read
)
"""What people answer besides a name."""


@dataclass(frozen=True, slots=True)
class Answered:
    """`agrees` tells that there is a yes beside the name, `plain` that it is surely a name."""

    name: str
    agrees: bool
    plain: bool


def name_answered(text: str) -> Answered | None:
    """The name in "yes, Sam", "it's Sam Miller" or "Sam"; None for any other answer.

    Where all is in small letters, as recognisers write, a word is plainly a name if it is a
    common one or was introduced; "yes breathe" is a "yes please" that was misheard.
    """
    match = _ANSWER.match(text.strip().replace("\u2019", "'"))
    if not match:
        return None
    said = match["name"].rstrip(".")
    if any(word.casefold().strip(".'") in _ORDINARY for word in said.split()):
        return None
    name = find_name(said, bare=True)
    if not name or name.casefold() != said.casefold():
        return None
    is_common = said.split()[0].casefold() in GIVEN
    plain = bool(match["introduced"]) or said.istitle() or is_common
    if match["yes"] and not plain:
        return None
    return Answered(name, bool(match["yes"]), plain)
