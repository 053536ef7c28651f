"""MP3 frames: tags and counts are taken off, everything else is kept, nothing hangs."""

import time

import av
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from providers.tts.mp3_encode import encoded
from providers.tts.mp3_frames import header, joinable
from tests.providers.recordings import tone, written
from tests.vendors.sound import mp3

SOUND = mp3("any")


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 24_000, 44_100, 48_000])
def test_ours_is_24_khz_mono_from_any_rate(rate: int) -> None:
    pcm = (tone(0.5, rate) * 32767).astype("<i2").tobytes()
    audio = encoded(pcm, rate)
    assert joinable(audio) == audio
    first = header(audio, 0)
    assert first is not None
    assert (first.rate, first.mono, first.size) == (24_000, True, 144)


@pytest.mark.parametrize("rate", [8_000, 11_025, 12_000, 16_000, 22_050, 24_000])
def test_other_encoders_low_rates_are_kept_without_the_lengths_frame(rate: int) -> None:
    file = written(tone(0.5, rate), rate, "MP3", "MPEG_LAYER_III")
    assert b"Xing" in file or b"Info" in file
    audio = joinable(file)
    assert audio is not None
    assert b"Xing" not in audio
    assert b"Info" not in audio
    assert file.endswith(audio)


def test_ffmpegs_tag_is_taken_off() -> None:
    import io

    file = io.BytesIO()
    with av.open(file, "w", format="mp3") as output:
        stream = output.add_stream("mp3", rate=24_000)
        assert isinstance(stream, av.AudioStream)
        stream.layout = "mono"
        frame = av.AudioFrame.from_ndarray(tone(0.5, 24_000)[None], format="flt", layout="mono")
        frame.sample_rate = 24_000
        output.mux([*stream.encode(frame), *stream.encode(None)])
    data = file.getvalue()
    assert data.startswith(b"ID3")
    audio = joinable(data)
    assert audio is not None
    assert header(audio, 0) is not None
    assert data.endswith(audio)


@pytest.mark.parametrize(("rate", "channels"), [(44_100, 1), (48_000, 2), (24_000, 2)])
def test_high_rates_and_stereo_are_not_joinable(rate: int, channels: int) -> None:
    assert joinable(written(tone(0.5, rate), rate, "MP3", "MPEG_LAYER_III", channels)) is None


@example(cut=145, junk=b"")
@given(cut=st.integers(0, len(SOUND)), junk=st.binary(max_size=30))
def test_whole_frames_survive_cuts_and_junk(cut: int, junk: bytes) -> None:
    whole = cut // 144 * 144
    assert joinable(SOUND[:cut]) == (SOUND[:whole] or None)
    assert (joinable(SOUND + junk) or b"").startswith(SOUND)


@given(st.binary(max_size=2_000))
def test_no_bytes_raise(data: bytes) -> None:
    audio = joinable(data)
    assert audio is None or header(audio, 0) is not None


@pytest.mark.parametrize("data", [b"\xff" * 8_000_000, b"\xff\xf3\x64\xc4" * 2_000_000, b"ID3"])
def test_hostile_bytes_cost_little(data: bytes) -> None:
    started = time.process_time()
    joinable(data)
    assert time.process_time() - started < 2
