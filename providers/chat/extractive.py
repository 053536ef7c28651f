"""A responder without a language model: the business's own sentences, framed for the mood."""

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from core.moods import is_negative
from core.seams import Brief, Sentence
from providers.chat.answering import facts, lacking
from providers.chat.booking_talk import booking_words, inquires, interrupts, is_open, taken_up
from providers.chat.framing import frame, sore_before
from providers.chat.intent import Message, understand
from providers.chat.own_appointments import own_appointments
from providers.chat.phrases import APOLOGY, pick
from providers.chat.ranking import Ranker
from providers.chat.small_talk import small_talk
from providers.chat.speech import shortened, spoken
from providers.chat.topics import asked, specifics

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

REPLY_LIMIT = 600
"""Characters of a whole reply: about 40 seconds of speech."""

_UPSET = ("complaint", "resigned")


class ExtractiveResponder:
    """Answers with sentences of the brief's passages; says so when they hold no answer.

    What callers and businesses wrote is only ever compared and quoted, never followed.
    """

    def __init__(self, embeddings: "Embeddings") -> None:
        self._ranker = Ranker(embeddings)

    async def respond(self, brief: Brief) -> AsyncIterator[Sentence]:
        room = REPLY_LIMIT
        for sentence in await self._reply(brief):
            if room < 40:
                return
            text = shortened(spoken(sentence.text), room)
            room -= len(text) + 1
            yield Sentence(text, sentence.cites, sentence.gap)

    async def _reply(self, brief: Brief) -> list[Sentence]:
        if told := own_appointments(brief):
            is_asked = is_open(brief.booking)
            return [*map(Sentence, told), *([_taken_up(brief)] if is_asked else [])]
        message = understand(brief.transcript)
        booking = [Sentence(text) for text in booking_words(brief, message.kind)]
        if booking:
            if message.kind in ("identity", "wellbeing") and is_open(brief.booking):
                first = small_talk(message.kind, brief)[0]
                return [Sentence(first.removesuffix(" How can I help you?")), _taken_up(brief)]
            if message.kind == "question" and interrupts(brief.booking, brief.transcript):
                answer = await self._answer(brief, message.query)
                if not answer[0].gap or inquires(brief.transcript):
                    return [*answer[: 1 if answer[0].gap else 2], _taken_up(brief)]
            return booking
        return await self._talk(brief, message)

    async def _talk(self, brief: Brief, message: Message) -> list[Sentence]:
        upset = is_negative(brief.mood["sentiment"])
        if message.kind == "question":
            return await self._answer(brief, message.query)
        if message.kind == "statement" and not upset:
            answer = await self._answer(brief, message.query)
            if any(sentence.cites for sentence in answer):
                return answer
        kind = message.kind
        if upset and kind in ("thanks", "fine", "no"):
            kind = "complaint"
        if (kind in _UPSET or (upset and kind == "statement")) and (
            answer := await self._retry(brief)
        ):
            return answer
        return [Sentence(text) for text in small_talk(kind, brief)]

    async def _answer(self, brief: Brief, query: str) -> list[Sentence]:
        """The answer to a question, or an honest gap."""
        upset = is_negative(brief.mood["sentiment"])
        sore = sore_before(brief, query)
        careful = upset or sore or (brief.opening == "repair" and not brief.window)
        query = _in_context(query, brief)
        ranked = await asyncio.to_thread(self._ranker.rank, query, brief.passages)
        prices = "price" in asked(query) and not specifics(query)
        most = 3 if prices else 2 if careful else 1
        found = facts(ranked, asked(query), brief.window, most=most, anew=upset)
        if not found:
            known = bool(facts(ranked, frozenset(), (), most=1, anew=False))
            return lacking(brief.passages, brief.window, known=known)
        opening = frame(brief, full=len(found) > 1, sore=sore)
        return [Sentence(opening), *found] if opening else found

    async def _retry(self, brief: Brief) -> list[Sentence]:
        """The last question of the window once more, without what was said before."""
        for turn in reversed(brief.window):
            message = understand(turn["transcript"])
            if message.kind == "question":
                ranked = await asyncio.to_thread(self._ranker.rank, message.query, brief.passages)
                topics = asked(message.query)
                found = facts(ranked, topics, brief.window, most=2, anew=True)
                return [Sentence(pick(APOLOGY, brief.window)), *found] if found else []
        return []


def _taken_up(brief: Brief) -> Sentence:
    return Sentence(taken_up(brief))


def _in_context(query: str, brief: Brief) -> str:
    """ "And on Sunday?" is asked together with the question before it."""
    words = query.lower().split()
    if (service := brief.booking.get("service")) and {"it", "that", "this"} & set(words):
        return f"{query} {service}"
    leans = words[:1] == ["and"] or words[:2] in (["what", "about"], ["how", "about"])
    if leans and brief.window:
        return f"{query} {brief.window[-1]['transcript']}"
    return query
