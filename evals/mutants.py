"""Messages as no honest client sends them: recordings and commands, broken in many ways.

Each mutant follows from the seed and its number alone, so that any one can be made again.
"""

import json
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from numpy.random import Generator, default_rng

T = TypeVar("T")

AUDIO_SHARE = 0.6

AudioChange = Callable[[Generator, bytes, bytes], bytes]
"""Breaks the first recording; some use a second one."""

JsonChange = Callable[[Generator, dict[str, Any]], str]
"""Writes a command down, broken."""


@dataclass(frozen=True, slots=True)
class Mutant:
    number: int
    kind: str
    message: str | bytes


def mutants(recordings: Sequence[bytes], numbers: range, seed: int) -> Iterator[Mutant]:
    """One mutant a number: three in five are audio, the others JSON."""
    for number in numbers:
        random = default_rng([seed, number])
        if random.random() < AUDIO_SHARE:
            change = _one(random, AUDIO)
            broken = change(random, _one(random, recordings), _one(random, recordings))
        else:
            change = _one(random, JSON)
            broken = change(random, _command(random))
        yield Mutant(number, change.__name__.strip("_"), broken)


def _one(random: Generator, options: Sequence[T]) -> T:
    return options[int(random.integers(len(options)))]


def _place(random: Generator, data: bytes | str) -> int:
    return int(random.integers(len(data) + 1))


# Audio


def _intact(_: Generator, data: bytes, __: bytes) -> bytes:
    return data


def _truncated(random: Generator, data: bytes, _: bytes) -> bytes:
    return data[: _place(random, data)]


def _beheaded(random: Generator, data: bytes, _: bytes) -> bytes:
    return data[_place(random, data[:200]) :]


def _flipped(random: Generator, data: bytes, _: bytes) -> bytes:
    """One to fifty bits, half of the time all in the first hundred bytes."""
    broken = bytearray(data)
    reach = min(len(broken), 100) if random.random() < 0.5 else len(broken)
    for place in random.integers(reach, size=int(random.integers(1, 50))):
        broken[place] ^= 1 << int(random.integers(8))
    return bytes(broken)


_FIELDS = {4: "<I", 16: "<I", 20: "<H", 22: "<H", 24: "<I", 28: "<I", 32: "<H", 34: "<H", 40: "<I"}
"""Of a WAV header: sizes, format, channels, rates, alignment, bits."""

_LIES = (0, 1, 2, 3, 7, 8, 9, 255, 4_000, 65_535, 192_000, 2**31 - 1, 2**31, 2**32 - 1)


def _lied_about(random: Generator, data: bytes, _: bytes) -> bytes:
    """One to three header fields; in other containers whatever stands in their places."""
    broken = bytearray(data)
    for offset in random.choice(list(_FIELDS), size=int(random.integers(1, 4)), replace=False):
        form = _FIELDS[int(offset)]
        value = _one(random, _LIES) % 256 ** struct.calcsize(form)
        struct.pack_into(form, broken, int(offset), value)
    return bytes(broken)


def _concatenated(_: Generator, data: bytes, other: bytes) -> bytes:
    return data + other


def _spliced(random: Generator, data: bytes, other: bytes) -> bytes:
    return data[: _place(random, data)] + other[_place(random, other) :]


def _zero_filled(random: Generator, data: bytes, _: bytes) -> bytes:
    start, end = sorted((_place(random, data), _place(random, data)))
    return data[:start] + bytes(end - start) + data[end:]


def _repeated(random: Generator, data: bytes, _: bytes) -> bytes:
    """A piece of it, many times over."""
    start = _place(random, data)
    piece = data[start : start + int(random.integers(1, 200))]
    return data[:start] + piece * int(random.integers(2, 100)) + data[start:]


def _random_bytes(random: Generator, _: bytes, __: bytes) -> bytes:
    return random.bytes(int(random.integers(5_000)))


def _random_body(random: Generator, data: bytes, _: bytes) -> bytes:
    """Its first bytes, then noise."""
    kept = int(random.integers(4, 100))
    return data[:kept] + random.bytes(int(random.integers(5_000)))


AUDIO: tuple[AudioChange, ...] = (
    _intact,
    _truncated,
    _beheaded,
    _flipped,
    _lied_about,
    _concatenated,
    _spliced,
    _zero_filled,
    _repeated,
    _random_bytes,
    _random_body,
)

# JSON


def _command(random: Generator) -> dict[str, Any]:
    return _one(
        random,
        (
            {"type": "text", "text": "what is your address"},
            {"type": "get_status"},
            {"type": "start_continuous", "vad_provider": "silero"},
            {"type": "stop_continuous"},
        ),
    )


def _cut(random: Generator, command: dict[str, Any]) -> str:
    whole = json.dumps(command)
    return whole[: _place(random, whole)]


def _garbled(random: Generator, command: dict[str, Any]) -> str:
    whole = list(json.dumps(command))
    for _ in range(int(random.integers(1, 6))):
        whole[int(random.integers(len(whole)))] = chr(int(random.integers(0x20, 0xD800)))
    return "".join(whole)


_ODD_VALUES: tuple[Any, ...] = (
    None, True, 7, -1.5e308, 10**400, float("nan"), "", " ", [], {}, [[]], ["text"], "a" * 100_000,
    "\0", "a\0b", "\ud800", "a\udfffb", "\u202egnirts", "e" + "\u0301" * 500, "\U0001f600" * 50,
    "\u0627\u0644\u0633", "\u0939\u093f", "\ufeff\u200b\u2028", "'; DROP TABLE turns; --",
    "<speak><break time='9999s'/></speak>", "[[klatt]]", "%s%n{0}", "text\n\n", "TEXT", "../etc",
)  # fmt: skip


def _odd_value(random: Generator, command: dict[str, Any]) -> str:
    """One field holds what it should not, a lone surrogate or an endless number among it."""
    return json.dumps({**command, _one(random, [*command, "more"]): _one(random, _ODD_VALUES)})


def _odd_text(random: Generator, _: dict[str, Any]) -> str:
    """A proper text turn in characters of every plane."""
    points = random.integers(0x110000, size=int(random.integers(1, 200)))
    kept = "".join(chr(point) for point in points if not 0xD800 <= point < 0xE000)
    return json.dumps({"type": "text", "text": kept}, ensure_ascii=bool(random.integers(2)))


def _nested(random: Generator, command: dict[str, Any]) -> str:
    depth = int(random.integers(10, 5_000))
    opened, closed = _one(random, (("[", "]"), ('{"a":', "}")))
    deep = opened * depth + "1" + closed * depth
    return _one(random, (deep, json.dumps(command)[:-1] + ', "more": ' + deep + "}"))


def _doubled_key(random: Generator, command: dict[str, Any]) -> str:
    other = json.dumps(_one(random, ("get_status", "text", 1, None)))
    return json.dumps(command)[:-1] + f', "type": {other}, "text": "once more"}}'


def _not_an_object(random: Generator, command: dict[str, Any]) -> str:
    odd = json.dumps(_one(random, _ODD_VALUES))
    return _one(
        random, (odd, f"[{json.dumps(command)}]", "", "\0", "NaN", "1e999", "-", "\ufeff{}")
    )


def _wrapped(random: Generator, command: dict[str, Any]) -> str:
    """With something before or after it."""
    more = _one(random, ("{}", "\0", "//", "\ufeff", ",", "\n" * 1_000, json.dumps(command)))
    return _one(random, (more + json.dumps(command), json.dumps(command) + more))


def _crowded(random: Generator, command: dict[str, Any]) -> str:
    return json.dumps({**{f"key{n}": n for n in range(int(random.integers(2_000)))}, **command})


JSON: tuple[JsonChange, ...] = (
    _cut,
    _garbled,
    _odd_value,
    _odd_text,
    _nested,
    _doubled_key,
    _not_an_object,
    _wrapped,
    _crowded,
)
