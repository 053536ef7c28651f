"""The frames of an MP3 stream, without what would be heard or miscounted when streams are joined.

Vendors wrap MP3 in ID3 tags and begin it with a Xing, Info or VBRI frame that tells the
length of the file; in the middle of a reply both are wrong. Frame headers are those of
ISO/IEC 11172-3 and 13818-3, layer III.
"""

from collections.abc import Iterator
from dataclasses import dataclass

HIGHEST_RATE = 24_000
"""Hz; what a voice may give (`TextToSpeech`)."""

_KBITS_1 = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KBITS_2 = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_VERSION_1, _LAYER_3, _MONO = 3, 1, 3
_TAG_BYTES, _HEADER_BYTES = 10, 4
_VBRI_AT = 36
_MOST_JUNK = 65_536
"""Bytes between frames after which a stream is given up: searching on would cost seconds."""


@dataclass(frozen=True, slots=True)
class Header:
    """One frame's header. `size` is the whole frame in bytes, `rate` in Hz."""

    size: int
    rate: int
    mono: bool
    tag_at: int
    """Where a Xing or Info tag would stand: after the side information."""


def header(data: bytes, at: int) -> Header | None:
    """The header at an offset, or None if there is none."""
    if at + _HEADER_BYTES > len(data) or data[at] != 0xFF or data[at + 1] & 0xE0 != 0xE0:
        return None
    version, layer = data[at + 1] >> 3 & 3, data[at + 1] >> 1 & 3
    bits, rate = data[at + 2] >> 4, data[at + 2] >> 2 & 3
    if version not in _RATES or layer != _LAYER_3 or not 1 <= bits <= 14 or rate == 3:
        return None
    first = version == _VERSION_1
    kbits, hertz = (_KBITS_1 if first else _KBITS_2)[bits - 1], _RATES[version][rate]
    size = (144 if first else 72) * 1000 * kbits // hertz + (data[at + 2] >> 1 & 1)
    mono = data[at + 3] >> 6 == _MONO
    side = (17 if mono else 32) if first else (9 if mono else 17)
    checked = 0 if data[at + 1] & 1 else 2
    return Header(size, hertz, mono, 4 + checked + side)


def joinable(data: bytes) -> bytes | None:
    """The stream's frames alone, or None where they are not mono at 24 kHz or lower.

    A frame that is cut off at the end is left out. None also for what is no MP3 at all.
    """
    kept: list[bytes] = []
    for at, found in _frames(data):
        if not found.mono or found.rate > HIGHEST_RATE:
            return None
        frame = data[at : at + found.size]
        if kept or not _tells_length(frame, found):
            kept.append(frame)
    return b"".join(kept) or None


def _frames(data: bytes) -> Iterator[tuple[int, Header]]:
    """Each whole frame; what lies between is skipped, as decoders do."""
    at = _after_tag(data)
    in_step = False
    junk = 0
    while at < len(data) and junk <= _MOST_JUNK:
        found = header(data, at)
        if found and (in_step or _followed(data, at + found.size)):
            if at + found.size <= len(data):
                yield at, found
            at += found.size
            in_step = True
        else:
            in_step = False
            skipped = _next_sync(data, at + 1)
            junk += skipped - at
            at = skipped


def _after_tag(data: bytes) -> int:
    """Past an ID3v2 tag, whose size is four bytes of seven bits."""
    if not data.startswith(b"ID3") or len(data) < _TAG_BYTES:
        return 0
    size = 0
    for byte in data[6:_TAG_BYTES]:
        size = size << 7 | byte & 0x7F
    return _TAG_BYTES + size


def _followed(data: bytes, at: int) -> bool:
    """Whether a frame may end here: chance bytes look like a header, but seldom like two."""
    cut_off = at + _HEADER_BYTES > len(data)
    return cut_off or header(data, at) is not None or data.startswith(b"TAG", at)


def _next_sync(data: bytes, at: int) -> int:
    found = data.find(b"\xff", at)
    return len(data) if found < 0 else found


def _tells_length(frame: bytes, found: Header) -> bool:
    return (
        frame[found.tag_at : found.tag_at + 4] in (b"Xing", b"Info")
        or frame[_VBRI_AT : _VBRI_AT + 4] == b"VBRI"
    )
