"""Recordings for tests: a tone or a text in the containers that clients send."""

import io

import av
import numpy as np
import soundfile
from numpy.typing import NDArray

SPEECH_RATE = 48_000


def tone(seconds: float = 1.0, rate: int = SPEECH_RATE) -> NDArray[np.float32]:
    """440 Hz at half of full scale."""
    time = np.arange(int(seconds * rate)) / rate
    return (0.5 * np.sin(2 * np.pi * 440 * time)).astype(np.float32)


def written(
    samples: NDArray[np.float32],
    rate: int = SPEECH_RATE,
    container: str = "WAV",
    subtype: str | None = None,
    channels: int = 1,
) -> bytes:
    """Samples in a container that libsndfile writes."""
    file = io.BytesIO()
    many = np.repeat(samples[:, None], channels, axis=1)
    soundfile.write(file, many, rate, format=container, subtype=subtype)
    return file.getvalue()


def recorded(samples: NDArray[np.float32], container: str, codec: str) -> bytes:
    """Samples at 48 kHz as a browser records them, written by FFmpeg."""
    file = io.BytesIO()
    with av.open(file, "w", format=container) as output:
        stream = output.add_stream(codec, rate=SPEECH_RATE)
        assert isinstance(stream, av.AudioStream)
        stream.layout = "mono"
        frame = av.AudioFrame.from_ndarray(samples[None], format="flt", layout="mono")
        frame.sample_rate = SPEECH_RATE
        output.mux([*stream.encode(frame), *stream.encode(None)])
    return file.getvalue()
