"""A responder that can be predicted word for word."""

from collections.abc import AsyncIterator

from core.seams import Brief, Sentence
from providers.chat.speech import shortened, spoken


class FakeResponder:
    """Repeats what was said; cites the first passage, or reports a gap when there is none."""

    async def respond(self, brief: Brief) -> AsyncIterator[Sentence]:
        heard = shortened(spoken(brief.transcript), 200) or "nothing"
        yield Sentence(f"You said: {heard}")
        if brief.booking["status"] != "none":
            yield Sentence(f"Booking: {brief.booking['status']}.")
        if not brief.passages:
            yield Sentence("I have nothing on that.", gap=True)
            return
        first = brief.passages[0]
        text = shortened(spoken(first["text"]), 200) or "an empty passage"
        yield Sentence(f"I know: {text}", cites=first["id"])
