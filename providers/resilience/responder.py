"""Replies that outlive the service that writes them."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from time import perf_counter

from core.deadline import whole
from core.errors import BusyError, VendorError
from core.seams import Brief, Responder, Sentence
from providers.resilience.chain import Chain
from providers.resilience.health import Health
from providers.resilience.service import Service

CLOSING = "I'm sorry, I lost the rest of that. Please ask me again if something is missing."

STALLED = 0.4
"""Share of the turn's deadline that a sentence after the first may take."""


class FallbackResponder:
    """Until its first sentence a vendor can be replaced by the next, and nobody hears it.

    After that, what was said stays said. The embedded responder does not finish it: it
    would answer the same question in other words, and the caller would hear the answer
    twice. One sentence closes the reply instead. To its breaker a service has answered when
    the reply is whole, for many a fault comes after the first sentence. None is asked where
    nothing was heard.
    """

    def __init__(self, candidates: Sequence[tuple[str, Responder]], health: Health) -> None:
        self._chain = Chain("respond", candidates, health, share=0.4)

    async def respond(self, brief: Brief) -> AsyncIterator[Sentence]:
        heard = brief.transcript.strip()
        for service, responder in self._chain.in_time() if heard else ():
            try:
                first, rest = await service.call(
                    lambda responder=responder: _begun(responder, brief),
                    self._chain.limit(),
                    whole=False,
                )
            except (VendorError, BusyError) as error:
                self._chain.failed(service, error)
                continue
            told = False
            try:
                yield first
                while (sentence := await _next(service, rest)) is not None:
                    yield sentence
                told = True
                service.breaker.succeeded()
            except VendorError as error:
                told = True
                self._chain.failed(service, error)
                yield Sentence(CLOSING)
            finally:
                if not told:
                    service.breaker.released()
                await _close(rest)
            return
        async for sentence in self._chain.embedded.respond(brief):
            yield sentence


async def _begun(responder: Responder, brief: Brief) -> tuple[Sentence, AsyncIterator[Sentence]]:
    """The first sentence, and the stream of those after it."""
    stream = responder.respond(brief)
    try:
        first = await anext(stream, None)
        if first is None:
            raise VendorError("The reply is empty", "protocol")
    except BaseException:
        await _close(stream)
        raise
    return first, stream


async def _next(service: Service, stream: AsyncIterator[Sentence]) -> Sentence | None:
    began = perf_counter()
    try:
        async with asyncio.timeout(STALLED * whole()):
            return await anext(stream, None)
    except Exception as error:
        raise service.failed(error, perf_counter() - began) from error


async def _close(stream: AsyncIterator[Sentence]) -> None:
    """Let go of the connection at once, not when the stream is collected."""
    if isinstance(stream, AsyncGenerator):
        await stream.aclose()
