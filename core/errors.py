"""Every error of ours, as one tree. `code` is stable and reaches clients; text is one sentence.

RapportError                 internal_error
├── InputError               invalid_input      what the client sent cannot be used
│   ├── AudioError           invalid_audio
│   ├── AudioEmptyError      empty_audio
│   ├── TooLargeError        too_large
│   ├── MessageError         invalid_message
│   ├── CommandError         unknown_command
│   └── UnavailableError     not_available      a feature that this version does not have
├── NotFoundError            not_found
├── BusyError                busy               retryable: a queue is full
├── StageError               stage_failed       retryable: one stage of a turn failed
│   ├── SpeechToTextError    stt_failed
│   ├── TextToSpeechError    tts_failed
│   ├── EmotionError         emotion_failed
│   ├── ResponderError       responder_failed
│   ├── BookingError         booking_failed
│   ├── RecallError          recall_failed
│   └── VendorError          vendor_failed      a service beyond this server; `fault` says how
└── SettingsError            invalid_settings   at boot: names the variable and the choices
"""

from collections.abc import Sequence
from typing import ClassVar, Literal


class RapportError(Exception):
    """The root. `str(error)` is one clear sentence that may be shown to a client."""

    code: ClassVar[str] = "internal_error"
    retryable: ClassVar[bool] = False


class InputError(RapportError):
    code = "invalid_input"


class AudioError(InputError):
    code = "invalid_audio"


class AudioEmptyError(InputError):
    code = "empty_audio"


class TooLargeError(InputError):
    code = "too_large"


class MessageError(InputError):
    code = "invalid_message"


class CommandError(InputError):
    code = "unknown_command"


class UnavailableError(InputError):
    code = "not_available"


class NotFoundError(RapportError):
    code = "not_found"


class BusyError(RapportError):
    code = "busy"
    retryable = True


class StageError(RapportError):
    code = "stage_failed"
    retryable = True


class SpeechToTextError(StageError):
    code = "stt_failed"


class TextToSpeechError(StageError):
    code = "tts_failed"


class EmotionError(StageError):
    code = "emotion_failed"


class ResponderError(StageError):
    code = "responder_failed"


class BookingError(StageError):
    """`offers` are the nearest free times ("YYYY-MM-DDTHH:MM") where the wanted one is not."""

    code = "booking_failed"

    def __init__(self, message: str, offers: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.offers = list(offers)


class RecallError(StageError):
    code = "recall_failed"


Fault = Literal["auth", "limit", "server", "network", "timeout", "protocol", "open"]
"""How a vendor failed: key refused, too many requests, its own error, not reached, too
slow, an answer that cannot be read, or not asked because its breaker is open."""


class VendorError(StageError):
    """`retry_after` is the seconds that the vendor asked to be left alone, where it did."""

    code = "vendor_failed"

    def __init__(self, message: str, fault: Fault, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.fault: Fault = fault
        self.retry_after = retry_after


class SettingsError(RapportError):
    code = "invalid_settings"
