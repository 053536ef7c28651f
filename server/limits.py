"""A limit on request bodies, counted as they arrive, whatever their header says."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.errors import TooLargeError
from server.errors import answer


class BodyLimit:
    """ASGI middleware: a body past `limit` bytes is answered with 413 and read no further."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self._app, self._limit = app, limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        taken = 0
        body: list[Message] = []
        while True:
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._limit:
                text = f"A request body is limited to {self._limit} bytes"
                return await answer(413, TooLargeError.code, text)(scope, receive, send)
            body.append(message)
            if not message.get("more_body", False):
                break
        waiting = iter(body)

        async def replay() -> Message:
            return next(waiting, None) or await receive()

        return await self._app(scope, replay, send)
