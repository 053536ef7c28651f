"""A caller who talks with a responder, so that tests read as screenplays."""

from collections.abc import Sequence

from core.appointments import BookingDraft, no_booking
from core.deadline import deadline
from core.moods import BY_NAME, style_for
from core.outcomes import Strategy
from core.seams import Brief, Responder, Sentence
from core.state import Moment, MoodReading, Passage, PastTurn
from tests.vendors.patience import PATIENT


def reading(mood: str = "neutral") -> MoodReading:
    """A sure reading with the mood's usual sentiment."""
    return {"mood": mood, "sentiment": BY_NAME[mood].middle, "confidence": 1.0, "scores": {}}


def passages(*texts: str) -> list[Passage]:
    return [{"id": f"p{n}", "text": text, "score": 0.0} for n, text in enumerate(texts)]


async def replied(responder: Responder, brief: Brief) -> list[Sentence]:
    """All of the reply, within a deadline that no machine is too slow for."""
    with deadline(10 * PATIENT):
        return [said async for said in responder.respond(brief)]


class Caller:
    """One session: each message is answered with the window of those before it."""

    def __init__(self, responder: Responder, texts: Sequence[str]) -> None:
        self._responder = responder
        self._passages = passages(*texts)
        self.window: list[PastTurn] = []
        self.said: list[Sentence] = []

    async def says(
        self,
        text: str,
        mood: str = "neutral",
        *,
        booking: BookingDraft | None = None,
        opening: Strategy | None = None,
        moments: Sequence[Moment] = (),
    ) -> str:
        brief = Brief(
            text,
            reading(mood),
            style_for(mood),
            self._passages,
            moments,
            list(self.window),
            booking or no_booking(),
            None if self.window else opening,
        )
        self.said = await replied(self._responder, brief)
        reply = " ".join(sentence.text for sentence in self.said)
        cites = any(said.cites for said in self.said)
        self.window.append(
            {
                "id": str(len(self.window)),
                "transcript": text,
                "reply": reply,
                "mood": mood,
                "sentiment": BY_NAME[mood].middle,
                "answered": True if cites else False if self.gap else None,
            }
        )
        return reply

    @property
    def gap(self) -> bool:
        return any(said.gap for said in self.said)
