"""WAV headers whose lengths are not true.

A recorder that streams cannot know the length when it writes the header; it leaves 0
or 0xFFFFFFFF there (WAVE format, Microsoft and IBM, 1991: chunks of a four-letter name,
a little-endian length, and a body padded to an even number of bytes).
"""

import struct

_CHUNK = struct.Struct("<4sI")
_LENGTH = struct.Struct("<I")


def with_true_length(data: bytes) -> bytes:
    """The same WAV with the length of its samples corrected; anything else as it is."""
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        return data
    position = 12
    while position + _CHUNK.size <= len(data):
        name, length = _CHUNK.unpack_from(data, position)
        body = position + _CHUNK.size
        if name == b"data":
            return _corrected(data, body, length)
        position = body + length + length % 2
    return data


def _corrected(data: bytes, body: int, length: int) -> bytes:
    there = len(data) - body
    if 0 < length <= there:
        return data
    fixed = bytearray(data)
    _LENGTH.pack_into(fixed, 4, len(data) - 8)
    _LENGTH.pack_into(fixed, body - _LENGTH.size, there)
    return bytes(fixed)
