"""The voice of one turn in the plain dialect: sentences spoken as they come, sent as one MP3."""

import asyncio

from core.moods import Style
from core.seams import TextToSpeech


class GatheredVoice:
    """Implements `Voice`; `audio` holds the whole reply once `finish` has returned."""

    def __init__(self, tts: TextToSpeech) -> None:
        self._tts = tts
        self._pieces: list[asyncio.Task[bytes]] = []
        self.audio = b""

    async def say(self, text: str, style: Style) -> None:
        self._pieces.append(asyncio.create_task(self._tts.synthesize(text, style)))

    async def finish(self) -> int:
        """Raises what the synthesis raised, once every piece is done."""
        pieces = await asyncio.gather(*self._pieces, return_exceptions=True)
        for piece in pieces:
            if isinstance(piece, BaseException):
                raise piece
            self.audio += piece
        return len(self.audio)
