"""What a client recorded, as the plain WAV that every recogniser takes. Runs in a worker."""

import io
import wave

from providers.audio import RATE, Samples, decode
from providers.silence import is_silent


def normalised(audio: bytes) -> tuple[bytes, float]:
    """A WAV file (16-bit PCM, mono, 16 kHz), b"" if it is silent, and the length in seconds.

    Raises what `decode` raises, so that bad audio is refused here and never sent on.
    """
    samples, seconds = decode(audio)
    return b"" if is_silent(samples, RATE) else _wav(samples), seconds


def _wav(samples: Samples) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(RATE)
        writer.writeframes((samples * 32767).astype("<i2").tobytes())
    return file.getvalue()
