"""A scripted ear, for tests."""

from collections.abc import Iterable

from core.errors import AudioEmptyError, AudioError
from core.seams import Transcript

SAY = b"say:"
_CONTAINERS = (b"RIFF", b"OggS", b"fLaC", b"\x1aE\xdf\xa3")


def said(text: str) -> bytes:
    """Audio that FakeSTT hears as `text`."""
    return SAY + text.encode()


class FakeSTT:
    """Hears `say:...` as the words after it, and real recordings as the script's next line.

    When the script is used up, a recording is silence: an empty text. Every word is
    0.4 seconds long.
    """

    def __init__(self, script: Iterable[str] = (), confidence: float = 0.9) -> None:
        self._script = iter(script)
        self._confidence = confidence

    async def transcribe(self, audio: bytes, hint: str = "") -> Transcript:
        if not audio:
            raise AudioEmptyError("The audio is empty.")
        if audio.startswith(SAY):
            text = audio.removeprefix(SAY).decode()
        elif audio.startswith(_CONTAINERS):
            text = next(self._script, "")
        else:
            raise AudioError("The audio could not be read.")
        return Transcript(text, self._confidence if text else 0.0, 0.4 * len(text.split()))
