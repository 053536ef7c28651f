"""Phone numbers as speech recognition and people write them."""

import re
from dataclasses import dataclass

from providers.booking.contact import without_email
from providers.booking.numbers import in_digits

_DATED = re.compile(r"\b\d{4}-\d\d?-\d\d?\b|\b\d\d?/\d\d?/\d+\b|\b\d\d?:\d\d\b")
"""Dates and times, which are no part of a phone number."""
_SEPARATED = re.compile(r"(?<=\d)[-.() /]+(?=[\d(])|[()]")
_AT_HOUR = re.compile(r"(?<!\bme )(?<!\bus )(?<!\breached )\b(?:at|around|by) $")
_TIMES = {"double": 2, "triple": 3}


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as E.164, and its `digits` as they were said."""

    number: str
    digits: str

    def cut(self, said: str) -> str:
        """The text, plain, without the number: what is left may name a day or time."""
        for run in reversed(_runs(said)):
            for first in range(len(run)):
                if _digits(run[first:]) == self.digits:
                    return " ".join(f"{said[: run[first].start]} {said[run[-1].end :]}".split())
        # Not found again, its digits could be taken for a time.
        return " ".join(re.sub(r"\d\S*", " ", said).split())


@dataclass(frozen=True, slots=True)
class _Token:
    """Digits of a run, and their span in the text."""

    digits: str
    start: int
    end: int


def find_phone(text: str, region: str = "US") -> str | None:
    """A possible phone number as E.164; one without a country code is of `region`.

    Reads "five five five one two three four", "double four" and "oh" as digits; a number must
    have seven digits or more, be no part of an e-mail address, and be one that phonenumbers
    takes for possible.
    """
    phone = phone_in(text, region)
    return phone.number if phone else None


def phone_in(text: str, region: str = "US") -> Phone | None:
    """As `find_phone`; the hour of "at 11, 415 555 2671" is no part of the number."""
    said = in_digits(without_email(text))
    for run in reversed(_runs(said)):
        for tokens in _readings(said, run):
            if number := _possible(_written_out(said, tokens), region):
                return Phone(number, _digits(tokens))
    return None


def _possible(written: str, region: str) -> str | None:
    import phonenumbers

    if not 7 <= len(written.lstrip("+")) <= 15:
        return None
    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _readings(said: str, run: list[_Token]) -> list[list[_Token]]:
    """The run, and without the hour or the hour and minutes that it may begin with."""
    is_hour = len(run[0].digits) <= 2 and _AT_HOUR.search(said[: run[0].start])
    return [run[1:], run, run[2:]] if is_hour and len(run) > 2 else [run]


def _written_out(said: str, run: list[_Token]) -> str:
    plus = re.search(r"(?:\+|\bplus) ?$", said[: run[0].start])
    return f"{'+' if plus else ''}{_digits(run)}"


def _digits(run: list[_Token]) -> str:
    return "".join(token.digits for token in run)


def _runs(said: str) -> list[list[_Token]]:
    """Runs of seven digits or more, spoken or written, in text in digits."""
    runs: list[list[_Token]] = [[]]
    times, start = 1, 0
    # As long as before, so that the spans stay right.
    said = _DATED.sub(lambda match: "|" * len(match[0]), said)
    said = _SEPARATED.sub(lambda match: " " * len(match[0]), said)
    for match in re.finditer(r"\+|\w+|\S", said):
        token = match[0]
        start = match.start() if times == 1 else start
        if token in _TIMES:
            times = _TIMES[token]
        elif token.isdecimal() or token in ("oh", "o"):
            digits = token if token.isdecimal() else "0"
            runs[-1].append(_Token(digits * times, start, match.end()))
            times = 1
        elif token not in ("-", ".", ",", "and"):
            runs.append([])
            times = 1
    return [run for run in runs if len(_digits(run)) >= 7]
