"""A name among other things: "Siobhan Daly, 087 123 4567", "yes please, four of us, Ann Roe"."""

import re

from providers.booking.answered_name import name_answered
from providers.booking.contact import find_email, without_email
from providers.booking.given_names import GIVEN
from providers.booking.phone import Phone
from providers.booking.spelled import unspelled

_PART = re.compile(r"[,;.!?]+(?:\s+|$)")
_LEAD = re.compile(r"^(?:(?:the|my) )?name:? (?=\w)", re.IGNORECASE)


def name_beside(text: str, said: str, phone: Phone | None, *, wanted: bool) -> str | None:
    """The name that one part of a message is; `said` is the text, plain and without `phone`.

    Where a name is `wanted`, or a number or address stands beside it, two words with capitals
    are one; else only what begins with a common name is.
    """
    has_contact = bool(phone or find_email(text))
    parts = [part for part in _PART.split(unspelled(text)) if part]
    for part in parts if wanted or len(parts) > 1 else ():
        answered = name_answered(_LEAD.sub("", part))
        if not answered or answered.agrees:
            continue
        is_common = answered.name.split()[0].casefold() in GIVEN
        is_plain = answered.plain and " " in answered.name and (wanted or has_contact)
        if is_common or is_plain or _LEAD.match(part):
            return answered.name
    if not (wanted and has_contact):
        return None
    answered = name_answered(said if phone else without_email(text).partition("|")[0].strip(" ,"))
    return answered.name if answered else None
