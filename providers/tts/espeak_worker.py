"""espeak-ng through ctypes, and its speech as MP3 or WAV. Loaded in a worker only.

espeak-ng is GPL and keeps global state, so it lives in a process of its own. The calls
are those of `speak_lib.h`, version 1.52.
"""

import ctypes
import io
import os
import wave
from pathlib import Path
from typing import NamedTuple

from core.errors import SettingsError
from core.moods import Style
from providers.tts.mp3_encode import encoded

_SYNCHRONOUS = 2
_NO_EXIT = 0x8000
_UTF8_WITH_END_PAUSE = 0x1001
_RATE, _VOLUME, _PITCH, _RANGE = 1, 2, 3, 4
_LOUDEST_UNCLIPPED = 75

_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
"""Takes the address of 16-bit samples (null at the end), their number, and events."""


class Delivery(NamedTuple):
    """How to speak: words per minute, then pitch and its range, both of 0 to 99."""

    rate: int
    pitch: int
    range: int


DELIVERIES: dict[Style, Delivery] = {
    "neutral": Delivery(165, 50, 50),
    "cheerful": Delivery(178, 60, 75),
    "calm": Delivery(150, 45, 30),
    "empathetic": Delivery(145, 42, 40),
}


class _Engine:
    """The library, initialised with one voice; `rate` is its sample rate in Hz."""

    def __init__(self, voice: str) -> None:
        import espeakng_loader

        data = Path(espeakng_loader.get_data_path())
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        # It keeps its path in 160 bytes and fails silently past that: give it a short one.
        os.chdir(data.parent)
        self.rate: int = self._library.espeak_Initialize(_SYNCHRONOUS, 0, b".", _NO_EXIT)
        if self.rate <= 0:
            raise OSError("espeak-ng could not be initialised")
        if self._library.espeak_SetVoiceByName(voice.encode()):
            raise SettingsError(f"espeak-ng has no voice named {voice!r}.")
        self._pieces: list[bytes] = []
        self._callback = _Callback(self._collect)  # Kept, or it would be freed.
        self._library.espeak_SetSynthCallback(self._callback)

    def speak(self, text: str, style: Style) -> bytes:
        """Mono 16-bit PCM, ending in a sentence's pause."""
        delivery = DELIVERIES[style]
        self._set(_RATE, delivery.rate)
        self._set(_PITCH, delivery.pitch)
        self._set(_RANGE, delivery.range)
        self._set(_VOLUME, _LOUDEST_UNCLIPPED)
        self._pieces.clear()
        encoded = text.encode() + b"\0"
        size = ctypes.c_size_t(len(encoded))
        self._library.espeak_Synth(encoded, size, 0, 1, 0, _UTF8_WITH_END_PAUSE, None, None)
        return b"".join(self._pieces)

    def _set(self, parameter: int, value: int) -> None:
        self._library.espeak_SetParameter(parameter, value, 0)

    def _collect(self, samples: int | None, count: int, _: object) -> int:
        if samples and count > 0:
            self._pieces.append(ctypes.string_at(samples, 2 * count))
        return 0


_engines: dict[str, _Engine] = {}


def start(voice: str) -> None:
    """Load the library with this voice; raises SettingsError if it has no such voice."""
    _engines["only"] = _Engine(voice)


def mp3(text: str, style: Style) -> bytes:
    """MP3 frames without a header that says how many, so that pieces can be joined."""
    engine = _engines["only"]
    pcm = engine.speak(text, style)
    return encoded(pcm, engine.rate) if pcm else b""


def wav(text: str, style: Style) -> bytes:
    """A WAV file, 16-bit PCM, mono."""
    engine = _engines["only"]
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(engine.rate)
        writer.writeframes(engine.speak(text, style))
    return file.getvalue()
