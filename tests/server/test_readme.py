"""What README.md says is what the code has."""

from core import errors
from server.readme import README, rewritten
from server.wire import (
    COMMANDS,
    Configured,
    Connected,
    Degraded,
    ErrorMessage,
    ResponseAudio,
    ResponseEnded,
    ResponseMetadata,
    ResponseStarted,
    ResponseText,
    StatusResponse,
)

PAGE = README.read_text()


def test_diagrams_and_settings_are_up_to_date() -> None:
    assert rewritten(PAGE) == PAGE, "run `make readme`"


def test_every_message_and_field_is_in_the_protocol() -> None:
    for command in COMMANDS:
        assert f'"type": "{command}"' in PAGE
    streamed = (Configured, ResponseStarted, ResponseText, ResponseAudio, Degraded, ResponseEnded)
    for message in (Connected, ResponseMetadata, StatusResponse, ErrorMessage, *streamed):
        for field in message.model_fields:
            if field != "type":
                assert f"`{field}`" in PAGE, f"{message.__name__}.{field} is not in README.md"


def test_every_code_a_client_can_meet_is_in_the_protocol() -> None:
    for kind in (errors.InputError, *errors.InputError.__subclasses__(), errors.BusyError):
        assert f"`{kind.code}`" in PAGE
