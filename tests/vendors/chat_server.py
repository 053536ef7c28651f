"""A server that speaks chat completions as OpenAI and Groq do, written from their API references.

https://platform.openai.com/docs/api-reference/chat and https://console.groq.com/docs/api-reference:
plain JSON and server-sent events, structured outputs, and errors in their envelope. Groq's is
under `/openai/v1`, refuses to stream a `response_format`, takes a strict schema on its gpt-oss
models only, and tells its usage in `x_groq`.
"""

import asyncio
import json
import re
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf
from typing import Any, Literal

from aiohttp import web

from tests.vendors.patience import PATIENT

Body = dict[str, Any]
Brain = Callable[[Body], str]
"""What the model answers to a request."""

Fault = Literal[
    "unauthorized", "limited", "limited with a date", "broken", "overloaded", "stalled", "cut",
    "malformed", "garbage", "silent", "refused by groq", "refused",
]  # fmt: skip

SILENCE = 120.0
"""Seconds that a stalled or silent server says nothing; no test waits for them."""

ERRORS: dict[str, tuple[int, str, str]] = {
    "unauthorized": (401, "invalid_request_error", "invalid_api_key"),
    "limited": (429, "tokens", "rate_limit_exceeded"),
    "limited with a date": (429, "tokens", "rate_limit_exceeded"),
    "broken": (500, "server_error", "internal_error"),
    "overloaded": (503, "server_error", "overloaded"),
    "refused": (400, "invalid_request_error", "context_length_exceeded"),
    "refused by groq": (400, "invalid_request_error", "json_validate_failed"),
}


@dataclass(slots=True)
class Received:
    """One request as it came."""

    path: str
    authorization: str
    body: Body

    @property
    def system(self) -> str:
        return str(self.body["messages"][0]["content"])

    @property
    def everything(self) -> str:
        return "\n".join(str(message["content"]) for message in self.body["messages"])


@dataclass(slots=True)
class ChatServer:
    """Runs in a thread of its own, so that any event loop may talk to it; use as a context.

    `script` is answered first, then the `brain`. `faults` are used up one by one; `fault`
    stays. `gap` is the seconds between two tokens, and no more than `may_send` are sent until
    that is raised; `retry_after` goes with status 429.
    """

    brain: Brain = lambda _: "Hello."
    script: list[str] = field(default_factory=list[str])
    fault: Fault | None = None
    faults: list[Fault] = field(default_factory=list[Fault])
    gap: float = 0.0
    may_send: float = inf
    retry_after: str | None = None
    received: list[Received] = field(default_factory=list[Received])
    url: str = ""
    sent_tokens: int = 0
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _thread: threading.Thread | None = None

    def __enter__(self) -> "ChatServer":
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        assert ready.wait(PATIENT)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        assert self._thread
        self._thread.join(PATIENT)

    @property
    def openai_url(self) -> str:
        return f"{self.url}/v1"

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        app = web.Application()
        app.router.add_post("/v1/chat/completions", self._complete)
        app.router.add_post("/openai/v1/chat/completions", self._complete)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        self._loop.run_until_complete(runner.setup())
        listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        self._loop.run_until_complete(web.SockSite(runner, listening).start())
        ready.set()
        self._loop.run_forever()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(runner.cleanup())
        self._loop.close()

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        body: Body = await request.json()
        self.received.append(Received(request.path, request.headers.get("Authorization", ""), body))
        fault = self.faults.pop(0) if self.faults else self.fault
        if fault in ERRORS:
            return self._error(fault, *ERRORS[fault])
        groq = request.path.startswith("/openai")
        if problem := _problem(body, groq):
            return self._error(None, 400, "invalid_request_error", problem)
        if fault == "silent":
            await asyncio.sleep(SILENCE)
        text = self.script.pop(0) if self.script else self.brain(body)
        if body.get("stream"):
            return await self._stream(request, body, text, fault, groq)
        if fault == "malformed":
            return _closing(web.Response(text='{"id": "x", "choi', content_type="application/json"))
        if fault in ("stalled", "cut"):
            return await self._half(request, json.dumps(_completion(body, text)), fault)
        if fault == "garbage":
            text = '{"nothing": "of the form"}'
        return _closing(web.json_response(_completion(body, text)))

    async def _half(self, request: web.Request, answer: str, fault: Fault) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        _closing(response)
        await response.prepare(request)
        await response.write(answer[: len(answer) // 2].encode())
        if fault == "stalled":
            await asyncio.sleep(SILENCE)
        assert request.transport
        request.transport.abort()
        return response

    async def _stream(
        self, request: web.Request, body: Body, text: str, fault: Fault | None, groq: bool
    ) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        _closing(response)
        await response.prepare(request)
        await _event(response, _chunk(body, {"role": "assistant", "content": ""}))
        pieces = tokens(text)
        if fault == "garbage":
            for token in pieces:
                await _event(response, {"choices": [{"words": token}]})
            pieces = []
        for at, token in enumerate(pieces):
            if at == len(pieces) // 2 and fault:
                match fault:
                    case "stalled":
                        await asyncio.sleep(SILENCE)
                    case "cut":
                        assert request.transport
                        request.transport.abort()
                        return response
                    case "malformed":
                        await response.write(b'data: {"choices": [{"delta": \n\n')
                    case _:
                        pass
            await asyncio.sleep(self.gap)
            while self.sent_tokens >= self.may_send:  # noqa: ASYNC110 - set in another thread
                await asyncio.sleep(0.01)
            await _event(response, _chunk(body, {"content": token}))
            self.sent_tokens += 1
        extra: Body = {"x_groq": {"id": "r", "usage": USAGE}} if groq else {}
        if pieces:
            await _event(response, {**_chunk(body, {}, "stop"), **extra})
        await response.write(b"data: [DONE]\n\n")
        await response.write_eof()
        return response

    def _error(self, fault: Fault | None, status: int, kind: str, code: str) -> web.Response:
        envelope = {"error": {"message": f"{code}: as it was asked", "type": kind, "code": code}}
        headers: dict[str, str] = {}
        if fault == "limited" and self.retry_after:
            headers["Retry-After"] = self.retry_after
        return _closing(web.json_response(envelope, status=status, headers=headers))


USAGE = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}
STRICT_ON_GROQ = ("openai/gpt-oss-20b", "openai/gpt-oss-120b")


def _problem(body: Body, groq: bool) -> str:
    """What the vendor would not accept of a request; empty when it is well-formed."""
    messages: Any = body.get("messages")
    roles = {"system", "user", "assistant"}
    if not body.get("model") or not messages:
        return "model_and_messages_required"
    if any(m.get("role") not in roles or not m.get("content") for m in messages):
        return "bad_message"
    form: Body = body.get("response_format") or {}
    if not form:
        return ""
    schema: Body = form.get("json_schema", {})
    if form == {"type": "json_object"}:
        told = any("JSON" in str(message["content"]) for message in messages)
        return "" if told else "json_must_be_mentioned"
    if form.get("type") != "json_schema" or not re.fullmatch(r"[\w-]{1,64}", schema["name"]):
        return "bad_response_format"
    if groq and (
        body.get("stream") or (schema.get("strict") and body["model"] not in STRICT_ON_GROQ)
    ):
        return "response_format_not_supported"
    return "" if _is_strict(schema["schema"]) else "invalid_json_schema"


def _is_strict(schema: Body) -> bool:
    """As structured outputs want it: every property required, none besides, no defaults."""
    parts: list[Body] = [schema, *schema.get("$defs", {}).values()]
    return all(
        set(part.get("required", ())) == set(part["properties"])
        and part.get("additionalProperties") is False
        and not any("default" in each for each in part["properties"].values())
        for part in parts
        if "properties" in part
    )


def tokens(text: str) -> list[str]:
    """Up to five letters with the space before them, which is about what models write in."""
    return re.findall(r"\s*\S{1,5}|\s+", text)


def _completion(body: Body, text: str) -> Body:
    message = {"role": "assistant", "content": text, "refusal": None}
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    return {**_head(body, "chat.completion"), "choices": [choice], "usage": USAGE}


def _chunk(body: Body, delta: Body, finish: str | None = None) -> Body:
    choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
    return {**_head(body, "chat.completion.chunk"), "choices": [choice]}


def _head(body: Body, kind: str) -> Body:
    return {"id": "chatcmpl-1", "object": kind, "created": 1_790_000_000, "model": body["model"]}


async def _event(response: web.StreamResponse, data: Body) -> None:
    await response.write(f"data: {json.dumps(data)}\n\n".encode())


def _closing(response: Any) -> Any:
    """Without keep-alive: a client's pool must not outlive a test's event loop."""
    response.force_close()
    return response
