import struct
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import AudioEmptyError, AudioError, InputError, TooLargeError
from providers.audio import MAX_SECONDS, RATE, Samples, decode
from providers.silence import is_silent
from tests.providers.recordings import recorded, tone, written

SUBTYPES = ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE"]
RATES = [8_000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000, 192_000]
BROWSERS = [("webm", "libopus"), ("mp4", "aac"), ("ogg", "libopus"), ("adts", "aac")]
SAMPLES = [
    written(tone(0.1)),
    written(tone(0.1), container="FLAC"),
    written(tone(0.1), container="OGG"),
    written(tone(0.1), container="MP3"),
    recorded(tone(0.1), "webm", "libopus"),
    recorded(tone(0.1), "mp4", "aac"),
]


def assert_is_the_tone(samples: Samples, seconds: float) -> None:
    """A second of 440 Hz at half of full scale, whatever it went through."""
    assert samples.dtype == np.float32
    assert samples.ndim == 1
    assert seconds == pytest.approx(1.0, abs=0.05)
    assert samples.size == pytest.approx(seconds * RATE, abs=2)
    spectrum = np.abs(np.fft.rfft(samples))
    assert np.argmax(spectrum) * RATE / samples.size == pytest.approx(440, abs=2)
    assert np.sqrt(np.mean(samples**2)) == pytest.approx(0.5 / np.sqrt(2), rel=0.1)


@pytest.mark.parametrize("container", ["WAV", "WAVEX"])
@pytest.mark.parametrize("subtype", SUBTYPES)
def test_wav_of_every_sample_format(container: str, subtype: str) -> None:
    data = written(tone(), container=container, subtype=subtype, channels=2)
    assert_is_the_tone(*decode(data))


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("channels", [1, 2])
def test_wav_of_every_rate(rate: int, channels: int) -> None:
    assert_is_the_tone(*decode(written(tone(rate=rate), rate, channels=channels)))


@pytest.mark.parametrize("container", ["FLAC", "OGG", "MP3"])
def test_compressed_files(container: str) -> None:
    assert_is_the_tone(*decode(written(tone(), container=container)))


@pytest.mark.parametrize(("container", "codec"), BROWSERS)
def test_what_browsers_record(container: str, codec: str) -> None:
    assert_is_the_tone(*decode(recorded(tone(), container, codec)))


@pytest.mark.parametrize("length", [0, 10_000_000, 0xFFFF_FFFF])
def test_a_wav_whose_header_lies_about_its_length(length: int) -> None:
    data = bytearray(written(tone()))
    struct.pack_into("<I", data, 4, length)
    struct.pack_into("<I", data, data.index(b"data") + 4, length)
    assert_is_the_tone(*decode(bytes(data)))


def test_a_wav_cut_short_gives_what_is_there() -> None:
    data = written(tone())
    samples, seconds = decode(data[: len(data) // 2])
    assert seconds == pytest.approx(0.5, abs=0.01)
    assert samples.size == pytest.approx(seconds * RATE, abs=2)


def test_no_bytes_and_no_samples_are_empty() -> None:
    with pytest.raises(AudioEmptyError):
        decode(b"")
    with pytest.raises(AudioEmptyError):
        decode(written(tone(0)))


@pytest.mark.parametrize(
    "data",
    [b"hello", b"RIFF", b"RIFF\0\0\0\0WAVE", b"\x1aE\xdf\xa3", b"#EXTM3U\nhttp://x/", bytes(999)],
)
def test_what_is_no_audio_is_refused(data: bytes) -> None:
    with pytest.raises(AudioError):
        decode(data)


def test_rate_and_channels_have_bounds() -> None:
    with pytest.raises(AudioError, match="rate"):
        decode(written(tone(rate=2_000), 2_000))
    with pytest.raises(AudioError, match="channels"):
        decode(written(tone(), channels=9))


def test_a_minute_is_the_limit() -> None:
    minute = np.zeros(MAX_SECONDS * 8_000, np.float32)
    assert decode(written(minute, 8_000))[1] == MAX_SECONDS
    with pytest.raises(TooLargeError, match="60 seconds"):
        decode(written(np.append(minute, np.float32(0)), 8_000))
    with pytest.raises(TooLargeError, match="60 seconds"):
        decode(recorded(tone(MAX_SECONDS + 1), "webm", "libopus"))


def test_broken_numbers_are_cleaned_and_loud_ones_scaled() -> None:
    samples = 1000 * tone(rate=RATE)
    samples[:4] = [np.nan, np.inf, -np.inf, np.float32(3e38)]
    cleaned, _ = decode(written(samples[4:], RATE, subtype="FLOAT"))
    assert np.abs(cleaned).max() == pytest.approx(1.0)
    hostile, _ = decode(written(samples, RATE, subtype="FLOAT", channels=2))
    assert np.isfinite(hostile).all()
    assert np.abs(hostile).max() <= 1.0


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_mutated_files_are_samples_or_a_clear_error(data: st.DataObject) -> None:
    file = bytearray(data.draw(st.sampled_from(SAMPLES)))
    for _ in range(data.draw(st.integers(1, 8))):
        file[data.draw(st.integers(0, len(file) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(file)))
    with suppress(InputError):
        samples, seconds = decode(bytes(file[cut:] if data.draw(st.booleans()) else file[:cut]))
        assert np.isfinite(samples).all()
        assert 0 < seconds <= MAX_SECONDS


@pytest.mark.parametrize("level", [0.0, 1e-4, 1e-2, 0.3])
def test_silence_and_steady_noise_hold_no_speech(level: float) -> None:
    noise = np.random.default_rng(1).normal(0, level, 2 * RATE).astype(np.float32)
    assert is_silent(noise, RATE)
    assert is_silent(noise[:0], RATE)
    assert is_silent(tone(rate=RATE), RATE)


def test_sound_that_comes_and_goes_may_be_speech() -> None:
    pause = np.zeros(RATE // 2, np.float32)
    assert not is_silent(np.concatenate([pause, tone(0.5, RATE) * np.float32(0.05)]), RATE)
