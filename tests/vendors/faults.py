"""How a vendor's server of the tests can fail."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from aiohttp import web


@dataclass(frozen=True)
class Refuse:
    """Answer with a status, and these headers."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class Stall:
    """Answer nothing, or nothing more after the first part."""

    after_first_part: bool = False


@dataclass(frozen=True)
class Cut:
    """Drop the connection after the first part."""


@dataclass(frozen=True)
class Garble:
    """Answer what is no answer, and then nothing, not even a goodbye, if `then_stall`."""

    body: bytes = b'{"text": '
    then_stall: bool = False


Fault = Refuse | Stall | Cut | Garble


def refused(fault: Refuse) -> web.Response:
    """A refusal in the shape of OpenAI's and Groq's."""
    body = {"error": {"message": "no", "type": "test", "code": None, "param": None}}
    return web.json_response(body, status=fault.status, headers=dict(fault.headers))


async def stalled() -> NoReturn:
    """Wait for ever; the server's end cancels it."""
    await asyncio.Event().wait()
    raise AssertionError


def dropped(request: web.Request) -> None:
    """Break the connection off without a goodbye."""
    assert request.transport is not None
    request.transport.abort()
