"""Names and e-mail addresses as speech recognition and people write them."""

import re

from providers.booking.consent import is_yes
from providers.booking.given_names import GIVEN
from providers.booking.numbers import in_digits, plain
from providers.booking.spelled import unspelled

_NOT_NAMES = frozenset(
    """a an the this that it he she they we you i me my your yes no not ok okay sure thanks thank
    please here there calling looking trying going just very so also only still really good fine
    great sorry afraid happy glad interested free available late sick new at on in for from to by
    of with and or but is are was be monday tuesday wednesday thursday friday saturday sunday
    today tomorrow tonight morning afternoon evening noon midnight lunch dinner breakfast one two
    three four five six seven eight nine ten next last first second what when where who how which
    table appointment reservation booking party people person haircut everyone everybody us them
    him her fun business sure now then maybe perhaps some any all each hello hi hey dear mr mrs
    ms dr under name said right correct wrong about around after before running having hungry done
    why whatever nothing none nobody no january february march april june july august
    september october november december okay again soon angry upset unhappy married early mad
    able unable curious vegan vegetarian allergic christmas easter valentine's mother's new thai
    italian chinese indian mexican japanese french greek hm hmm um uh er ah oh eh well huh wow
    mon tue tues wed thu thurs fri sat sun jan feb mar apr jun jul aug sep sept oct nov dec because
    has have had if since will would can could as called inside outside
    thirty forty fifty sixty seventy eighty ninety hundred dollars bucks euros pounds protest
    duress god's gods sake husband wife son daughter mother father mom mum dad brother sister
    partner boyfriend girlfriend friend boss without
    """.split()  # noqa: SIM905 - as prose it can be read
)
LONGEST = 400
"""Characters that are read."""
_WORD = r"[^\W\d_](?:[^\W\d_]|['.-](?=[^\W\d_]))*"
_KIN = (
    "husband|wife|son|daughter|mother|father|mom|mum|dad|brother|sister|partner|boyfriend|"
    "girlfriend|friend|boss"
)
_SAID = re.compile(
    rf"\b(?:(?:my|the|her|his|full|first|last) name(?:'s| is| would be| will be)?|"
    rf"name(?:'s| is| of)|in the name(?: of)?|on the name(?: of)?|under(?: the name(?: of)?)?|"
    rf"for the name(?: of)?|"
    rf"(?:it's|its|it is|that's|make it) for|for (?=(?:mrs?|ms|dr)\b)|call me|i am called|"
    rf"booked (?:by|for)) (?:my (?:{_KIN}) )?(?P<name>{_WORD}(?: {_WORD}){{0,3}})",
    re.IGNORECASE,
)
_AM = re.compile(
    rf"\b(?:[Ii] am|[Ii]'m|[Ii]m|[Tt]his is|[Ii]t is|[Ii]t's) (?P<name>{_WORD}(?: {_WORD}){{0,3}})"
)
_FOR = re.compile(r"\bfor (?P<name>[A-Z][\w'-]+(?: [A-Z][\w'-]+)*)")
NO_NAME = re.compile(r"(?:ous|ing|ful|less|able|ible|ive|ated|ized|ised|rried|yed|ly)$")
"""How words end that are seldom names."""
_ANSWER = re.compile(
    rf"^(?:(?:yes|sure|ok|okay|um|uh|of course)[,.]? )*"
    rf"(?P<name>{_WORD}(?: {_WORD}){{0,3}})(?:,? please)?[.!]?$",
    re.IGNORECASE,
)
_AT = re.compile(
    r"\s+at\s+(?=[\w-]+(?:\s+dot\s+\w|\.[a-z]|\s*\.\s+(?:com|org|net|edu|co|uk|de)\b|"
    r"\s+\.\s*\w))|"
    r"\s*\(at\)\s*",
    re.IGNORECASE,
)
_NO_LOCAL = frozenset(
    """is it's its that's email e-mail mail address it me us my on and yes yeah no sure ok okay
    please to use by send under be um uh well so hi hello the here you at can with write name or
    i'm i am""".split()  # noqa: SIM905 - as prose it can be read
)
"""Words that end the spoken part of an address before "at", read backwards."""
_INTRODUCES = re.compile(r"(?:\bname(?:'s| is)|\bi(?:'m| am)|\bthis is)$", re.IGNORECASE)
_SIGNS = {"dot": ".", "point": ".", "underscore": "_", "dash": "-", "hyphen": "-", "plus": "+"}
_EMAIL = re.compile(r"[^\s@<>,;:]+@[^\s@<>,;:]+\.[^\s@<>,;:]+")


def find_email(text: str) -> str | None:
    """An address, written or spoken ("john dot smith at example dot com"), in normal form.

    Checked by email-validator without asking the network; None for none that can be.
    """
    found = _EMAIL.findall(_written(text[:LONGEST]))
    if not found:
        return None
    from email_validator import EmailNotValidError, validate_email

    for written in reversed(found):
        try:
            return validate_email(written.strip(".!?'\"()"), check_deliverability=False).normalized
        except (EmailNotValidError, UnicodeError):
            continue
    return None


def _written(text: str) -> str:
    """Spoken signs as signs, glued to their neighbours around an @."""
    *before, last = (_signed(part) for part in _AT.split(text))
    text = "@".join([*(_local(part) for part in before), last])
    return re.sub(r"\s*@\s*", "@", re.sub(r"(?<=@)([\w-]+)\s*\.\s*(?=\w)", r"\1.", text))


def _signed(text: str) -> str:
    for word, sign in _SIGNS.items():
        text = re.sub(rf"\s+{word}\s+", sign, text, flags=re.IGNORECASE)
    return text


def _ends(word: str) -> bool:
    return word.lower() in _NO_LOCAL or word[-1] in ",.;:!?"


def _local(text: str) -> str:
    """Text before a spoken "at", the words that belong to the address made one.

    "My email is mary ann.smith" has "maryann.smith"; after "my name is ann lee" only the last
    word is of the address.
    """
    words = text.split()
    first = len(words)
    while first and not _ends(words[first - 1]):
        first -= 1
    if _INTRODUCES.search(" ".join(words[:first])):
        first = max(first, len(words) - 1)
    if len(words) - first < 2:
        return text
    # Hyphens stay out of it: `in_digits` takes them for blanks.
    parts = re.split(r"(-)", " ".join(words[first:]))
    local = "".join(in_digits(part) for part in parts).replace(" ", "")
    return " ".join([*words[:first], local])


def without_email(text: str) -> str:
    """The text with a bar for every address: its digits are no phone number."""
    return _EMAIL.sub(" | ", _written(text[:LONGEST]))


def find_name(text: str, *, bare: bool = False) -> str | None:
    """A name as it was said to be one; `bare` takes a short answer for a name.

    "This is" and "I'm" give a name where it has a capital or a name was asked for: they begin
    complaints as well. A name of small letters, as a recogniser writes it, gets its capitals.
    """
    text = unspelled(text[:LONGEST].replace("\u2019", "'"))
    found = [match["name"] for match in _SAID.finditer(text)]
    found += [match["name"] for match in _FOR.finditer(text)]
    for match in _AM.finditer(text):
        name = match["name"]
        if name[0].isupper() or (bare and not NO_NAME.search(name.split()[0].lower())):
            found.append(name)
    is_answer = bare and not found and not is_yes(plain(text))
    if is_answer and (match := _ANSWER.match(text.strip())):
        found = [match["name"]]
    for name in reversed(found):
        if kept := _kept(name):
            return kept
    return None


def leading_name(text: str) -> str | None:
    """The name that a message of several parts begins with: "Ann Lee, Friday at eleven"."""
    first, comma, _ = text.strip().partition(",")
    words = first.split()
    if not comma or not 2 <= len(words) <= 3 or words[0].casefold() not in GIVEN:
        return None
    name = _kept(first) if _ANSWER.match(first) else None
    return name if name and name.casefold() == first.casefold() else None


def _kept(name: str) -> str | None:
    """The words up to the first that belongs to no name."""
    words: list[str] = []
    for word in name.split():
        if word.lower().strip(".'") in _NOT_NAMES:
            if words or word.lower().strip(".") not in ("mr", "mrs", "ms", "dr"):
                break
            continue
        words.append(word)
    kept = " ".join(words)[:80]
    return (kept.title() if kept.islower() else kept) or None
