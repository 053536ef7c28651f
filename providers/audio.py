"""Any recording a client may send, as the samples a recogniser wants.

Runs in a worker process, never in the server: decoders may crash or hang on hostile
bytes. The guards follow what was measured on mutated files: without a list of allowed
formats FFmpeg probes playlists and descriptions and blocks, and without limits on rate,
channels and length a small file can cost minutes and gigabytes.
"""

import io
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from core.errors import AudioEmptyError, AudioError, TooLargeError
from providers.wav_header import with_true_length

if TYPE_CHECKING:
    from av.container import InputContainer

Samples = NDArray[np.float32]
"""Mono, in [-1, 1]."""

RATE = 16_000
"""Hz, of everything decoded."""

MAX_SECONDS = 60
_RATES = range(4_000, 192_001)
_CHANNELS = range(1, 9)
_SOUNDFILE_FORMATS = {"WAV", "WAVEX", "RF64", "W64", "AIFF", "AU", "CAF", "FLAC", "OGG", "MP3"}
_FFMPEG_FORMATS = "wav,ogg,matroska,webm,mov,mp4,m4a,mp3,aac,flac"

_NOT_AUDIO = "The audio could not be read: send WAV, FLAC, Ogg, MP3, WebM or MP4."


def decode(data: bytes) -> tuple[Samples, float]:
    """Decode to mono at 16 kHz; returns the samples and the length in seconds.

    Raises AudioEmptyError for no bytes or no samples, AudioError for bytes that are no
    audio or have a rate or number of channels out of bounds, TooLargeError past a minute.
    """
    if not data:
        raise AudioEmptyError("The audio is empty.")
    read = _read_soundfile(with_true_length(data)) or _read_ffmpeg(data)
    if read is None:
        raise AudioError(_NOT_AUDIO)
    samples, rate = read
    if not samples.size:
        raise AudioEmptyError("The audio holds no sound at all.")
    return _resampled(_cleaned(samples), rate), samples.size / rate


def _read_soundfile(data: bytes) -> tuple[Samples, int] | None:
    """Read by libsndfile, or None if it does not know the format."""
    import soundfile

    errors = (soundfile.LibsndfileError, RuntimeError, ValueError)
    try:
        file = soundfile.SoundFile(io.BytesIO(data))
    except errors:
        return None
    with file:
        if file.format not in _SOUNDFILE_FORMATS:
            return None
        rate = file.samplerate
        _check(rate, file.channels)

        def blocks() -> Iterator[Samples]:
            while True:
                block = cast(Samples, file.read(rate, dtype="float32", always_2d=True))
                if not len(block):
                    return
                with np.errstate(all="ignore"):  # What overflows here is cleaned later.
                    yield block.mean(axis=1)

        return _gathered(blocks(), rate, errors), rate


def _read_ffmpeg(data: bytes) -> tuple[Samples, int] | None:
    """Read by FFmpeg, or None if there is no audio in it."""
    import av
    from av.error import FFmpegError

    errors = (FFmpegError, ValueError, RuntimeError, MemoryError)
    options = {"format_whitelist": _FFMPEG_FORMATS}
    try:
        container = av.open(io.BytesIO(data), mode="r", options=options)
    except errors:
        return None
    with closing(container):
        stream = next(iter(container.streams.audio), None)
        codec = stream and stream.codec_context
        if codec is None:  # No audio in it, or in a coding that FFmpeg does not know.
            return None
        rate = codec.sample_rate
        _check(rate, codec.channels)
        return _gathered(_frames(container, rate), rate, errors), rate


def _frames(container: "InputContainer", rate: int) -> Iterator[Samples]:
    import av

    mono = av.AudioResampler(format="flt", layout="mono", rate=rate)
    for frame in container.decode(audio=0):
        _check(frame.sample_rate, len(frame.layout.channels))
        for piece in mono.resample(frame):
            yield cast(NDArray[Any], piece.to_ndarray()).reshape(-1).astype(np.float32)


def _gathered(pieces: Iterable[Samples], rate: int, errors: tuple[type[Exception], ...]) -> Samples:
    """All pieces as one; a file that breaks off in the middle gives what came before."""
    kept: list[Samples] = []
    size = 0
    try:
        for piece in pieces:
            kept.append(piece)
            size += piece.size
            if size > MAX_SECONDS * rate:
                raise TooLargeError(f"The audio is longer than {MAX_SECONDS} seconds.")
    except errors:
        if not size:
            raise AudioError(_NOT_AUDIO) from None
    return np.concatenate(kept) if kept else np.zeros(0, np.float32)


def _check(rate: int, channels: int) -> None:
    if rate not in _RATES:
        raise AudioError("The audio's sample rate is not between 4 and 192 kHz.")
    if channels not in _CHANNELS:
        raise AudioError("The audio has more than 8 channels.")


def _cleaned(samples: Samples) -> Samples:
    """Without NaN and infinity, and within full scale (some recorders write floats beyond it)."""
    finite = np.nan_to_num(samples, nan=0.0, posinf=0.0, neginf=0.0)
    return finite / max(1.0, float(np.abs(finite).max()))


def _resampled(samples: Samples, rate: int) -> Samples:
    if rate == RATE:
        return samples
    from soxr import ResampleStream

    stream = ResampleStream(rate, RATE, num_channels=1, dtype="float32")
    return cast(Samples, stream.resample_chunk(samples, last=True))
