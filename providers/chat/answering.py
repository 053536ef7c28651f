"""Which facts to say for a question, given what was said before and how it was taken."""

import re
from collections.abc import Sequence

from core.seams import Sentence
from core.state import Passage, PastTurn
from providers.chat.phrases import AGAIN, EXHAUSTED, GAP, OTHERWISE, pick
from providers.chat.ranking import THRESHOLD, Ranked
from providers.chat.sentences import Unit, units
from providers.chat.speech import shortened
from providers.chat.topics import PHONE_NUMBER

DETAIL = 0.3
"""A sentence of the same passage scoring from here on belongs to a fuller answer."""

FACT_LIMIT = 230
"""Characters of one fact; three and a frame stay under 800, and two under 500."""

_CONTACT = re.compile(r"\b(?:phone|tel|call|reach|mobile|whatsapp)", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W_]+")


def facts(
    ranked: Sequence[Ranked],
    asked: frozenset[str],
    window: Sequence[PastTurn],
    *,
    most: int,
    anew: bool,
) -> list[Sentence]:
    """The best sentence, one more for each other topic asked, and details up to `most`.

    `anew` says that the caller was not helped by what was said, so nothing of it is said
    again. Without any fact the list is empty.
    """
    good = [entry for entry in ranked if entry.score >= THRESHOLD]
    if not good:
        return []
    best = good[0]
    said = _squeezed(" ".join(turn["reply"] for turn in window))
    repeated = _squeezed(best.unit.text) in said
    if repeated and not anew:
        return [_cited(best.unit, f"{pick(AGAIN, window)} {best.unit.text}")]
    chosen = [] if repeated else [best.unit]
    covered = best.topics
    for entry in ranked[1:]:
        wanted = entry.topics & (asked - covered) and entry.score >= DETAIL
        detail = len(chosen) < most and most > 1 and _belongs(entry, best)
        if len(chosen) < 3 and (wanted or detail) and _is_new(entry.unit, chosen, said, anew):
            chosen.append(entry.unit)
            covered |= entry.topics
    return [_cited(unit, unit.text) for unit in chosen]


def lacking(
    passages: Sequence[Passage], window: Sequence[PastTurn], *, known: bool
) -> list[Sentence]:
    """An honest no, with a number to call where there is one.

    `known` says that the business's text has something on it, all of it said before.
    """
    text = pick(EXHAUSTED if known else GAP, window)
    return [Sentence(text, gap=True), Sentence(elsewhere(passages, window))]


def elsewhere(passages: Sequence[Passage], window: Sequence[PastTurn]) -> str:
    """Where else the caller may turn: the phone number, unless that was the last advice."""
    number = phone_number(passages)
    offer = f"You can reach the team on {number}."
    if number and not (window and offer in window[-1]["reply"]):
        return offer
    return pick(OTHERWISE, window)


def phone_number(passages: Sequence[Passage]) -> str | None:
    """The business's number: what a phone line holds, else the first; never an emergency's."""
    lines = [unit for passage in passages for unit in units(passage)]
    lines = [unit for unit in lines if "emergency" not in unit.text.lower()]
    lines.sort(key=lambda unit: not _CONTACT.search(unit.context))
    for unit in lines:
        if _CONTACT.search(f"{unit.context} {unit.text}"):
            found = PHONE_NUMBER.search(unit.text)
            if found:
                return found[0].strip(" .")
    return None


def _belongs(entry: Ranked, best: Ranked) -> bool:
    if entry.unit.passage == best.unit.passage and entry.score >= DETAIL:
        return True
    return entry.score >= THRESHOLD or bool(entry.around & (best.topics | best.around))


def _is_new(unit: Unit, chosen: Sequence[Unit], said: str, anew: bool) -> bool:
    text = _squeezed(unit.text)
    others = [_squeezed(other.text) for other in chosen]
    if any(text in other or other in text for other in others):
        return False
    return not (anew and text in said)


def _cited(unit: Unit, text: str) -> Sentence:
    return Sentence(shortened(text, FACT_LIMIT), cites=unit.passage)


def _squeezed(text: str) -> str:
    """Letters and digits only, so that punctuation never makes a repeated fact look new."""
    return " ".join(_LETTERS.findall(text.lower()))
