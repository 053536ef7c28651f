"""What a client recorded, as the plain WAV that every recogniser takes. Runs in a worker."""

import io
import wave
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from providers.audio import Samples


def normalised(audio: bytes) -> tuple[bytes, float]:
    """A WAV file (16-bit PCM, mono, 16 kHz), b"" if it is silent, and the length in seconds.

    Raises what `providers.audio.decode` raises, so that bad audio is refused here and never
    sent on.
    """
    from providers.audio import RATE, decode
    from providers.silence import is_silent

    samples, seconds = decode(audio)
    return b"" if is_silent(samples, RATE) else _wav(samples, RATE), seconds


def _wav(samples: "Samples", rate: int) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(rate)
        writer.writeframes((samples * 32767).astype("<i2").tobytes())
    return file.getvalue()
