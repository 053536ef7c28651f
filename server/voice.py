"""The voice of one turn in the plain dialect: sentences spoken as they come, sent as one MP3."""

import asyncio
from contextlib import nullcontext

from core.deadline import deadline, whole
from core.degradation import Notes, collecting
from core.moods import Style
from core.seams import TextToSpeech


class GatheredVoice:
    """Implements `Voice`; `audio` holds the whole reply once `finish` has returned."""

    streams = False

    def __init__(self, tts: TextToSpeech) -> None:
        self._sound = Sound(tts, self.streams)
        self._pieces: list[asyncio.Task[bytes]] = []
        self.audio = b""

    async def say(self, text: str, style: Style) -> None:
        self._pieces.append(asyncio.create_task(self._sound.of(text, style)))

    async def finish(self) -> int:
        """Raises what the synthesis raised, once every piece is done."""
        pieces = await asyncio.gather(*self._pieces, return_exceptions=True)
        self._sound.notes.hand_over()
        spoken = b""
        for piece in pieces:
            if isinstance(piece, BaseException):
                raise piece
            spoken += piece
        self.audio = spoken
        return len(self.audio)

    def stop(self) -> None:
        """Give up what is not spoken yet, when the turn itself came to nothing."""
        for piece in self._pieces:
            piece.cancel()


class Sound:
    """Makes the sound of one turn's sentences.

    What its services did wrong stays in `notes` until someone waits for the voice: the node
    that wrote the sentence may have ended before its sound was made.
    """

    def __init__(self, tts: TextToSpeech, streams: bool) -> None:
        self._tts, self._streams = tts, streams
        self._spoke = False
        self.notes = Notes()

    async def of(self, text: str, style: Style) -> bytes:
        """The turn's deadline is for its first sound; what `streams` after that has as long again.

        Where nothing is heard before all is spoken, it is for the last as for the first.
        """
        again = deadline(whole()) if self._spoke and self._streams else nullcontext()
        with collecting(self.notes), again:
            audio = await self._tts.synthesize(text, style)
        self._spoke = True
        return audio
