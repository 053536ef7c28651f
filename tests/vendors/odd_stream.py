"""A chat server that streams these very events: others copy OpenAI's interface in their own way."""

import json
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Literal

from aiohttp import web

from tests.vendors.serving import serving

Ending = Literal["done", "clean", "cut", "reset"]
"""With `[DONE]`, without it, or the line closed or torn before the last chunk of the body."""


def words(text: str) -> dict[str, Any]:
    """The event that most servers would send."""
    return {"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": None}]}


def last(**fields: Any) -> dict[str, Any]:
    """An event whose one choice holds these fields and "stop"."""
    return {"choices": [{"index": 0, "finish_reason": "stop", **fields}]}


@asynccontextmanager
async def odd_stream(
    events: Sequence[dict[str, Any]], ending: Ending = "done"
) -> AsyncGenerator[tuple[str, list[str]]]:
    """Yields the address and the paths that were asked for."""
    paths: list[str] = []

    async def complete(request: web.Request) -> web.StreamResponse:
        await request.read()
        paths.append(request.path)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        response.force_close()
        response.enable_chunked_encoding()
        await response.prepare(request)
        for event in events:
            head = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m"}
            await response.write(f"data: {json.dumps({**head, **event})}\n\n".encode())
        assert request.transport
        if ending == "done":
            await response.write(b"data: [DONE]\n\n")
        elif ending == "cut":
            request.transport.close()
        elif ending == "reset":
            request.transport.abort()
        if ending in ("done", "clean"):
            await response.write_eof()
        return response

    app = web.Application()
    app.router.add_post("/{any:.*}", complete)
    async with serving(app) as address:
        yield f"http://{address}", paths
