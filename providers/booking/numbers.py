"""Number words as speech recognition writes them, turned into digits."""

import re

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_CARDINAL = {word: number for number, word in enumerate(_UNITS.split())}
_ORDINAL = {word: number for number, word in enumerate(_ORDINALS.split())} | {"thirtieth": 30}
_TENS = {
    word: 10 * tens
    for tens, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
    )
}
_HOMOPHONE = re.compile(r"\b(to|too)(?= (?:[ap]\.? ?m\b|o'? ?clock|thirty\b|fifteen\b))")
_MERIDIEM = re.compile(r"\b([ap])\.? ?m\b\.?")
_OH = re.compile(r"\b(?:oh|o) (?=[1-9]\b)")
_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)?|[^\w\s]|_")


_PUNCTUATION = re.compile(r"[^\w\s':/.$-]|\.(?=\s|$)")


def plain(text: str) -> str:
    """`in_digits` without what punctuates: "On Friday, at two." is "on friday at 2"."""
    return " ".join(_PUNCTUATION.sub(" ", in_digits(text)).split())


def in_digits(text: str) -> str:
    """Lower-case text, tokens apart by one blank: "two thirty p m" is "2 30 pm".

    "twenty first" is "21st", "nine oh five" is "9 05"; a clock time as typed ("2:30") and
    a date ("2026-12-01", "12/1") keep their form.
    """
    text = _HOMOPHONE.sub("two", text.lower().replace("\u2019", "'"))
    text = re.sub(r"(?<=\d)(?=[ap]\.? ?m\b)", " ", text)
    text = _MERIDIEM.sub(r"\1m", text)
    text = re.sub(r"\bo['\"` ]*clock\b", "oclock", text)
    text = re.sub(r"(?<=[a-z])-(?=[a-z])", " ", text)
    words: list[str] = []
    tens = 0
    for word in _TOKEN.findall(text):
        if tens:
            words.append(_joined(tens, word))
            tens = 0
        elif word in _TENS:
            tens = _TENS[word]
        else:
            words.append(_one(word))
    if tens:
        words.append(str(tens))
    text = re.sub(r"(?<=\d) ([:/-]) (?=\d)", r"\1", " ".join(words))
    return _OH.sub("0", text)


def _joined(tens: int, word: str) -> str:
    unit, ordinal = _CARDINAL.get(word, 0), _ORDINAL.get(word, 0)
    if 1 <= unit <= 9:
        return str(tens + unit)
    if 1 <= ordinal <= 9:
        return _suffixed(tens + ordinal)
    return f"{tens} {_TENS.get(word) or _one(word)}"


def _one(word: str) -> str:
    if word in _CARDINAL:
        return str(_CARDINAL[word])
    return _suffixed(_ORDINAL[word]) if word in _ORDINAL else word


def _suffixed(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number // 10 != 1 else 0, "th")
    return f"{number}{ending}"
