"""Somebody who receives webhooks, checks their signature, and can be silent or broken."""

import asyncio
from typing import Any

from fastapi import FastAPI, Request, Response
from standardwebhooks.webhooks import Webhook

SECRET = "whsec_c2VjcmV0IG9mIHRoZSB0ZXN0IHRoYXQgaXMgbG9uZw=="


class WebhookReceiver:
    """`events` are the verified bodies, `ids` their webhook-ids, `hosts` their Host headers.

    Nothing is answered while `go` is not set.
    """

    def __init__(self) -> None:
        self.events: list[Any] = []
        self.ids: list[str] = []
        self.hosts: list[str] = []
        self.status = 204
        self.headers: dict[str, str] = {}
        self.go = asyncio.Event()
        self.go.set()
        self.app = FastAPI()
        self.app.post("/hook")(self._receive)
        self.app.post("/elsewhere")(self._receive)

    async def _receive(self, request: Request) -> Response:
        await self.go.wait()
        body = await request.body()
        event = Webhook(SECRET).verify(body, dict(request.headers))
        if self.status < 300:
            self.events.append(event)
            self.ids.append(request.headers["webhook-id"])
            self.hosts.append(request.headers["host"])
        return Response(status_code=self.status, headers=self.headers)
