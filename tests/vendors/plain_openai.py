"""An OpenAI-compatible server as anybody might write one from the public API reference.

It knows nothing of Rapport: it transcribes every recording as the same words, answers every
chat with the same sentences, and fills in any JSON schema with the last choice of each
enumeration. https://platform.openai.com/docs/api-reference: chat completions (plain and
streamed), transcriptions (json and verbose_json), speech. An old one knows less.
"""

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from tests.vendors.serving import serving
from tests.vendors.sound import mp3

PREFIXES = ("/v1", "/openai/v1", "/gateway/v1", "/gateway/openai/v1")


@dataclass(frozen=True)
class Asked:
    path: str
    authorization: str
    body: dict[str, Any]
    """The JSON, or the fields of the form; a file as its bytes."""


@dataclass
class PlainOpenAI:
    heard: str = "When are you open on Saturday?"
    reply: str = "On Saturday we are open until two. Shall I put you down for that day?"
    formats: tuple[str, ...] = ("json_schema", "json_object")
    verbose: bool = True
    root: str = ""
    asked: list[Asked] = field(default_factory=list[Asked])

    def bodies(self, ending: str) -> list[dict[str, Any]]:
        """What was asked of the endpoints whose path ends so."""
        return [asked.body for asked in self.asked if asked.path.endswith(ending)]

    async def chat(self, request: web.Request) -> web.StreamResponse:
        body = await self._noted(request, await request.json())
        wanted = body.get("response_format", {"type": "text"})
        if wanted["type"] not in (*self.formats, "text"):
            return _refusal(f"response_format {wanted['type']} is not supported")
        schema = _schema(body)
        text = json.dumps(_filled(schema, schema)) if schema else self.reply
        if body.get("stream"):
            return await _streamed(request, body["model"], text)
        message = {"role": "assistant", "content": text}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
        head = {"id": "chatcmpl-1", "object": "chat.completion", "created": 1_790_000_000}
        return web.json_response(
            {**head, "model": body["model"], "choices": [choice], "usage": usage}
        )

    async def transcribe(self, request: web.Request) -> web.StreamResponse:
        fields: dict[str, Any] = {}
        async for part in await request.multipart():
            assert isinstance(part, BodyPartReader)
            fields[part.name or ""] = (
                await part.text() if part.filename is None else (bytes(await part.read()))
            )
        await self._noted(request, fields)
        wanted = fields.get("response_format", "json")
        if not self.verbose and (wanted != "json" or "include[]" in fields):
            return _refusal("only json is supported")
        answer: dict[str, Any] = {"text": self.heard}
        if wanted == "verbose_json":
            answer |= {"task": "transcribe", "language": "english", "duration": 1.0}
        return web.json_response(answer)

    async def speak(self, request: web.Request) -> web.StreamResponse:
        body = await self._noted(request, await request.json())
        return web.Response(body=mp3(body["input"]), content_type="audio/mpeg")

    async def _noted(self, request: web.Request, body: dict[str, Any]) -> dict[str, Any]:
        authorization = request.headers.get("Authorization", "")
        self.asked.append(Asked(request.path, authorization, body))
        return body


@asynccontextmanager
async def plain_openai(**given: Any) -> AsyncGenerator[PlainOpenAI]:
    server = PlainOpenAI(**given)
    app = web.Application(client_max_size=30_000_000)
    for prefix in PREFIXES:
        app.router.add_post(f"{prefix}/chat/completions", server.chat)
        app.router.add_post(f"{prefix}/audio/transcriptions", server.transcribe)
        app.router.add_post(f"{prefix}/audio/speech", server.speak)
    app.on_response_prepare.append(_closing)
    async with serving(app) as address:
        server.root = f"http://{address}"
        yield server


async def _closing(_: web.Request, response: web.StreamResponse) -> None:
    """Without keep-alive: a client's pool must not outlive a test's event loop."""
    response.force_close()


def _refusal(message: str) -> web.Response:
    error = {"message": message, "type": "invalid_request_error", "param": None, "code": None}
    return web.json_response({"error": error}, status=400)


async def _streamed(request: web.Request, model: str, text: str) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    deltas: list[dict[str, str]] = [{"role": "assistant"}, *({"content": c} for c in text), {}]
    for at, delta in enumerate(deltas, start=1):
        finish = "stop" if at == len(deltas) else None
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        head = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1_790_000_000}
        chunk = {**head, "model": model, "choices": [choice]}
        await response.write(f"data: {json.dumps(chunk)}\n\n".encode())
    await response.write(b"data: [DONE]\n\n")
    return response


def _schema(body: dict[str, Any]) -> dict[str, Any] | None:
    """Of the response format, or one that the prompt holds."""
    if found := body.get("response_format", {}).get("json_schema"):
        return found["schema"]
    system = str(body["messages"][0]["content"])
    at = system.find('{"properties"')
    return json.JSONDecoder().raw_decode(system[at:])[0] if at >= 0 else None


def _filled(schema: dict[str, Any], root: dict[str, Any]) -> Any:
    if reference := schema.get("$ref"):
        return _filled(root["$defs"][reference.rpartition("/")[2]], root)
    if "enum" in schema:
        return schema["enum"][-1]
    if "anyOf" in schema:
        return None if {"type": "null"} in schema["anyOf"] else _filled(schema["anyOf"][0], root)
    match schema["type"]:
        case "object":
            return {name: _filled(each, root) for name, each in schema["properties"].items()}
        case "array":
            return []
        case "number":
            return 0.6
        case "integer":
            return 1
        case _:
            return "As you said."
