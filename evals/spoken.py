"""Written text as the words that are said: "2:30pm" is "two thirty pm", "3rd" is "third".

Language models of speech recognisers know words only, in lower case; see the text
clean-up step of the CMU Sphinx tutorial, "Building a language model".
"""

import re
import unicodedata

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_UNIT = dict(enumerate(_UNITS.split()))
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_TEN = dict(enumerate(_TENS.split(), 2))
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_READ_AS_ONE_NUMBER = 9_999

_WRITTEN = (
    (re.compile(r"[\u2018\u2019\u02bc]"), "'"),
    (re.compile(r"\b([ap])\.? ?m\b\.?"), r"\1m"),
    (re.compile(r"\be-mail"), "email"),
    (re.compile(r"\bdr\b\.?"), "doctor"),
    (re.compile(r"\bo' ?clock\b"), "o'clock"),
    (re.compile(r"(?<=\d),(?=\d{3})"), ""),
    (re.compile(r"(?<=\d)%"), " percent"),
    (re.compile(r"\$(\d+)\b"), r"\1 dollars"),
    (re.compile(r"\u00a3(\d+)\b"), r"\1 pounds"),
    (re.compile(r"\u20ac(\d+)\b"), r"\1 euros"),
    (re.compile(r"&"), " and "),
)
_CLOCK = re.compile(r"\b(\d{1,2})[:.]([0-5]\d)(?!\d)")
_ORDINAL = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b")
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[a-z']+")


def spoken(text: str) -> list[str]:
    """The words of a text as one says them, in lower case; apostrophes within a word stay."""
    text = text.lower()
    for pattern, replacement in _WRITTEN:
        text = pattern.sub(replacement, text)
    text = _CLOCK.sub(lambda match: f" {_clock(int(match[1]), match[2])} ", text)
    text = _ORDINAL.sub(lambda match: f" {_ordinal(int(match[1]))} ", text)
    text = _NUMBER.sub(lambda match: f" {_number(match[0])} ", text)
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    # At the end of a word it is a quotation mark, or has no sound ("friends'").
    return [word for found in _WORD.findall(plain) if (word := found.strip("'"))]


def _clock(hour: int, minutes: str) -> str:
    if minutes == "00":
        return _cardinal(hour)
    return f"{_cardinal(hour)} {'oh ' if minutes[0] == '0' else ''}{_cardinal(int(minutes))}"


def _ordinal(number: int) -> str:
    *start, last = _cardinal(number).split()
    if last.endswith("ty"):
        last = last[:-1] + "ieth"
    return " ".join([*start, _ORDINALS.get(last, last if last.endswith("th") else last + "th")])


def _number(digits: str) -> str:
    """A short number as a number, a long one (a telephone number) digit by digit."""
    if int(digits) > _READ_AS_ONE_NUMBER or digits[0] == "0" != digits:
        return " ".join("oh" if digit == "0" else _UNIT[int(digit)] for digit in digits)
    return _cardinal(int(digits))


def _cardinal(number: int) -> str:
    """A number below ten thousand in words."""
    if number < 20:
        return _UNIT[number]
    for size, name in ((1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = f" {_cardinal(number % size)}" if number % size else ""
            return f"{_cardinal(number // size)} {name}{rest}"
    return _TEN[number // 10] + (f" {_UNIT[number % 10]}" if number % 10 else "")
