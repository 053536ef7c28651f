"""A responder that is a language model, heard sentence by sentence."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from core.deadline import left
from core.errors import VendorError
from core.seams import Brief, Sentence
from providers.chat.cutting import Cutter
from providers.chat.extractive import REPLY_LIMIT
from providers.chat.phrases import NOT_HEARD, pick
from providers.chat.speech import shortened
from providers.llm.prompts import reply_messages
from providers.vendor_errors import vendor_error

if TYPE_CHECKING:
    from providers.llm.models import Chat

STALL = 0.4
"""Share of what is left of the turn's deadline that a model may be silent, before its first token
and between two."""

TAIL = 1.0
"""Seconds for what may follow the last word: usage, and the end of the stream."""

LEAST_ROOM = 40
"""Characters of the limit under which no further sentence is begun."""


class LLMResponder:
    """Streams a reply and yields each sentence as it is finished, up to `REPLY_LIMIT`.

    Raises VendorError when the model fails, is silent for `stall` seconds (its timeout if None)
    or for too much of the turn's deadline, says nothing ("protocol"), or the line breaks; what
    was said before stands. A stream that ends as HTTP has it is whole, whether or not it gives
    a reason; nothing after the reason matters.
    """

    def __init__(self, chat: "Chat", stall: float | None = None) -> None:
        self._chat = chat
        self._stall = chat.timeout if stall is None else stall
        self._thinks = False

    async def respond(self, brief: Brief) -> AsyncIterator[Sentence]:
        if not brief.transcript.strip():
            yield Sentence(pick(NOT_HEARD, brief.window))
            return
        room = REPLY_LIMIT
        async with aclosing(self._sentences(brief)) as sentences:
            async for sentence in sentences:
                text = shortened(sentence.text, room)
                yield Sentence(text, sentence.cites, sentence.gap)
                room -= len(text) + 1
                if room < LEAST_ROOM:
                    return
        if room == REPLY_LIMIT:
            raise VendorError(f"{self._chat.vendor} gave an empty answer", "protocol")

    async def _sentences(self, brief: Brief) -> AsyncGenerator[Sentence]:
        marks = {passage["id"]: f"p{n}" for n, passage in enumerate(brief.passages, start=1)}
        cutter = Cutter({mark: passage for passage, mark in marks.items()}, self._thinks)
        async with aclosing(self._chunks(brief, marks)) as chunks:
            async for chunk in chunks:
                for sentence in cutter.feed(chunk.text):
                    yield sentence
                self._thinks = cutter.thinks
        for sentence in cutter.finish():
            yield sentence
        self._thinks = cutter.thinks

    async def _chunks(self, brief: Brief, marks: dict[str, str]) -> AsyncGenerator[Any]:
        stream: Any = self._chat.model.astream(reply_messages(brief, marks))
        ended = False
        try:
            async with aclosing(stream):
                while True:
                    silence = min(self._stall, STALL * left())
                    async with asyncio.timeout(min(TAIL, silence) if ended else silence):
                        chunk = await anext(stream, None)
                    if chunk is None:
                        return
                    yield chunk
                    ended = ended or bool(chunk.response_metadata.get("finish_reason"))
        except Exception as error:
            if ended:
                return
            # What a vendor says of its failure may repeat what the caller said.
            raise vendor_error(self._chat.vendor, error) from None
