"""Speech as the MP3 that all voices share: 24 kHz, mono, 48 kbit/s.

That is what the edge service sends, so that a reply may change its voice in the middle.
Runs in a worker process, never in the server.
"""

from typing import Protocol, cast

RATE = 24_000
"""Hz."""

_KBIT_PER_SECOND = 48
_LAME_QUALITY = 5


class _Encoder(Protocol):
    """What we use of the untyped `lameenc.Encoder`."""

    def silence(self) -> None: ...
    def set_channels(self, channels: int) -> None: ...
    def set_in_sample_rate(self, rate: int) -> None: ...
    def set_out_sample_rate(self, rate: int) -> None: ...
    def set_bit_rate(self, kbit_per_second: int) -> None: ...
    def set_quality(self, quality: int) -> None: ...
    def encode(self, pcm: bytes) -> bytes: ...
    def flush(self) -> bytes: ...


def encoded(pcm: bytes, rate: int) -> bytes:
    """MP3 frames of mono 16-bit PCM at `rate` Hz, without a header that says how many."""
    import lameenc

    encoder = cast(_Encoder, lameenc.Encoder())
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(rate)
    encoder.set_out_sample_rate(RATE)
    encoder.set_bit_rate(_KBIT_PER_SECOND)
    encoder.set_quality(_LAME_QUALITY)
    return bytes(encoder.encode(pcm)) + bytes(encoder.flush())


def reencoded(audio: bytes) -> bytes:
    """Any recording (WAV, MP3 of another rate, Opus) as such frames.

    Raises AudioError for bytes that are no audio, as `providers.audio.decode` does.
    """
    from providers.audio import RATE as DECODED_RATE
    from providers.audio import decode

    samples, _ = decode(audio)
    return encoded((samples * 32767).astype("<i2").tobytes(), DECODED_RATE)
